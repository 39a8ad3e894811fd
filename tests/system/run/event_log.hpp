#pragma once

#include <codexflow/json.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Reading what a run wrote: the lines of `--json` or of a journal. */
namespace codexflow::test {

/// One line. Refers to the text of its log.
struct logged_event
{
    std::string_view line;
    std::unique_ptr<json::document> document;

    json::value operator[](std::string_view member) const { return document->root()[member]; }
    std::string_view kind() const { return (*this)["kind"].string(); }
    std::string_view task() const { return (*this)["task_id"].string(); }
};

class event_log
{
public:
    /// @p text is taken apart at its newlines; a line that is no JSON gives an event without a kind.
    explicit event_log(std::string text);
    event_log(const event_log&) = delete;
    event_log& operator=(const event_log&) = delete;

    const std::string& text() const noexcept { return text_; }
    const std::vector<logged_event>& all() const noexcept { return events_; }
    std::vector<const logged_event*> of_kind(std::string_view kind) const;
    std::size_t count(std::string_view kind) const { return of_kind(kind).size(); }

    /// The only event of @p kind of @p task (any task when empty); null unless there is exactly one.
    const logged_event* only(std::string_view kind, std::string_view task = "") const;
    /// The last line; null when there is none.
    const logged_event* last() const { return events_.empty() ? nullptr : &events_.back(); }

    /// The text chunks of @p task, put together.
    std::string said(std::string_view task, std::string_view channel = "text") const;

    /// The most tasks that were between their start and their end at once, of those @p counts says yes to.
    std::size_t peak_running(const std::function<bool(const logged_event&)>& counts) const;
    std::size_t peak_running() const
    {
        return peak_running([](const logged_event&) { return true; });
    }

private:
    std::string text_;
    std::vector<logged_event> events_;
};

/** What is wrong with @p log as the record of a run, or nothing: every line an event that fits the
 *  published schema, `seq` without gaps, one run, run_started first and run_complete last, every task
 *  started once and ended once with its chunks between, its chunks the answer it ended with, and the
 *  numbers of run_complete those of the tasks. */
std::string fault_of(const event_log& log);

/** @p journal as `--json` prints it: every line without the checksum at its end. A line that has none, or one that
 *  is wrong, says so instead. */
std::string without_checksums(std::string_view journal);

/** The schema of events, docs/schemas/event.schema.json.
 *  @return why @p line does not fit it; empty when it does, or when there is no schema. */
std::string schema_fault(std::string_view line);
bool has_event_schema();

/// Why the JSON document @p text does not fit docs/schemas/@p name; empty when it does.
std::string fault_under(const std::string& name, std::string_view text);

} // namespace codexflow::test
