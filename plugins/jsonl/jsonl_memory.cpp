#include "plugins/jsonl/jsonl_memory.hpp"

#include "plugins/jsonl/line_filter.hpp"
#include "plugins/jsonl/rewrite.hpp"
#include "plugins/jsonl/search.hpp"
#include "plugins/jsonl/survey.hpp"

#include <codexflow/json.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace codexflow::jsonl {
namespace {

std::filesystem::path folder_of(const settings& given)
{
    json::document document;
    const std::string text(given.json());
    document.parse(text);
    const std::string_view path = document.root()["path"].string();
    return path.empty() ? "data/memory" : path;
}

} // namespace

jsonl_memory::jsonl_memory(const settings& given) : store_(folder_of(given)) {}

task<void> jsonl_memory::add(operation& op, std::vector<entry> entries)
{
    const auto write = [this, &entries] { return store_.append(entries); };
    const std::vector<std::string> mended = co_await thread_.run(op, write);
    for (const std::string& path : mended)
        op.log(log_level::warning, path + ": the last line had no end; it was ended, and counts as damaged unless it is whole");
}

task<std::vector<memory_file>> jsonl_memory::files(operation& op, const std::string* alias)
{
    const auto look = [this, alias] { return store_.files(alias); };
    co_return co_await thread_.run(op, look);
}

task<remembering::found> jsonl_memory::find(operation& op, const query& asked)
{
    const std::vector<memory_file> where = co_await files(op, asked.by.wanted("alias"));
    std::optional<search> running;
    std::vector<std::string> batch;
    const auto work = [&] {
        if (!running)
            running.emplace(asked, where);
        return running->next(batch);
    };
    for (bool more = true; more;)
    {
        more = co_await thread_.run(op, work);
        for (const std::string& json : batch)
            co_await op.emit(CFLOW_CHUNK_JSON, json);
        batch.clear();
        if (more)
            co_await op.sleep_for(std::chrono::microseconds(0)); // throws if it is to stop
    }
    co_return running->so_far();
}

task<remembering::holdings> jsonl_memory::survey(operation& op, std::int64_t now)
{
    const std::vector<memory_file> where = co_await files(op, nullptr);
    jsonl::survey running(where, now);
    const auto work = [&running] { return running.next(); };
    for (bool more = true; more;)
    {
        more = co_await thread_.run(op, work);
        if (more)
            co_await op.sleep_for(std::chrono::microseconds(0));
    }
    co_return std::move(running.result());
}

task<remembering::compaction> jsonl_memory::rewrite_files(operation& op, const std::string* alias, const removal& rule)
{
    remembering::compaction all;
    const std::vector<memory_file> where = co_await files(op, alias);
    for (const memory_file& file : where)
    {
        std::optional<rewrite> running;
        const auto work = [&] {
            if (!running)
                running.emplace(file, rule);
            return running->next();
        };
        for (bool more = true; more;)
        {
            more = co_await thread_.run(op, work);
            co_await op.sleep_for(std::chrono::microseconds(0));
        }
        const remembering::compaction& one = running->result();
        all.removed += one.removed;
        all.kept += one.kept;
        all.bytes_before += one.bytes_before;
        all.bytes_after += one.bytes_after;
    }
    co_return all;
}

task<std::uint64_t> jsonl_memory::remove(operation& op, const filter& which)
{
    const line_filter quick(which);
    removal rule;
    rule.goes = [&which](const entry& one) { return which.fits(one); };
    rule.surely_stays = [&quick](std::string_view line) { return !quick.may_fit(line); };
    const remembering::compaction done = co_await rewrite_files(op, which.wanted("alias"), rule);
    co_return done.removed;
}

task<remembering::compaction> jsonl_memory::tidy(operation& op, const remembering::bounds& to)
{
    removal rule;
    rule.goes = [&to](const entry& one) { return remembering::expired(one, to.now, to.default_ttl_ms); };
    if (!to.default_ttl_ms)
        rule.surely_stays = [](std::string_view line) { return line.find("expiresAt") == std::string_view::npos; };
    rule.max_bytes = to.max_bytes;
    rule.max_lines = to.max_entries;
    co_return co_await rewrite_files(op, nullptr, rule);
}

} // namespace codexflow::jsonl
