#include "plugins/sqlite/sqlite_memory.hpp"

#include "plugins/sqlite/deletion.hpp"
#include "plugins/sqlite/selection.hpp"

#include <codexflow/json.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <string>

namespace codexflow::sqlite {
namespace {

std::string path_of(const settings& given)
{
    json::document document;
    const std::string text(given.json());
    document.parse(text);
    const std::string_view path = document.root()["path"].string();
    return std::string(path.empty() ? "data/memory/memory.sqlite" : path);
}

/// Does a query's work on the thread and emits what it finds.
task<void> give_all(operation& op, worker& on, entries& from, const remembering::query& asked,
                    std::optional<selection>& running)
{
    std::vector<std::string> batch;
    const auto work = [&] {
        if (!running)
            if (const std::shared_ptr<database> file = from.reader())
                running.emplace(file, asked);
        return running && running->next(batch);
    };
    for (bool more = true; more;)
    {
        more = co_await on.run(op, work);
        for (const std::string& json : batch)
            co_await op.emit(CFLOW_CHUNK_JSON, json);
        batch.clear();
        if (more)
            co_await op.sleep_for(std::chrono::microseconds(0)); // throws if it is to stop
    }
}

} // namespace

sqlite_memory::sqlite_memory(const settings& given) : entries_(path_of(given)) {}

task<void> sqlite_memory::add(operation& op, std::vector<entry> what)
{
    const auto write = [this, &what] { entries_.append(what); };
    co_await thread_.run(op, write);
}

task<remembering::found> sqlite_memory::find(operation& op, const query& asked)
{
    std::optional<selection> running;
    std::exception_ptr failed;
    try
    {
        co_await give_all(op, thread_, entries_, asked, running);
    }
    catch (...)
    {
        failed = std::current_exception();
    }
    remembering::found done;
    const auto close = [&] { // its connection, where it may take its time
        if (running)
            done = running->so_far();
        running.reset();
    };
    co_await thread_.run(op, close);
    if (failed)
        std::rethrow_exception(failed);
    co_return done;
}

task<remembering::holdings> sqlite_memory::survey(operation& op, std::int64_t now)
{
    const auto look = [this, now] { return entries_.survey(now); };
    co_return co_await thread_.run(op, look);
}

template <class Rule> task<remembering::compaction> sqlite_memory::delete_by(operation& op, const Rule& rule)
{
    std::optional<deletion> running;
    std::exception_ptr failed;
    remembering::compaction done;
    const auto work = [&] {
        if (!running)
            if (const std::shared_ptr<database> file = entries_.existing())
                running.emplace(file, rule);
        return running && running->next();
    };
    const auto close = [&] {
        if (running)
            done = running->result();
        running.reset();
    };
    try
    {
        for (bool more = true; more;)
        {
            more = co_await thread_.run(op, work);
            co_await op.sleep_for(std::chrono::microseconds(0));
        }
    }
    catch (...)
    {
        failed = std::current_exception();
    }
    co_await thread_.run(op, close);
    if (failed)
        std::rethrow_exception(failed);
    co_return done;
}

task<std::uint64_t> sqlite_memory::remove(operation& op, const filter& which)
{
    const remembering::compaction done = co_await delete_by(op, which);
    co_return done.removed;
}

task<remembering::compaction> sqlite_memory::tidy(operation& op, const remembering::bounds& to)
{
    co_return co_await delete_by(op, to);
}

} // namespace codexflow::sqlite
