#include "engine/metrics/metrics_book.hpp"

#include "engine/base/clock.hpp"
#include "engine/metrics/metrics_json.hpp"

#include <algorithm>

namespace codexflow {
namespace {

result<agents_metrics> read_agents(const doc::node& from, const std::string& file,
                                   std::map<std::string, std::vector<doc::member>>* unknown = nullptr)
{
    agents_metrics made;
    if (!from.is_mapping())
        return error(errc::invalid_argument, "agents are a mapping, not " + std::string(doc::describe(from.type)),
                     doc::in(file, from.where));
    for (const doc::member& m : from.members)
    {
        std::vector<doc::member> rest;
        auto one = read_agent_metrics(m.value, file, &rest);
        if (!one)
            return one.error();
        made.emplace(m.key, std::move(*one));
        if (unknown != nullptr && !rest.empty())
            unknown->emplace(m.key, std::move(rest));
    }
    return made;
}

void write_agents(json_writer& out, const agents_metrics& agents)
{
    out.key("agents").begin_object();
    for (const auto& [id, one] : agents)
    {
        out.key(id).begin_object();
        write_sums(out, one);
        out.end_object();
    }
    out.end_object();
}

const doc::node nothing;

const doc::node& at(const doc::node& from, std::string_view key)
{
    const doc::node* found = from.find(key);
    return found != nullptr ? *found : nothing;
}

} // namespace

result<metrics_book> metrics_book::parse(std::string_view text, const std::string& file)
{
    const auto read = doc::parse_json(text, file);
    if (!read)
        return read.error();
    if (!read->is_mapping())
        return error(errc::invalid_argument, "metrics are a mapping, not " + std::string(doc::describe(read->type)),
                     doc::in(file, read->where));
    metrics_book made;
    const bool ours = at(*read, "runs").is_mapping();
    for (const doc::member& m : read->members)
    {
        if (m.key == "agents")
        {
            auto agents = read_agents(m.value, file, &made.unknown_of_agents_);
            if (!agents)
                return agents.error();
            if (!ours)
                made.earlier_ = std::move(*agents);
        }
        else if (m.key == "earlier" && ours)
        {
            auto agents = read_agents(at(m.value, "agents"), file);
            if (!agents)
                return agents.error();
            made.earlier_ = std::move(*agents);
            made.earlier_through_ = at(m.value, "through").text;
        }
        else if (m.key == "runs" && ours)
            for (const doc::member& run : m.value.members)
            {
                auto agents = read_agents(at(run.value, "agents"), file);
                if (!agents)
                    return agents.error();
                made.runs_[run.key] = {parse_iso_time(at(run.value, "endedAt").text).value_or(0), std::move(*agents)};
            }
        else if (m.key != "generatedAt")
            made.unknown_.push_back(m);
    }
    return made;
}

bool metrics_book::merge(const run_metrics& run)
{
    if (run.run_id <= earlier_through_ && !runs_.contains(run.run_id))
        return false;
    runs_[run.run_id] = {run.ended_us, run.agents};
    while (runs_.size() > most_runs)
    {
        const auto oldest = runs_.begin();
        add(earlier_, oldest->second.agents);
        earlier_through_ = std::max(earlier_through_, oldest->first);
        runs_.erase(oldest);
    }
    return true;
}

agents_metrics metrics_book::total() const
{
    agents_metrics all = earlier_;
    for (const auto& [id, run] : runs_)
        add(all, run.agents);
    return all;
}

agents_metrics metrics_book::since(std::int64_t from_us) const
{
    agents_metrics all;
    for (const auto& [id, run] : runs_)
        if (run.ended_us >= from_us)
            add(all, run.agents);
    return all;
}

std::string metrics_book::text(std::int64_t now_us) const
{
    std::string made;
    json_writer out(made);
    out.begin_object().member("generatedAt", iso_time(now_us));
    out.key("agents").begin_object();
    for (const auto& [id, one] : total())
    {
        out.key(id).begin_object();
        write_sums(out, one);
        write_derived(out, one);
        if (const auto rest = unknown_of_agents_.find(id); rest != unknown_of_agents_.end())
            for (const doc::member& m : rest->second)
                out.raw_member(m.key, doc::compact_json(m.value));
        out.end_object();
    }
    out.end_object();
    for (const doc::member& m : unknown_)
        out.raw_member(m.key, doc::compact_json(m.value));
    out.key("earlier").begin_object();
    if (!earlier_through_.empty())
        out.member("through", earlier_through_);
    write_agents(out, earlier_);
    out.end_object().key("runs").begin_object();
    for (const auto& [id, run] : runs_)
    {
        out.key(id).begin_object().member("endedAt", iso_time(run.ended_us));
        write_agents(out, run.agents);
        out.end_object();
    }
    out.end_object().end_object();
    return made + '\n';
}

} // namespace codexflow
