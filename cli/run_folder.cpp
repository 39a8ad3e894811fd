#include "cli/run_folder.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <vector>

namespace codexflow::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "journal.jsonl";

bool is_file(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

/// The ids of all runs, oldest first: they begin with the time of their start.
std::vector<std::string> run_ids(const fs::path& runs_dir)
{
    std::vector<std::string> ids;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(runs_dir, ignored))
        if (is_file(entry.path() / file_name))
            ids.push_back(entry.path().filename().string());
    std::sort(ids.begin(), ids.end());
    return ids;
}

} // namespace

result<fs::path> find_journal(const fs::path& runs_dir, const std::optional<std::string>& named)
{
    if (named && is_file(*named))
        return fs::path(*named);
    if (named && is_file(fs::path(*named) / file_name))
        return fs::path(*named) / file_name;

    const auto ids = run_ids(runs_dir);
    if (!named && ids.empty())
        return error(errc::not_found, "there is no run in " + runs_dir.string())
            .with_hint("make one: codex-flow run --example");
    if (!named)
        return runs_dir / ids.back() / file_name;

    std::vector<std::string> matching;
    for (const std::string& id : ids)
        if (id.starts_with(*named) && !named->empty())
            matching.push_back(id);
    if (matching.size() == 1 || (!matching.empty() && matching.front() == *named))
        return runs_dir / matching.front() / file_name;
    if (!matching.empty())
        return error(errc::invalid_argument, "several runs begin with " + quote(*named))
            .with_hint(did_you_mean("", matching));
    return error(errc::not_found,
                 "there is no run and no journal " + quote(*named) + " (looked in " + runs_dir.string() + ')')
        .with_hint(ids.empty() ? "there are no runs yet: codex-flow run --example"
                               : did_you_mean(*named, ids));
}

std::vector<fs::path> journals_in(const fs::path& runs_dir)
{
    std::vector<fs::path> all;
    for (const std::string& id : run_ids(runs_dir))
        all.push_back(runs_dir / id / file_name);
    return all;
}

} // namespace codexflow::cli
