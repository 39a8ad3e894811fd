#include "tests/unit/record/event_reference.hpp"

#include <rapidjson/document.h>

#include <algorithm>
#include <array>

namespace codexflow::test {
namespace {

using json = rapidjson::Value;

/// In every event, and in every one of a task; told before the kinds.
constexpr std::array<std::string_view, 6> of_events{"kind", "seq", "ts", "t_ns", "run_id", "crc"};
constexpr std::array<std::string_view, 5> of_tasks{"task_id", "alias", "agent_id", "provider", "model"};

template <class List> bool holds(const List& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

struct row
{
    std::string names, type, meaning;
};

class writer
{
public:
    writer(const json& schema, std::vector<std::string>& faults) : definitions_(schema["definitions"]), faults_(faults) {}

    std::string section(std::string_view reference)
    {
        const std::string kind(name_of(reference));
        const json& about = definitions_[kind.c_str()];
        std::string text = "## " + kind + "\n\n";
        if (const std::string meaning = word(about, "description"); meaning.empty())
            faults_.push_back(kind + " has no description");
        else
            text += meaning + "\n\n";
        rows_.clear();
        const json& members = about["properties"];
        const bool of_task = members.HasMember("task_id");
        for (const auto& member : members.GetObject())
            if (const char* name = member.name.GetString(); !holds(of_events, name) && !(of_task && holds(of_tasks, name)))
                add(kind, name, member.value);
        if (rows_.empty())
            return text;
        text += "| Member | Type | Meaning |\n| ------ | ---- | ------- |\n";
        for (const row& one : rows_)
            text += "| " + one.names + " | " + one.type + " | " + one.meaning + " |\n";
        return text + '\n';
    }

private:
    static std::string_view name_of(std::string_view reference) { return reference.substr(reference.rfind('/') + 1); }

    static std::string word(const json& of, const char* key)
    {
        const auto found = of.FindMember(key);
        return found != of.MemberEnd() && found->value.IsString() ? found->value.GetString() : "";
    }

    /// What "$ref" leads to; @p of itself without it.
    const json& resolved(const json& of) const
    {
        const std::string reference = word(of, "$ref");
        return reference.empty() ? of : definitions_[std::string(name_of(reference)).c_str()];
    }

    std::string type_of(const json& of) const
    {
        const json& found = resolved(of);
        const std::string type = word(found, "type");
        if (type.empty() && found.HasMember("enum"))
            return found["enum"][0].IsBool() ? "boolean" : found["enum"][0].IsNumber() ? "integer" : "string";
        return type == "array" ? "list" : type;
    }

    void add(const std::string& kind, const std::string& name, const json& of)
    {
        const std::string own = word(of, "description");
        const json& found = resolved(of);
        if (own.empty() && word(found, "description").empty() && found.HasMember("properties"))
        {
            for (const auto& member : found["properties"].GetObject())
                add(kind, name + '.' + member.name.GetString(), member.value);
            return;
        }
        const std::string meaning = own.empty() ? word(found, "description") : own;
        const std::string type = type_of(of);
        if (meaning.empty() || type.empty())
            faults_.push_back(kind + '.' + name + " has no description or no type");
        if (!rows_.empty() && rows_.back().meaning == meaning && rows_.back().type == type)
            rows_.back().names += ", `" + name + '`';
        else
            rows_.push_back({'`' + name + '`', type, meaning});
    }

    const json& definitions_;
    std::vector<std::string>& faults_;
    std::vector<row> rows_;
};

} // namespace

std::string event_reference(std::string_view schema, std::vector<std::string>& faults)
{
    rapidjson::Document parsed;
    parsed.Parse(schema.data(), schema.size());
    if (parsed.HasParseError())
    {
        faults.emplace_back("the schema is no JSON");
        return {};
    }
    writer out(parsed, faults);
    std::string text;
    for (const json& kind : parsed["oneOf"].GetArray())
        text += out.section(kind["$ref"].GetString());
    return text;
}

} // namespace codexflow::test
