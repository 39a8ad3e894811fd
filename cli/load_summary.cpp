#include "cli/load_summary.hpp"

#include "engine/metrics/metrics_file.hpp"
#include "engine/workspace/folder_tree.hpp"
#include "engine/workspace/runs_folder.hpp"

#include <fmt/format.h>

#include <fcntl.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace codexflow::cli {
namespace {

std::uint64_t bytes_below(const char* path)
{
    const owned_fd folder(::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    return folder.get() < 0 ? 0 : workspace::count_bytes(folder.get());
}

std::size_t files_in(const char* path, const char* extension)
{
    std::error_code none;
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(path, none))
        count += entry.path().extension() == extension ? 1 : 0;
    return count;
}

std::vector<std::pair<std::string, std::uint64_t>> frequent_failures()
{
    std::vector<std::pair<std::string, std::uint64_t>> all;
    const auto book = read_metrics(metrics_path);
    if (!book)
        return all;
    std::map<std::string, std::uint64_t> counts;
    for (const auto& [id, agent] : book->total())
        for (const auto& [code, count] : agent.failures)
            counts[code] += count;
    all.assign(counts.begin(), counts.end());
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    constexpr std::size_t most = 5;
    if (all.size() > most)
        all.resize(most);
    return all;
}

} // namespace

load_summary summarize_project()
{
    load_summary made;
    if (const auto folder = workspace::runs_folder::open(".runs"); folder && *folder)
        if (const auto all = (*folder)->list(); all)
            for (const workspace::run_remains& one : *all)
            {
                ++(one.what == workspace::run_remains::kind::record ? made.journals : made.tasks);
                made.run_bytes += one.bytes;
            }
    made.log_bytes = bytes_below("data/logs");
    made.memories = files_in("data/memory", ".jsonl") + files_in("data/memory", ".sqlite");
    made.memory_bytes = bytes_below("data/memory");
    made.failures = frequent_failures();
    return made;
}

std::string summary_text(const load_summary& what)
{
    if (!what.any())
        return {};
    std::string text = fmt::format("Runs: journals={} tasks={} bytes={}\nLogs: bytes={}\nMemory: files={} bytes={}\n",
                                   what.journals, what.tasks, what.run_bytes, what.log_bytes, what.memories, what.memory_bytes);
    if (what.failures.empty())
        return text;
    text += "Failures:";
    for (const auto& [code, count] : what.failures)
        text += fmt::format(" {}={}", code, count);
    return text + '\n';
}

void write_summary(json_writer& out, const load_summary& what)
{
    out.key("runs").begin_object().member("journals", what.journals).member("tasks", what.tasks);
    out.member("bytes", what.run_bytes).end_object();
    out.key("logs").begin_object().member("bytes", what.log_bytes).end_object();
    out.key("memory").begin_object().member("files", what.memories).member("bytes", what.memory_bytes).end_object();
    out.key("failures").begin_object();
    for (const auto& [code, count] : what.failures)
        out.member(code, count);
    out.end_object();
}

} // namespace codexflow::cli
