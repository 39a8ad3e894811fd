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

/// Read once; null when the file is not there.
const rapidjson::SchemaDocument* event_schema()
{
    static const auto schema = []() -> std::unique_ptr<rapidjson::SchemaDocument> {
        std::ifstream in(CODEXFLOW_SOURCE_DIR "/docs/schemas/event.schema.json");
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        rapidjson::Document document;
        if (text.empty() || document.Parse(text).HasParseError())
            return nullptr;
        return std::make_unique<rapidjson::SchemaDocument>(document);
    }();
    return schema.get();
}

std::string text_of(const rapidjson::Pointer& pointer)
{
    rapidjson::StringBuffer out;
    pointer.StringifyUriFragment(out);
    return out.GetString();
}

} // namespace

bool has_event_schema() { return event_schema() != nullptr; }

std::string schema_fault(std::string_view line)
{
    if (!has_event_schema())
        return {};
    rapidjson::Document event;
    if (event.Parse(line.data(), line.size()).HasParseError())
        return std::string("not JSON: ") + rapidjson::GetParseError_En(event.GetParseError());
    rapidjson::SchemaValidator validator(*event_schema());
    if (event.Accept(validator))
        return {};
    return text_of(validator.GetInvalidDocumentPointer()) + " breaks \"" + validator.GetInvalidSchemaKeyword() +
           "\" of " + text_of(validator.GetInvalidSchemaPointer()) + ": " +
           std::string(line.substr(0, 300));
}

} // namespace codexflow::test
