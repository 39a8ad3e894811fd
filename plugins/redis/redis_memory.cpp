#include "plugins/redis/redis_memory.hpp"

#include "plugins/redis/compaction.hpp"
#include "plugins/redis/entry_lists.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace codexflow::redis {
namespace {

std::int64_t unix_ms(const operation& op)
{
    const auto& clock = codexflow::detail::service<cflow_clock_v1>(op.host(), CFLOW_SERVICE_CLOCK);
    return clock.unix_us(op.host()) / 1000;
}

/// The newest entries that fit, as many as are asked for. Lists come in any order, so all must be seen first.
class newest
{
public:
    explicit newest(const remembering::query& asked) : by_(asked.by), quick_(asked.by), limit_(asked.limit) {}

    void see(std::string_view line, const remembering::entry* read)
    {
        if (read == nullptr)
            ++damaged;
        else if (quick_.may_fit(line) && by_.fits(*read))
            keep(*read);
    }
    /// The documents, the newest first.
    std::vector<std::string> take()
    {
        std::sort(held_.begin(), held_.end(), before);
        std::vector<std::string> made;
        for (held& one : held_)
            made.push_back(std::move(std::get<2>(one)));
        return made;
    }

    std::uint64_t damaged = 0;

private:
    using held = std::tuple<std::int64_t, std::uint64_t, std::string>; ///< Time, order of appearance, document.

    static bool before(const held& a, const held& b)
    {
        return std::tie(std::get<0>(a), std::get<1>(a)) > std::tie(std::get<0>(b), std::get<1>(b));
    }
    void keep(const remembering::entry& one)
    {
        held made{one.time().value_or(0), order_++, std::string()};
        if (held_.size() == limit_ && !before(made, held_.front()))
            return;
        std::get<2>(made) = one.json();
        held_.push_back(std::move(made));
        std::push_heap(held_.begin(), held_.end(), before);
        if (held_.size() <= limit_)
            return;
        std::pop_heap(held_.begin(), held_.end(), before); // the oldest is in front
        held_.pop_back();
    }

    const remembering::filter& by_;
    jsonl::line_filter quick_;
    std::uint64_t limit_;
    std::uint64_t order_ = 0;
    std::vector<held> held_;
};

/// Counts entries by owner.
class census
{
public:
    explicit census(std::int64_t now) : now_(now) {}

    void see(std::string_view line, const remembering::entry* read)
    {
        if (read == nullptr)
        {
            ++made_.damaged;
            return;
        }
        if (remembering::expired(*read, now_))
            return;
        owner& one = owners_[read->owner()];
        const std::int64_t when = read->time().value_or(0);
        if (one.about.entries == 0 || when < one.oldest)
            std::tie(one.oldest, one.about.oldest) = std::tie(when, read->ts);
        if (one.about.entries == 0 || when > one.newest)
            std::tie(one.newest, one.about.newest) = std::tie(when, read->ts);
        ++one.about.entries;
        one.about.bytes += line.size();
        if (!read->agent_id.empty())
            one.agents.insert(read->agent_id);
    }
    remembering::holdings result()
    {
        for (auto& [name, one] : owners_)
        {
            one.about.alias = name;
            one.about.agent_ids.assign(one.agents.begin(), one.agents.end());
            made_.aliases.push_back(std::move(one.about));
        }
        return std::move(made_);
    }

private:
    struct owner
    {
        remembering::holding about;
        std::set<std::string> agents;
        std::int64_t oldest = 0, newest = 0;
    };
    std::int64_t now_;
    std::map<std::string, owner> owners_;
    remembering::holdings made_;
};

/// Walks over lists on the thread, and lets others in between.
task<void> walk(operation& op, worker& on, list_walk& lists, const list_walk::visitor& see)
{
    const auto work = [&] { return lists.next(see); };
    for (bool more = true; more;)
    {
        more = co_await on.run(op, work);
        co_await op.sleep_for(std::chrono::microseconds(0)); // throws if it is to stop
    }
}

} // namespace

redis_memory::redis_memory(const settings& given)
    : settings_(read_redis_settings(given.json())),
      keys_(settings_.prefix),
      connection_(settings_.server, settings_.timeout)
{
}

task<void> redis_memory::add(operation& op, std::vector<entry> entries)
{
    const std::int64_t now = unix_ms(op);
    const auto write = [this, now, &entries] { append_entries(connection_, keys_, settings_, now, entries); };
    co_await thread_.run(op, write);
}

task<remembering::found> redis_memory::find(operation& op, const query& asked)
{
    newest best(asked);
    list_walk lists(connection_, keys_, asked.by);
    const list_walk::visitor see = [&best](const std::string&, std::string_view line, const entry* read) {
        best.see(line, read);
    };
    co_await walk(op, thread_, lists, see);
    remembering::window window(asked);
    const std::vector<std::string> documents = best.take();
    for (const std::string& json : documents)
    {
        if (!window.take(json.size()))
            break;
        co_await op.emit(CFLOW_CHUNK_JSON, json);
    }
    remembering::found done = window.so_far();
    done.damaged = best.damaged;
    co_return done;
}

task<remembering::holdings> redis_memory::survey(operation& op, std::int64_t now)
{
    census all(now);
    const filter everything;
    list_walk lists(connection_, keys_, everything);
    const list_walk::visitor see = [&all](const std::string&, std::string_view line, const entry* read) {
        all.see(line, read);
    };
    co_await walk(op, thread_, lists, see);
    co_return all.result();
}

task<std::uint64_t> redis_memory::remove(operation& op, const filter& which)
{
    line_removal removal(connection_, keys_);
    list_walk lists(connection_, keys_, which);
    const list_walk::visitor see = [&](const std::string& key, std::string_view line, const entry* read) {
        if (read != nullptr && which.fits(*read))
            removal.add(key, line, 1);
    };
    co_await walk(op, thread_, lists, see);
    const auto work = [&removal] { return removal.carry_out(); };
    co_return co_await thread_.run(op, work);
}

task<remembering::compaction> redis_memory::tidy(operation& op, const remembering::bounds& to)
{
    compaction running(connection_, keys_, to);
    const auto work = [&running] { return running.next(); };
    for (bool more = true; more;)
    {
        more = co_await thread_.run(op, work);
        co_await op.sleep_for(std::chrono::microseconds(0));
    }
    co_return running.result();
}

} // namespace codexflow::redis
