#include "cli/commands/resumable.hpp"

#include "cli/run_folder.hpp"
#include "engine/base/text.hpp"
#include "engine/workspace/task_folders.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace codexflow::cli {
namespace {

namespace fs = std::filesystem;

/// Whether the last line says that all is well: then nothing more of it need be read.
bool ends_well(const journal_claim& claim)
{
    std::array<char, 16384> tail{};
    const off_t size = ::lseek(claim.file.get(), 0, SEEK_END);
    const off_t from = std::max<off_t>(0, size - static_cast<off_t>(tail.size()));
    const ssize_t n = ::pread(claim.file.get(), tail.data(), tail.size(), from);
    std::string_view text(tail.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
    if (!text.ends_with('\n'))
        return false;
    text.remove_suffix(1);
    const std::string_view last = text.substr(text.rfind('\n') + 1);
    return last.starts_with("{\"kind\":\"run_complete\"") && last.find("\"ok\":true") != last.npos;
}

result<std::unique_ptr<resumable>> open(journal_claim claim)
{
    auto history = read_journal(claim.path);
    if (!history)
        return history.error();
    const fs::path folder = claim.path.parent_path();
    auto record = read_run_record(folder / run_record_name);
    if (!record)
        return std::move(record.error()).under("run " + folder.filename().string() + " cannot be resumed");
    history->run_id = history->run_id.empty() ? record->run_id : history->run_id; // its first line may be torn
    if (history->run_id != folder.filename() || record->run_id != history->run_id)
        return error(errc::invalid_argument, "this is no journal of a run of this project", location{claim.path.string()});
    auto made = std::make_unique<resumable>();
    made->claim = std::make_shared<journal_claim>(std::move(claim));
    made->history = std::move(*history);
    made->record = std::move(*record);
    const auto folder_is_there = [&](const task_history& task) {
        std::error_code ignored;
        const std::string name = workspace::task_folder_name(made->history.run_id, task.ref.task_id);
        return fs::is_directory(folder.parent_path() / task.ref.alias / name, ignored);
    };
    made->plan = plan_resume(made->history, folder_is_there);
    return made;
}

result<std::unique_ptr<resumable>> latest(const fs::path& runs_dir)
{
    auto journals = journals_in(runs_dir);
    std::reverse(journals.begin(), journals.end());
    for (const fs::path& path : journals)
    {
        auto claim = claim_journal(path);
        if (!claim || ends_well(*claim))
            continue; // somebody works at it, or nothing is left
        auto found = open(std::move(*claim));
        if (found && !(*found)->is_over())
            return found;
    }
    return std::unique_ptr<resumable>();
}

} // namespace

result<std::unique_ptr<resumable>> find_resumable(const fs::path& runs_dir, const std::optional<std::string>& named)
{
    if (!named)
        return latest(runs_dir);
    const auto path = find_journal(runs_dir, named);
    if (!path)
        return path.error();
    auto claim = claim_journal(*path);
    if (!claim)
        return claim.error();
    return open(std::move(*claim));
}

} // namespace codexflow::cli
