#include "cli/commands/memory_desk.hpp"

#include "cli/memory_arguments.hpp"
#include "cli/render/text_width.hpp"
#include "cli/setup.hpp"
#include "engine/base/clock.hpp"
#include "engine/run/memory_setup.hpp"
#include "engine/run/verdict.hpp"

#include <utility>

namespace codexflow::cli {
namespace {

using boost::asio::awaitable;

/// Large stores take their time, and a person waits for it: only a signal ends it.
constexpr std::chrono::milliseconds no_limit{0};

model_session_settings session_settings(const config& settings, const context& where)
{
    model_session_settings made;
    made.variables = where.environment;
    made.network = settings.network;
    made.log = [&where](const event::notice& line) {
        if (line.how == event::notice::level::warning || line.how == event::notice::level::error)
            where.complain(line.source + ": " + one_line(line.text) + '\n');
    };
    return made;
}

awaitable<void> append_all(memories::memory_front& front, std::vector<std::string>& entries)
{
    for (std::string& one : entries)
    {
        front.append(std::move(one), {});
        if (front.crowded())
            co_await front.flush();
    }
    co_await front.close(no_limit);
}

} // namespace

memory_desk::memory_desk(config settings, plugin::catalog plugins, const context& where, clock& time)
    : time_(time), settings_(std::move(settings)), plugins_(std::move(plugins)),
      session_(time, plugins_, session_settings(settings_, where))
{
}

memory_desk::~memory_desk() = default;

result<std::unique_ptr<memory_desk>> memory_desk::open(const setup_options& options, const context& where, clock& time)
{
    auto settings = load_settings(options, where);
    if (!settings)
        return settings.error();
    auto plugins = plugin::catalog::scan(plugin_search_path(options, *settings, where));
    if (!plugins)
        return plugins.error();
    auto use = memory_store_of(*settings, *plugins);
    if (!use)
        return use.error();
    std::unique_ptr<memory_desk> made(new memory_desk(std::move(*settings), std::move(*plugins), where, time));
    const auto instance = made->session_.service().open_memory(use->plugin, use->settings_json, made->plugins_);
    if (!instance)
        return instance.error();
    made->front_.emplace(**instance, use->plugin, time, made->session_.limits(),
                         [desk = made.get()](memories::append_report told) { desk->reports_.push_back(std::move(told)); });
    return made;
}

template <class T> result<T> memory_desk::ask(const std::function<awaitable<result<T>>(cancel_source&)>& call)
{
    std::optional<result<T>> answer;
    const auto work = [&](cancel_source& cancel) -> awaitable<void> {
        auto got = co_await call(cancel);
        answer = std::move(got);
    };
    const cancel_reason stopped = session_.perform(work);
    if (stopped != cancel_reason::none)
        return error(errc::cancelled, "stopped: " + std::string(to_string(stopped)));
    if (!*answer)
        return session_.masked(answer->error());
    return std::move(*answer);
}

result<memories::query_end> memory_desk::query(const memories::entry_query& what, const memories::memory_front::taker& take)
{
    return ask<memories::query_end>([&](cancel_source& cancel) { return front_->query(what, take, cancel); });
}

result<memories::query_end> memory_desk::query(const memories::entry_query& what, std::vector<memories::memory_entry>& into)
{
    std::uint64_t damaged = 0;
    auto end = query(what, [&](std::string_view document) {
        if (auto entry = memories::read_entry(document))
            into.push_back(std::move(*entry));
        else
            ++damaged;
    });
    if (end)
        end->damaged += damaged;
    return end;
}

result<memories::store_summary> memory_desk::list()
{
    return ask<memories::store_summary>([&](cancel_source& cancel) { return front_->list(cancel); });
}

result<std::uint64_t> memory_desk::forget(const memories::entry_filter& which)
{
    return ask<std::uint64_t>([&](cancel_source& cancel) { return front_->forget(which, cancel); });
}

result<memories::compaction_end> memory_desk::compact(const memories::compaction_rule& rule)
{
    return ask<memories::compaction_end>([&](cancel_source& cancel) { return front_->compact(rule, no_limit, cancel); });
}

result<std::size_t> memory_desk::append(std::vector<std::string> entries)
{
    const cancel_reason stopped = session_.perform([&](cancel_source&) { return append_all(*front_, entries); });
    std::size_t kept = 0;
    for (const memories::append_report& one : reports_)
    {
        if (!one.kept)
            return session_.masked(one.why.get().under("after " + std::to_string(kept) + " of " + std::to_string(entries.size()) + " entries"));
        kept += one.task_ids.size();
    }
    if (stopped != cancel_reason::none)
        return error(errc::cancelled, "stopped: " + std::string(to_string(stopped)));
    return kept;
}

int fail_memory(const error& why, const context& where)
{
    where.fail(why);
    return exit_code(why.code);
}

result<memories::entry_filter> filter_of(const memory_options& options, clock& time)
{
    memories::entry_filter which = options.which;
    for (auto [text, option] : {std::pair{&which.since, "--since"}, std::pair{&which.before, "--before"}})
    {
        if (text->empty())
            continue;
        auto moment = moment_of(*text, option, time.unix_us());
        if (!moment)
            return moment.error();
        *text = std::move(*moment);
    }
    if (options.all)
        which.since = "0001-01-01T00:00:00.000Z";
    return which;
}

} // namespace codexflow::cli
