#include "engine/metrics/uncounted_runs.hpp"

#include "engine/metrics/journal_metrics.hpp"
#include "engine/workspace/runs_folder.hpp"

namespace codexflow {

result<std::vector<run_metrics>> uncounted_runs(const std::filesystem::path& runs_dir, const metrics_book& book,
                                                const token_pricing& price)
{
    std::vector<run_metrics> found;
    const auto folder = workspace::runs_folder::open(runs_dir);
    if (!folder)
        return folder.error();
    if (!*folder)
        return found;
    const auto records = (*folder)->list_records();
    if (!records)
        return records.error();
    for (const workspace::run_remains& one : *records)
    {
        if (one.how == workspace::run_remains::state::going_on || book.knows(one.name))
            continue;
        auto run = measure_journal(runs_dir / one.name / "journal.jsonl", price);
        if (run && run->run_id == one.name) // another name is a copy, which counts under its own
            found.push_back(std::move(*run));
    }
    return found;
}

} // namespace codexflow
