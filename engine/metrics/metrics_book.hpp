#pragma once

#include "engine/base/document.hpp"
#include "engine/base/error.hpp"
#include "engine/metrics/agent_metrics.hpp"

#include <map>
#include <string>
#include <string_view>

namespace codexflow {

/** What data/metrics/agents.json holds. `agents` there is what the original program wrote and read, with more
 *  members; it is the sum of two further members: `runs`, what each of the last runs came to, and
 *  `earlier`, what came before those. A run that ends again (resumed) takes the place of what it had come to,
 *  so nothing counts twice, and runs can be merged in any order.
 *
 *  A file without those two, in either of the original's shapes, is taken as what came before. Members that
 *  are not known are kept. Value type, pure. */
class metrics_book
{
public:
    /// More runs than this are added up into `earlier`, the oldest first.
    static constexpr std::size_t most_runs = 100;

    /// What one of the last runs came to.
    struct entry
    {
        std::int64_t ended_us = 0;
        agents_metrics agents;
    };

    /** Reads the text of a file; @p file names it in errors. Errors: invalid_argument with the place when it is
     *  not of this form. */
    static result<metrics_book> parse(std::string_view text, const std::string& file);

    /** Puts what @p run came to in the place of what was known of it.
     *  @return false if nothing was changed: the run is older than those that are known one by one, and may
     *          be among those that were added up. */
    bool merge(const run_metrics& run);

    bool knows(const std::string& run_id) const { return runs_.contains(run_id) || run_id <= earlier_through_; }

    /// All of it, by agent.
    agents_metrics total() const;
    /// Of the runs that ended at @p from_us or later and are known one by one.
    agents_metrics since(std::int64_t from_us) const;
    /// Whether there is something that only the total tells.
    bool has_earlier() const noexcept { return !earlier_.empty(); }
    const std::map<std::string, entry>& runs() const noexcept { return runs_; }

    /// The file's text, one line. @param now_us for `generatedAt`.
    std::string text(std::int64_t now_us) const;

private:
    agents_metrics earlier_;
    std::string earlier_through_; ///< The greatest run id in earlier_.
    std::map<std::string, entry> runs_; ///< By id, which sorts by the time of the start.
    std::vector<doc::member> unknown_; ///< Of the file.
    std::map<std::string, std::vector<doc::member>> unknown_of_agents_;
};

} // namespace codexflow
