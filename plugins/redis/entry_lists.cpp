#include "plugins/redis/entry_lists.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace codexflow::redis {
namespace {

/** One step of the server's: the lines, the window, and a time to live that is never shortened. Otherwise a process
 *  that dies in between would leave a list for ever, or one that is longer than it may be. */
constexpr const char* append_script = "redis.call('RPUSH', KEYS[1], unpack(ARGV, 3)) "
                                      "redis.call('LTRIM', KEYS[1], -tonumber(ARGV[1]), -1) "
                                      "if redis.call('TTL', KEYS[1]) < tonumber(ARGV[2]) then "
                                      "redis.call('EXPIRE', KEYS[1], ARGV[2]) end return 1";
constexpr std::size_t lines_at_once = 500; // what Lua unpacks is limited

/// Seconds that an entry is to be kept.
std::int64_t seconds_of(const remembering::entry& one, const redis_settings& by, std::int64_t now)
{
    const auto until = from_iso_time(one.expires);
    return until ? std::max<std::int64_t>((*until - now + 999) / 1000, 1) : by.ttl_default.count();
}

struct lines_of_list
{
    std::string session;
    std::vector<std::string> lines;
    std::int64_t seconds = 1;
};

} // namespace

void append_entries(connection& to, const keys& named, const redis_settings& by, std::int64_t now,
                    const std::vector<remembering::entry>& entries)
{
    std::map<std::string, lines_of_list> lists;
    for (const remembering::entry& one : entries)
    {
        lines_of_list& list = lists[named.list_of(one)];
        list.session = one.session_id;
        list.seconds = std::max(list.seconds, seconds_of(one, by, now));
        std::string line = jsonl::line_of(one);
        line.pop_back(); // the original's values have no '\n'
        list.lines.push_back(std::move(line));
    }
    std::vector<command> commands;
    for (auto& [key, list] : lists)
    {
        for (std::size_t at = 0; at < list.lines.size(); at += lines_at_once)
        {
            command& one = commands.emplace_back(
                command{"EVAL", append_script, "1", key, std::to_string(by.max_window), std::to_string(list.seconds)});
            const std::size_t end = std::min(at + lines_at_once, list.lines.size());
            for (std::size_t i = at; i != end; ++i)
                one.push_back(std::move(list.lines[i]));
        }
        if (!list.session.empty())
            commands.push_back({"SET", named.session(list.session), "1", "EX", std::to_string(list.seconds)});
    }
    to.send_all(commands);
}

bool list_walk::next(const visitor& see)
{
    if (!found_.empty())
        read_lists(see);
    else if (!all_keys_)
        look_for_keys();
    return !found_.empty() || !all_keys_;
}

std::string scan_keys(connection& from, const std::string& cursor, const std::string& pattern,
                      const std::function<void(std::string_view key)>& see)
{
    const reply answer = from.send({"SCAN", cursor, "MATCH", pattern, "COUNT", "1000"});
    if (answer->type != REDIS_REPLY_ARRAY || answer->elements != 2)
        throw failure(CFLOW_E_PROTOCOL, "the redis server " + from.server().shown() + " answers SCAN with something else");
    const redisReply& found = *answer->element[1];
    for (std::size_t i = 0; i != found.elements; ++i)
        see(text_of(*found.element[i]));
    return std::string(text_of(*answer->element[0]));
}

void list_walk::look_for_keys()
{
    cursor_ = scan_keys(from_, cursor_, keys_.pattern_of(by_), [this](std::string_view key) {
        const auto place = std::lower_bound(seen_.begin(), seen_.end(), key);
        if (!keys_.may_hold(key, by_) || (place != seen_.end() && *place == key))
            return;
        seen_.insert(place, std::string(key));
        found_.emplace_back(key);
    });
    all_keys_ = cursor_ == "0";
}

void list_walk::read_lists(const visitor& see)
{
    std::vector<command> commands;
    const std::size_t count = std::min(lists_at_once, found_.size());
    for (std::size_t i = 0; i != count; ++i)
        commands.push_back({"LRANGE", found_[found_.size() - 1 - i], "0", "-1"});
    const std::vector<reply> answers = from_.send_all(commands, true);
    for (std::size_t i = 0; i != count; ++i)
    {
        const redisReply& list = *answers[i];
        if (list.type != REDIS_REPLY_ARRAY)
            continue; // it has gone, or is something of somebody else's with a name like ours
        for (std::size_t at = 0; at != list.elements; ++at)
        {
            const std::string_view line = text_of(*list.element[at]);
            const auto read = reader_.read(line);
            see(commands[i][1], line, read ? &*read : nullptr);
        }
    }
    found_.resize(found_.size() - count);
}

void line_removal::add(const std::string& key, std::string_view line, int count)
{
    commands_.push_back({"LREM", key, std::to_string(count), std::string(line)});
    if (auto session = keys_.session_of(key))
        sessions_.push_back(std::move(*session));
}

std::uint64_t line_removal::carry_out()
{
    std::uint64_t removed = 0;
    constexpr std::size_t at_once = 200;
    for (std::size_t at = 0; at < commands_.size(); at += at_once)
    {
        const auto first = commands_.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = std::min(at_once, commands_.size() - at);
        const std::vector<command> some(first, first + static_cast<std::ptrdiff_t>(count));
        for (const reply& one : from_.send_all(some))
            removed += one->type == REDIS_REPLY_INTEGER ? static_cast<std::uint64_t>(one->integer) : 0;
    }
    commands_.clear();
    forget_sessions();
    return removed;
}

void line_removal::forget_sessions()
{
    if (sessions_.empty())
        return;
    std::set<std::string> gone(sessions_.begin(), sessions_.end());
    sessions_.clear();
    const std::string pattern = keys_.pattern_of({});
    std::string cursor = "0";
    do
        cursor = scan_keys(from_, cursor, pattern, [&](std::string_view key) {
            if (const auto session = keys_.session_of(key))
                gone.erase(*session);
        });
    while (cursor != "0");
    for (const std::string& session : gone)
        from_.send({"DEL", keys_.session(session)});
}

} // namespace codexflow::redis
