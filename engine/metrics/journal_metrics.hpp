#pragma once

#include "engine/base/error.hpp"
#include "engine/metrics/task_measures.hpp"
#include "engine/record/journal_reader.hpp"

#include <filesystem>

namespace codexflow {

/// Puts into task_measures what a journal tells, as metrics_collector does for a run that is going on.
class journal_measures final : public journal_visitor
{
public:
    explicit journal_measures(task_measures& into) : into_(into) {}

    void on_event(std::string_view kind, const json_view& event, std::string_view line) override;

    /// Of the last event that has a time; 0 if there is none.
    std::int64_t last_us() const noexcept { return last_us_; }

private:
    task_measures& into_;
    std::int64_t last_us_ = 0;
};

/** What the run of a journal comes to, all its sessions together. Errors: as read_journal(), and
 *  invalid_argument if nothing in it can be read. */
result<run_metrics> measure_journal(const std::filesystem::path& file, token_pricing price);

} // namespace codexflow
