#include "engine/gateway/argument_schema.hpp"

#include "engine/base/document.hpp"
#include "engine/base/text.hpp"

#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string>
#include <utility>

namespace codexflow::gateway {
namespace {

constexpr unsigned parse_flags = rapidjson::kParseIterativeFlag;
constexpr std::size_t shown = 200; ///< Bytes of a rule that are repeated to the model.

std::string text_of(const rapidjson::Pointer& pointer)
{
    rapidjson::StringBuffer text;
    pointer.Stringify(text);
    return {text.GetString(), text.GetSize()};
}

std::string text_of(const rapidjson::Value& value)
{
    rapidjson::StringBuffer text;
    rapidjson::Writer<rapidjson::StringBuffer> out(text);
    value.Accept(out);
    std::string json(text.GetString(), text.GetSize());
    return json.size() > shown ? json.substr(0, shown) + "..." : json;
}

/// The rule itself: "type" of {"type":"string"} is "string".
std::string rule_text(const rapidjson::Document& schema, const rapidjson::Pointer& at, const char* keyword)
{
    const rapidjson::Value* rules = at.Get(schema);
    if (rules == nullptr || !rules->IsObject() || !rules->HasMember(keyword))
        return keyword;
    return std::string(keyword) + ' ' + text_of((*rules)[keyword]);
}

bool holds_named_schemas(std::string_view keyword)
{
    return keyword == "properties" || keyword == "definitions" || keyword == "$defs" || keyword == "dependencies";
}

/** Takes the rules out that are regular expressions: RapidJSON's reader of them is not made for patterns of strangers
 *  (it runs over its own stack at "{2}"), and a schema may come from a server. What would have fit such a name must
 *  not count as additional then.
 *  @param named its members are names and schemas, not rules. */
void drop_patterns(rapidjson::Value& at, bool named)
{
    if (at.IsArray())
        for (rapidjson::Value& each : at.GetArray())
            drop_patterns(each, false);
    if (!at.IsObject())
        return;
    if (!named && at.HasMember("pattern") && at["pattern"].IsString())
        at.RemoveMember("pattern");
    if (!named && at.HasMember("patternProperties"))
    {
        at.RemoveMember("patternProperties");
        at.RemoveMember("additionalProperties");
    }
    for (auto& member : at.GetObject())
        drop_patterns(member.value, !named && holds_named_schemas({member.name.GetString(), member.name.GetStringLength()}));
}

} // namespace

struct argument_schema::compiled
{
    explicit compiled(rapidjson::Document from) : text(std::move(from)), schema(text) {}

    rapidjson::Document text;
    rapidjson::SchemaDocument schema;
};

argument_schema::argument_schema(std::unique_ptr<compiled> from) : compiled_(std::move(from)) {}
argument_schema::argument_schema(argument_schema&&) noexcept = default;
argument_schema& argument_schema::operator=(argument_schema&&) noexcept = default;
argument_schema::~argument_schema() = default;

result<argument_schema> argument_schema::compile(std::string_view schema)
{
    rapidjson::Document parsed;
    parsed.Parse<parse_flags>(schema.data(), schema.size());
    if (parsed.HasParseError() || !parsed.IsObject())
        return error(errc::plugin_misbehaved, "its parameters are no JSON Schema");
    drop_patterns(parsed, false);
    return argument_schema(std::make_unique<compiled>(std::move(parsed)));
}

result<void> argument_schema::check(std::string_view arguments) const
{
    // Our own reader first: it bounds the depth, and says where a fault is.
    const auto read = doc::parse_json(arguments, "arguments");
    if (!read)
        return error(errc::invalid_argument, "the arguments are no JSON: " + to_string(read.error()));
    if (!read->is_mapping())
        return error(errc::invalid_argument, "the arguments must be a JSON object");
    rapidjson::Document parsed;
    parsed.Parse<parse_flags>(arguments.data(), arguments.size());
    rapidjson::SchemaValidator validator(compiled_->schema);
    if (parsed.HasParseError() || parsed.Accept(validator))
        return {};
    const std::string where = text_of(validator.GetInvalidDocumentPointer());
    const std::string rule =
        rule_text(compiled_->text, validator.GetInvalidSchemaPointer(), validator.GetInvalidSchemaKeyword());
    return error(errc::invalid_argument,
                 (where.empty() ? std::string("the arguments do") : "the argument " + quote(where) + " does") +
                     " not keep the rule " + rule);
}

} // namespace codexflow::gateway
