#include "tests/system/run/event_log.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include <fstream>
#include <iterator>
#include <memory>

namespace codexflow::test {
namespace {

std::unique_ptr<rapidjson::SchemaDocument> read_schema(const std::string& name)
{
    std::ifstream in(CODEXFLOW_SOURCE_DIR "/docs/schemas/" + name);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    rapidjson::Document document;
    if (text.empty() || document.Parse(text).HasParseError())
        return nullptr;
    return std::make_unique<rapidjson::SchemaDocument>(document);
}

/// Read once; null when the file is not there.
const rapidjson::SchemaDocument* event_schema()
{
    static const auto schema = read_schema("event.schema.json");
    return schema.get();
}

std::string text_of(const rapidjson::Pointer& pointer)
{
    rapidjson::StringBuffer out;
    pointer.StringifyUriFragment(out);
    return out.GetString();
}

std::string fault_under(const rapidjson::SchemaDocument& schema, std::string_view text)
{
    rapidjson::Document document;
    if (document.Parse(text.data(), text.size()).HasParseError())
        return std::string("not JSON: ") + rapidjson::GetParseError_En(document.GetParseError());
    rapidjson::SchemaValidator validator(schema);
    if (document.Accept(validator))
        return {};
    return text_of(validator.GetInvalidDocumentPointer()) + " breaks \"" + validator.GetInvalidSchemaKeyword() +
           "\" of " + text_of(validator.GetInvalidSchemaPointer()) + ": " + std::string(text.substr(0, 300));
}

} // namespace

bool has_event_schema() { return event_schema() != nullptr; }

std::string schema_fault(std::string_view line)
{
    return has_event_schema() ? fault_under(*event_schema(), line) : std::string();
}

std::string fault_under(const std::string& name, std::string_view text)
{
    const auto schema = read_schema(name);
    return schema ? fault_under(*schema, text) : "there is no schema " + name;
}

} // namespace codexflow::test
