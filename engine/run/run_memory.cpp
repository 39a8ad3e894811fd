#include "engine/run/run_memory.hpp"

#include "engine/base/clock.hpp"
#include "engine/memory/memory_entry.hpp"
#include "engine/record/recorder.hpp"

#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <utility>

namespace codexflow {
namespace {

using boost::asio::awaitable;
using memories::context_item;

/// What one query brings at most, for one name of one agent.
constexpr std::uint64_t gathered_entries = memories::most_context_items;
/// At the end of a run.
constexpr std::chrono::milliseconds close_limit{10'000}, hurried_limit{3'000}, compact_limit{5'000};
/// What expires sooner may be gone when it is looked for.
constexpr std::chrono::milliseconds looked_back_for = std::chrono::minutes(10);
/// After so many only their number is told, at the end.
constexpr std::size_t most_complaints = 3;

std::map<std::string, memories::field_filter> filters_of(const memory_use& use)
{
    std::map<std::string, memories::field_filter> made;
    for (const auto& [id, rules] : use.agents)
        if (!rules.redact.empty())
            made.emplace(id, memories::field_filter(rules.redact));
    return made;
}

/// The newest of @p items whose texts are within @p bytes together, and the one that reaches beyond.
void keep_newest(std::vector<context_item>& items, std::size_t bytes)
{
    std::stable_sort(items.begin(), items.end(), [](const context_item& a, const context_item& b) { return a.at_us > b.at_us; });
    std::size_t total = 0, count = 0;
    for (; count != items.size() && total < bytes; ++count)
        total += items[count].text.size();
    items.resize(count);
}

error in_memory(error why) { return std::move(why).with_phase("memory"); }

} // namespace

run_memory::run_memory(const memory_use& use, plugin::component_instance& instance, const memory_world& world)
    : use_(use), world_(world), started_us_(world.time.unix_us()), rules_(use.parties), filters_(filters_of(use)),
      bus_(rules_, filters_, std::size_t{4} * use.terms.context_bytes),
      front_(instance, use.plugin, world.time, world.sweeper, [this](const memories::append_report& told) { on_append(told); })
{
}

const remembering& run_memory::rules_of(const std::string& agent_id) const
{
    static const remembering none;
    const auto found = use_.agents.find(agent_id);
    return found == use_.agents.end() ? none : found->second;
}

awaitable<result<void>> run_memory::open(const std::vector<job>& jobs, cancel_source& cancel)
{
    auto there = co_await probe(jobs, cancel);
    if (!there || use_.terms.context == context_mode::off)
        co_return there;
    std::set<std::string> publishers;
    for (const job& one : jobs)
        if (readers_.try_emplace(one.ref.agent_id).second)
        {
            if (use_.terms.context == context_mode::own)
                publishers.insert(one.ref.agent_id);
            else
                for (std::string& id : rules_.visible_to(one.ref.agent_id))
                    publishers.insert(std::move(id));
        }
    for (const std::string& id : publishers)
    {
        const auto got = co_await gather(id, cancel);
        if (!got)
            co_return got;
        keep_newest(gathered_[id], use_.terms.context_bytes);
    }
    for (auto& [id, who] : readers_)
    {
        who.earlier = items_for(id);
        listen(id);
    }
    gathered_.clear();
    co_return result<void>();
}

/// A question that costs little, and that a store which cannot be reached cannot answer.
awaitable<result<void>> run_memory::probe(const std::vector<job>& jobs, cancel_source& cancel)
{
    memories::entry_query nothing;
    nothing.which.alias = jobs.front().ref.alias;
    nothing.limit = 1;
    memories::memory_front::taker nobody;
    const auto asked = co_await front_.query(std::move(nothing), std::move(nobody), cancel);
    if (!asked)
        co_return in_memory(asked.error());
    co_return result<void>();
}

awaitable<result<void>> run_memory::gather(std::string publisher, cancel_source& cancel)
{
    std::vector<std::string> names = rules_of(publisher).names;
    if (names.empty())
        names.push_back(publisher);
    for (const std::string& name : names)
    {
        memories::entry_query what;
        what.which.alias = name;
        what.which.agent_id = publisher;
        what.which.before = iso_time(started_us_);
        what.limit = gathered_entries;
        memories::memory_front::taker take = [this, publisher](std::string_view document) { keep_earlier(publisher, document); };
        const auto got = co_await front_.query(std::move(what), std::move(take), cancel);
        if (!got)
            co_return in_memory(got.error());
    }
    co_return result<void>();
}

/// What this run itself left before it was resumed does not count as earlier.
void run_memory::keep_earlier(const std::string& publisher, std::string_view document)
{
    auto entry = memories::read_entry(document);
    const auto at = entry ? memories::time_of(*entry) : std::nullopt;
    if (!at || entry->run_id == world_.run_id)
        return;
    const auto retention = rules_of(publisher).retention;
    if (retention && (started_us_ - *at) / 1000 > retention->count())
        return;
    context_item item{entry->task_id, entry->run_id, entry->alias, publisher, *at, entry->ok.value_or(true), {}, memories::text_of(*entry)};
    if (const auto fields = filters_.find(publisher); fields != filters_.end()) // written before they were named, perhaps
        fields->second.apply(item.text);
    if (item.text.size() > use_.terms.context_bytes + std::size_t{1}) // more of it cannot be told, and there may be many
        item.text.resize(use_.terms.context_bytes + std::size_t{1});
    if (!item.text.empty())
        gathered_[publisher].push_back(std::move(item));
}

std::vector<context_item> run_memory::items_for(const std::string& reader_id) const
{
    std::vector<context_item> all;
    for (const auto& [publisher, items] : gathered_)
    {
        const memories::sharing_answer said = rules_.ask(publisher, reader_id);
        if (!said.visible || (use_.terms.context == context_mode::own && publisher != reader_id))
            continue;
        for (context_item item : items)
        {
            item.rule = said.rule;
            all.push_back(std::move(item));
        }
    }
    keep_newest(all, use_.terms.context_bytes);
    return all;
}

void run_memory::listen(const std::string& reader_id)
{
    if (use_.terms.context != context_mode::shared)
        return;
    reader& who = readers_.at(reader_id);
    who.ear = bus_.subscribe({reader_id, {}, {}}, [this, &who](const context_item& item) {
        who.heard.push_back(item);
        who.heard_bytes += item.text.size();
        while (who.heard.size() > 1 && who.heard_bytes - who.heard.front().text.size() >= use_.terms.context_bytes)
        {
            who.heard_bytes -= who.heard.front().text.size();
            who.heard.pop_front();
        }
        who.same.reset();
    });
}

const memories::context_choice& run_memory::choose(const std::string& reader_id)
{
    reader& who = readers_[reader_id];
    if (!who.same)
    {
        std::vector<context_item> items(who.heard.rbegin(), who.heard.rend());
        items.insert(items.end(), who.earlier.begin(), who.earlier.end());
        // With nothing new the ages count from the run's start: all tasks get the same bytes, which providers cache.
        const std::int64_t now_us = who.heard.empty() ? started_us_ : world_.time.unix_us();
        who.same = memories::choose_context(std::move(items), now_us, use_.terms.context_bytes);
    }
    return *who.same;
}

std::vector<memories::dangling_name> run_memory::dangling() const
{
    if (use_.terms.context != context_mode::shared)
        return {};
    auto found = rules_.dangling();
    std::erase_if(found, [&](const memories::dangling_name& one) { return !readers_.contains(one.agent_id); });
    return found;
}

std::string run_memory::tell(const job& what)
{
    if (use_.terms.context == context_mode::off)
        return {};
    const memories::context_choice& chosen = choose(what.ref.agent_id);
    event::memory told;
    told.what = event::memory::operation::context;
    for (const memories::chosen_item& item : chosen.items)
        told.items.push_back({item.task_id, item.run_id, item.alias, item.agent_id, item.rule, item.age_ms, item.bytes, item.cut});
    told.bytes = chosen.text.size();
    world_.record.emit(&what.ref, std::move(told));
    return chosen.text;
}

void run_memory::remember(const job& what, const task_result& how)
{
    const remembering& rules = rules_of(what.ref.agent_id);
    const std::int64_t now_us = world_.time.unix_us();
    std::string text(how.output);
    std::string message = how.why != nullptr ? how.why->message : std::string();
    if (const auto fields = filters_.find(what.ref.agent_id); fields != filters_.end())
    {
        fields->second.apply(text);
        fields->second.apply(message);
    }
    world_.record.redaction().apply(text);
    world_.record.redaction().apply(message);
    memories::memory_entry entry;
    entry.ts = iso_time(now_us);
    entry.alias = what.ref.alias;
    entry.agent_id = what.ref.agent_id;
    entry.name_space = rules.name_space;
    entry.session_id = world_.run_id;
    entry.task_id = what.ref.task_id;
    entry.run_id = world_.run_id;
    entry.summary = how.why != nullptr ? message : std::string(summary_of(text));
    entry.ok = how.why == nullptr;
    append_json_string(entry.output, text);
    if (rules.retention && !rules.long_term)
        entry.expires = iso_time(now_us + rules.retention->count() * 1000);
    last_alias_ = entry.expires.empty() || *rules.retention > looked_back_for ? what.ref.alias : "";
    front_.append(memories::entry_json(entry), what.ref.task_id);
    publish(what, how, now_us, text.empty() ? std::move(message) : std::move(text));
}

void run_memory::publish(const job& what, const task_result& how, std::int64_t at_us, std::string text)
{
    if (use_.terms.context != context_mode::shared || text.empty())
        return;
    event::memory told;
    told.what = event::memory::operation::publish;
    told.bytes = text.size();
    world_.record.emit(&what.ref, std::move(told));
    const auto refused = bus_.publish({what.ref.alias, what.ref.agent_id, what.ref.task_id, world_.run_id, at_us, how.why == nullptr,
                                       std::move(text)});
    for (const memories::bus_refusal& one : refused)
    {
        if (!denied_.emplace(what.ref.agent_id, one.reader).second)
            continue;
        event::memory kept_from;
        kept_from.what = event::memory::operation::denied;
        kept_from.reader = one.reader;
        kept_from.rule = one.rule;
        world_.record.emit(&what.ref, std::move(kept_from));
    }
}

void run_memory::on_append(const memories::append_report& told)
{
    if (!told.kept)
        return lose(told.why.get(), told.task_ids.size());
    kept_ += told.task_ids.size();
    event::memory written;
    written.what = event::memory::operation::append;
    written.task_ids = told.task_ids;
    written.bytes = told.bytes;
    world_.record.emit(nullptr, std::move(written));
}

void run_memory::lose(const error& why, std::size_t count)
{
    lost_ += count;
    if (++complaints_ > most_complaints)
        return;
    complain("what " + std::to_string(count) + (count == 1 ? " task" : " tasks") + " did is not remembered: " + to_string(why) +
             (why.hint.empty() ? "" : " (" + why.hint + ")"));
}

void run_memory::complain(std::string text)
{
    using level = event::notice::level;
    world_.record.emit(nullptr, event::notice{use_.terms.go_on ? level::warning : level::error, "engine", std::move(text), "memory"});
}

awaitable<void> run_memory::close(bool hurry)
{
    const std::chrono::milliseconds limit = hurry ? hurried_limit : close_limit;
    co_await front_.close(limit);
    if (complaints_ > most_complaints)
        complain("in all, what " + std::to_string(lost_) + " tasks did is not remembered");
    cancel_source scope;
    if (kept_ != 0 && lost_ == 0 && !hurry && !last_alias_.empty())
        co_await look_back(scope);
    if (lost_ == 0 && !hurry && world_.compact)
        co_await compact(scope);
}

/// A store that says yes and keeps nothing is found out here, not when somebody misses it.
awaitable<void> run_memory::look_back(cancel_source& cancel)
{
    memories::entry_query last;
    last.which.alias = last_alias_;
    last.which.run_id = world_.run_id;
    last.limit = 1;
    memories::memory_front::taker nobody;
    const auto found = co_await front_.query(std::move(last), std::move(nobody), cancel);
    if (!found)
        lose(found.error(), kept_);
    else if (found->count == 0 && found->damaged == 0)
        lose(error(errc::plugin_misbehaved, "memory '" + use_.plugin + "' said that it kept it, and does not have it"), kept_);
}

awaitable<void> run_memory::compact(cancel_source& cancel)
{
    memories::compaction_rule rule;
    rule.max_bytes = use_.terms.max_bytes;
    rule.max_entries = use_.terms.max_entries;
    const auto done = co_await front_.compact(std::move(rule), compact_limit, cancel);
    if (!done)
    {
        world_.record.emit(nullptr, event::notice{event::notice::level::warning, "engine",
                                                  "memory was not rid of what is too old or too much: " + to_string(done.error()),
                                                  "memory"});
        co_return;
    }
    if (done->removed == 0)
        co_return;
    event::memory told;
    told.what = event::memory::operation::compact;
    told.count = done->removed;
    told.bytes = done->bytes_before - std::min(done->bytes_before, done->bytes_after);
    world_.record.emit(nullptr, std::move(told));
}

} // namespace codexflow
