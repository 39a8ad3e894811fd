#include "engine/record/log_line.hpp"

#include <codexflow/utf8.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace codexflow {
namespace {

using value = rapidjson::Value;
using writer = rapidjson::Writer<rapidjson::StringBuffer>;

/// What the journal is for, and what only it needs.
constexpr std::array<std::string_view, 9> left_out{"output", "partial", "arguments", "text",          "crc",
                                                    "t_ns",   "plugins", "calls",     "provider_state"};

bool is_left_out(std::string_view kind, std::string_view name)
{
    if (name == "text" && (kind == "notice" || kind == "route"))
        return false;
    return std::find(left_out.begin(), left_out.end(), name) != left_out.end();
}

std::string_view renamed(std::string_view kind)
{
    return kind == "plan" ? "plan_generated" : kind == "files_applied" ? "applied_patches" : kind;
}

/// "agent_id" becomes "agentId".
std::string camel(std::string_view name)
{
    std::string made;
    for (std::size_t i = 0; i < name.size(); ++i)
        if (name[i] == '_' && i + 1 < name.size() && name[i + 1] >= 'a' && name[i + 1] <= 'z')
            made += static_cast<char>(name[++i] - 'a' + 'A');
        else
            made += name[i];
    return made;
}

std::string_view text_of(const value& from, const char* name)
{
    const auto found = from.FindMember(name);
    return found != from.MemberEnd() && found->value.IsString()
               ? std::string_view(found->value.GetString(), found->value.GetStringLength())
               : std::string_view();
}

void write_text(writer& out, std::string_view text)
{
    std::string cut;
    if (text.size() > log_text_bytes)
    {
        cut = text.substr(0, utf8::valid_prefix(text.substr(0, log_text_bytes)));
        cut += "...";
        text = cut;
    }
    out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void write_key(writer& out, std::string_view name)
{
    const std::string made = camel(name);
    out.Key(made.data(), static_cast<rapidjson::SizeType>(made.size()));
}

void write_member(writer& out, std::string_view kind, std::string_view name, const value& what);

void write_value(writer& out, std::string_view kind, const value& what)
{
    if (what.IsString())
        write_text(out, {what.GetString(), what.GetStringLength()});
    else if (what.IsArray())
    {
        out.StartArray();
        rapidjson::SizeType count = 0;
        for (const value& one : what.GetArray())
            if (++count <= log_list_items)
                write_value(out, kind, one);
        out.EndArray();
    }
    else if (what.IsObject())
    {
        out.StartObject();
        for (const auto& m : what.GetObject())
            write_member(out, kind, {m.name.GetString(), m.name.GetStringLength()}, m.value);
        out.EndObject();
    }
    else
        what.Accept(out);
}

void write_member(writer& out, std::string_view kind, std::string_view name, const value& what)
{
    if (is_left_out(kind, name))
        return;
    write_key(out, name);
    write_value(out, kind, what);
    if (what.IsArray() && what.Size() > log_list_items)
    {
        write_key(out, std::string(name) + "_total");
        out.Uint(what.Size());
    }
}

/// A plan as the original logged it: who gets how many tasks.
void write_items(writer& out, const value& tasks)
{
    std::map<std::pair<std::string, std::string>, unsigned> counts;
    for (const value& one : tasks.GetArray())
        ++counts[{std::string(text_of(one, "alias")), std::string(text_of(one, "agent_id"))}];
    out.Key("items");
    out.StartArray();
    std::size_t written = 0;
    for (const auto& [who, count] : counts)
    {
        if (++written > log_list_items)
            break;
        out.StartObject();
        write_key(out, "alias");
        write_text(out, who.first);
        write_key(out, "agent_id");
        write_text(out, who.second);
        write_key(out, "tasks");
        out.Uint(count);
        out.EndObject();
    }
    out.EndArray();
}

bool is_logged(std::string_view kind, const value& event)
{
    if (kind == "chunk")
        return false;
    const std::string_view level = text_of(event, "level");
    return kind != "notice" || level == "warning" || level == "error";
}

} // namespace

std::string to_log_line(std::string_view event_line)
{
    rapidjson::Document event;
    event.Parse(event_line.data(), event_line.size());
    if (event.HasParseError() || !event.IsObject())
        return {};
    const std::string_view kind = text_of(event, "kind");
    if (kind.empty() || !is_logged(kind, event))
        return {};
    rapidjson::StringBuffer text;
    writer out(text);
    out.StartObject();
    write_key(out, "ts");
    write_text(out, text_of(event, "ts"));
    write_key(out, "kind");
    write_text(out, renamed(kind));
    for (const auto& m : event.GetObject())
    {
        const std::string_view name(m.name.GetString(), m.name.GetStringLength());
        if (name == "ts" || name == "kind")
            continue;
        if (kind == "plan" && name == "tasks" && m.value.IsArray())
            write_items(out, m.value);
        else
            write_member(out, kind, name, m.value);
    }
    out.EndObject();
    return std::string(text.GetString(), text.GetSize()) + '\n';
}

} // namespace codexflow
