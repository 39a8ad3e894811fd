#pragma once

#include "engine/record/event.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace codexflow::cli {

enum class task_phase
{
    queued,
    waiting,   ///< Started; the model has not said anything yet.
    thinking,  ///< What came last was reasoning.
    streaming, ///< What came last was text.
    done,
    failed,
    cancelled,
};

/// "waiting", "streaming", ...
std::string_view to_string(task_phase phase) noexcept;

/// One task as a view shows it.
struct task_progress
{
    /// As much of what was said last as a line can show.
    static constexpr std::size_t tail_bytes = 240;

    std::string alias, agent_id;
    std::string text; ///< What was asked.
    task_phase phase = task_phase::queued;
    std::int64_t active_us = 0; ///< Wall clock of its last event.
    std::uint64_t bytes = 0;    ///< Said so far.
    std::string tail;           ///< The last of it.
    token_usage usage;          ///< Known when it has ended.

    /// "reviewer (code-analyzer)", or the agent alone when no alias was used.
    std::string who() const;
    /// Output tokens: the provider's count, or a guess of four bytes a token while it is running.
    std::uint64_t output_tokens() const noexcept { return usage.known ? usage.output : bytes / 4; }
};

/** A run as the events tell it: what every view draws from. Engine thread only. */
class run_progress
{
public:
    void apply(const run_event& what);

    const std::vector<task_progress>& tasks() const noexcept { return tasks_; }
    /// Indices of the running ones, in the order of their start.
    const std::vector<std::size_t>& running() const noexcept { return running_; }
    /// The task of an event; it must be one of the plan.
    const task_progress& of(const task_ref& task) const { return tasks_[numbers_.at(&task)]; }

    std::size_t total() const noexcept { return tasks_.size(); }
    std::size_t ok() const noexcept { return ok_; }
    std::size_t failed() const noexcept { return failed_; }
    std::size_t cancelled() const noexcept { return cancelled_; }
    std::size_t ended() const noexcept { return ok_ + failed_ + cancelled_; }
    std::int64_t started_us() const noexcept { return started_us_; }
    std::uint64_t output_tokens() const noexcept;
    /// True as long as some of output_tokens() is a guess.
    bool guessing() const noexcept { return !running_.empty(); }

private:
    void plan(const event::plan& what);
    void hear(task_progress& task, const event::chunk& what);
    void end(std::size_t number, task_phase how, const token_usage& usage);

    std::vector<task_progress> tasks_;
    std::vector<std::size_t> running_;
    std::unordered_map<const task_ref*, std::size_t> numbers_; ///< The run's own objects, alive throughout.
    std::size_t ok_ = 0, failed_ = 0, cancelled_ = 0;
    std::uint64_t ended_tokens_ = 0;
    std::int64_t started_us_ = 0;
};

} // namespace codexflow::cli
