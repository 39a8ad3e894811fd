#include "engine/memory/memory_calls.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <array>
#include <utility>

namespace codexflow::memories {
namespace {

constexpr std::array filters{
    std::pair{"alias", &entry_filter::alias},           std::pair{"agent_id", &entry_filter::agent_id},
    std::pair{"namespace", &entry_filter::name_space},  std::pair{"session_id", &entry_filter::session_id},
    std::pair{"task_id", &entry_filter::task_id},       std::pair{"run_id", &entry_filter::run_id},
    std::pair{"text", &entry_filter::text},             std::pair{"since", &entry_filter::since},
    std::pair{"before", &entry_filter::before},
};

void write(json_writer& out, const entry_filter& which)
{
    for (const auto& [name, field] : filters)
        if (!(which.*field).empty())
            out.member(name, which.*field);
}

/// An answer taken apart; absent numbers are 0.
class answer
{
public:
    explicit answer(std::string_view text) : good_(document_.parse(text) && document_.root().is_object()) {}

    bool has(std::string_view name) const { return good_ && document_.root()[name].as_uint64().has_value(); }
    std::uint64_t count(std::string_view name) const { return document_.root()[name].as_uint64().value_or(0); }
    json::value root() const { return document_.root(); }

private:
    json::document document_;
    bool good_;
};

error no_answer(std::string_view verb, std::string_view missing)
{
    return error(errc::protocol, "the answer to " + std::string(verb) + " has no '" + std::string(missing) + "'");
}

} // namespace

bool entry_filter::any() const noexcept
{
    for (const auto& [name, field] : filters)
        if (!(this->*field).empty())
            return true;
    return false;
}

std::string query_request(const entry_query& what, std::string_view now)
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    write(out, what.which);
    out.member("limit", what.limit);
    if (what.max_bytes)
        out.member("max_bytes", *what.max_bytes);
    out.member("now", now).end_object();
    return text;
}

std::string append_request(const std::vector<std::string>& entries)
{
    std::string text;
    std::size_t bytes = 16;
    for (const std::string& one : entries)
        bytes += one.size() + 1;
    text.reserve(bytes);
    json_writer out(text);
    out.begin_object().key("entries").begin_array();
    for (const std::string& one : entries)
        out.raw(one);
    out.end_array().end_object();
    return text;
}

std::string list_request(std::string_view now)
{
    std::string text;
    json_writer(text).begin_object().member("now", now).end_object();
    return text;
}

std::string forget_request(const entry_filter& which, std::string_view now)
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    write(out, which);
    out.member("now", now).end_object();
    return text;
}

std::string compact_request(const compaction_rule& rule, std::string_view now)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("now", now);
    if (rule.default_ttl)
        out.member("default_ttl_ms", rule.default_ttl->count());
    if (rule.max_bytes)
        out.member("max_bytes", *rule.max_bytes);
    if (rule.max_entries)
        out.member("max_entries", *rule.max_entries);
    out.end_object();
    return text;
}

result<std::uint64_t> read_appended(std::string_view text)
{
    const answer read(text);
    if (!read.has("appended"))
        return no_answer("append", "appended");
    return read.count("appended");
}

result<query_end> read_query_end(std::string_view text)
{
    const answer read(text);
    if (!read.has("count"))
        return no_answer("query", "count");
    return query_end{read.count("count"), read.count("damaged"), read.root()["truncated"].as_bool().value_or(false)};
}

result<store_summary> read_summary(std::string_view text)
{
    const answer read(text);
    const json::value list = read.root()["aliases"];
    if (!list.is_array())
        return no_answer("list", "aliases");
    store_summary made;
    made.damaged = read.count("damaged");
    for (const json::value one : list.elements())
    {
        alias_summary& to = made.aliases.emplace_back();
        to.alias = one["alias"].string();
        to.oldest = one["oldest"].string();
        to.newest = one["newest"].string();
        to.entries = one["entries"].as_uint64().value_or(0);
        to.bytes = one["bytes"].as_uint64().value_or(0);
        for (const json::value id : one["agent_ids"].elements())
            to.agent_ids.emplace_back(id.string());
    }
    return made;
}

result<std::uint64_t> read_forgotten(std::string_view text)
{
    const answer read(text);
    if (!read.has("forgotten"))
        return no_answer("forget", "forgotten");
    return read.count("forgotten");
}

result<compaction_end> read_compaction(std::string_view text)
{
    const answer read(text);
    if (!read.has("removed"))
        return no_answer("compact", "removed");
    return compaction_end{read.count("removed"), read.count("kept"), read.count("bytes_before"), read.count("bytes_after")};
}

} // namespace codexflow::memories
