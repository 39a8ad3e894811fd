#include "engine/workspace/cleanup_choice.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace codexflow::workspace {
namespace {

cleanup_choice judge_old(const run_remains& one, bool force)
{
    if (one.how == run_remains::state::going_on)
        return cleanup_choice::going_on;
    if (one.worktree && !force)
        return cleanup_choice::worktree;
    if (one.how == run_remains::state::unfinished && !force)
        return cleanup_choice::unfinished;
    return cleanup_choice::remove;
}

} // namespace

std::vector<cleanup_choice> choose_remains(const std::vector<run_remains>& found, const cleanup_limits& limits)
{
    std::vector<std::size_t> newest_first(found.size());
    std::iota(newest_first.begin(), newest_first.end(), std::size_t{0});
    const auto age = [&](std::size_t at) { return std::tie(found[at].modified_ns, found[at].name); };
    std::sort(newest_first.begin(), newest_first.end(), [&](auto a, auto b) { return age(a) > age(b); });

    std::vector<cleanup_choice> chosen(found.size(), cleanup_choice::not_asked);
    std::map<std::string, std::size_t> tasks_kept;
    std::size_t records_kept = 0;
    for (const std::size_t at : newest_first)
    {
        const run_remains& one = found[at];
        const bool task = one.what == run_remains::kind::task;
        if (!task && !limits.records)
            continue;
        std::size_t& kept = task ? tasks_kept[one.alias] : records_kept;
        const bool stays = kept < (task ? limits.tasks_per_alias : *limits.records);
        kept += stays ? 1 : 0;
        chosen[at] = stays ? cleanup_choice::newest : judge_old(one, limits.force);
    }
    return chosen;
}

} // namespace codexflow::workspace
