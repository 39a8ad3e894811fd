#include "plugins/jsonl/line_format.hpp"

#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace codexflow::jsonl {
namespace {

using remembering::entry;
using text_member = std::pair<std::string_view, std::string entry::*>;

// In the original's order.
constexpr std::array<text_member, 7> texts{{{"ts", &entry::ts},
                                            {"agentId", &entry::agent_id},
                                            {"alias", &entry::alias},
                                            {"namespace", &entry::name_space},
                                            {"sessionId", &entry::session_id},
                                            {"taskId", &entry::task_id},
                                            {"runId", &entry::run_id}}};
constexpr std::string_view expires_at = "expiresAt";

bool is_ours(std::string_view name) noexcept
{
    const auto same = [name](const text_member& one) { return one.first == name; };
    return name == "summary" || name == "ok" || name == "output" || name == expires_at ||
           std::any_of(texts.begin(), texts.end(), same);
}

/// Takes what is a member of ours and of the type that it has there.
bool take(entry& into, const json::member& member)
{
    for (const auto& [name, place] : texts)
        if (name == member.name && member.value.is_string())
            return (into.*place = member.value.string(), true);
    if (member.name == expires_at && member.value.is_string())
        return (into.expires = member.value.string(), true);
    if (member.name == "summary" && member.value.is_string())
        return (into.summary = member.value.string(), true);
    if (member.name == "ok" && member.value.as_bool())
        return (into.ok = member.value.as_bool(), true);
    if (member.name == "output")
        return (into.output = member.value.raw(), true);
    return false;
}

} // namespace

std::string line_of(const entry& one)
{
    std::string line;
    line.reserve(256 + one.output.size());
    json_writer out(line);
    out.begin_object();
    for (const auto& [name, place] : texts)
        if (const std::string& value = one.*place; !value.empty() && name != "runId")
            out.member(name, value);
    if (one.summary)
        out.member("summary", *one.summary);
    if (one.ok)
        out.member("ok", *one.ok);
    if (!one.output.empty())
        out.raw_member("output", one.output);
    if (!one.run_id.empty())
        out.member("runId", one.run_id);
    if (!one.expires.empty())
        out.member(expires_at, one.expires);
    json::document extra;
    if (!one.extra.empty() && extra.parse(one.extra))
        for (const json::member each : extra.root().members())
            if (!is_ours(each.name))
                out.raw_member(each.name, each.value.raw());
    out.end_object();
    // A JSON text of somebody else's may hold line breaks between its values; within strings there are none.
    std::replace(line.begin(), line.end(), '\n', ' ');
    line += '\n';
    return line;
}

std::optional<entry> line_reader::read(std::string_view line)
{
    if (!document_.parse(line) || !document_.root().is_object())
        return std::nullopt;
    entry made;
    std::string extra;
    json_writer out(extra);
    out.begin_object();
    for (const json::member each : document_.root().members())
        if (!take(made, each) && !(is_ours(each.name) && each.value.is_null()))
            out.raw_member(each.name, each.value.raw());
    out.end_object();
    if (extra.size() > 2)
        made.extra = std::move(extra);
    if (made.owner().empty() || !made.time())
        return std::nullopt;
    return made;
}

} // namespace codexflow::jsonl
