#include "engine/memory/memory_entry.hpp"

#include <codexflow/iso_time.hpp>
#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <array>

namespace codexflow::memories {
namespace {

/// What a member is called in either form.
struct text_member
{
    std::string memory_entry::*field;
    std::string_view ours, original;
};
constexpr std::array texts{
    text_member{&memory_entry::ts, "ts", "ts"},
    text_member{&memory_entry::agent_id, "agent_id", "agentId"},
    text_member{&memory_entry::alias, "alias", "alias"},
    text_member{&memory_entry::name_space, "namespace", "namespace"},
    text_member{&memory_entry::session_id, "session_id", "sessionId"},
    text_member{&memory_entry::task_id, "task_id", "taskId"},
    text_member{&memory_entry::run_id, "run_id", "runId"},
    text_member{&memory_entry::summary, "summary", "summary"},
};

/// The members that both forms begin with.
void write(json_writer& out, const memory_entry& entry, std::string_view text_member::*name)
{
    for (const text_member& one : texts)
        if (const std::string& text = entry.*one.field; !text.empty())
            out.member(one.*name, text);
    if (entry.ok)
        out.member("ok", *entry.ok);
    if (!entry.output.empty())
        out.raw_member("output", entry.output);
}

const text_member* known(std::string_view name, std::string_view text_member::*spelling)
{
    for (const text_member& one : texts)
        if (one.*spelling == name)
            return &one;
    return nullptr;
}

/// Takes a member of either form. @return whether it is one.
bool take(memory_entry& to, const json::member& from, std::string_view text_member::*spelling, std::string_view expires)
{
    if (const text_member* text = known(from.name, spelling); text != nullptr && from.value.is_string())
        to.*text->field = from.value.string();
    else if (from.name == "ok" && from.value.as_bool())
        to.ok = from.value.as_bool();
    else if (from.name == "output")
        to.output = from.value.raw();
    else if (from.name == expires && from.value.is_string())
        to.expires = from.value.string();
    else
        return false;
    return true;
}

} // namespace

std::string entry_json(const memory_entry& entry)
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    write(out, entry, &text_member::ours);
    if (!entry.expires.empty())
        out.member("expires", entry.expires);
    if (!entry.extra.empty())
        out.raw_member("extra", entry.extra);
    out.end_object();
    return text;
}

result<memory_entry> read_entry(std::string_view text)
{
    json::document document;
    if (!document.parse(text) || !document.root().is_object())
        return error(errc::protocol, "an entry of memory is no JSON object");
    memory_entry made;
    made.name_space.clear();
    for (const json::member& one : document.root().members())
        if (!take(made, one, &text_member::ours, "expires") && one.name == "extra")
            made.extra = one.value.raw();
    return made;
}

std::string original_line(const memory_entry& entry)
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    write(out, entry, &text_member::original);
    if (!entry.expires.empty())
        out.member("expiresAt", entry.expires);
    json::document extra;
    if (extra.parse(entry.extra))
        for (const json::member& one : extra.root().members())
            out.raw_member(one.name, one.value.raw());
    out.end_object();
    return text;
}

result<memory_entry> read_original_line(std::string_view line)
{
    json::document document;
    if (!document.parse(line) || !document.root().is_object())
        return error(errc::invalid_argument, "this is no JSON object");
    memory_entry made;
    made.name_space.clear();
    std::string unknown;
    json_writer extra(unknown);
    extra.begin_object();
    for (const json::member& one : document.root().members())
        if (!take(made, one, &text_member::original, "expiresAt"))
            extra.raw_member(one.name, one.value.raw());
    extra.end_object();
    if (unknown != "{}")
        made.extra = std::move(unknown);
    if (!time_of(made))
        return error(errc::invalid_argument, "\"ts\" is no time");
    if (made.alias.empty() && made.agent_id.empty())
        return error(errc::invalid_argument, "it has neither \"alias\" nor \"agentId\"");
    return made;
}

std::string text_of(const memory_entry& entry)
{
    json::document output;
    if (!output.parse(entry.output) || output.root().is_null())
        return entry.summary;
    if (!output.root().is_string())
        return entry.output;
    std::string text(output.root().string());
    return text.empty() ? entry.summary : text;
}

std::optional<std::int64_t> time_of(const memory_entry& entry)
{
    const auto ms = from_iso_time(entry.ts);
    return ms ? std::optional(*ms * 1000) : std::nullopt;
}

} // namespace codexflow::memories
