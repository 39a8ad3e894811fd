#pragma once

#include "engine/record/json_view.hpp"
#include "engine/record/journal_reader.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::cli {

/// Which lines are wanted.
struct log_filter
{
    std::vector<std::string> kinds;       ///< By either name; empty: all.
    std::string task;                     ///< Empty: all.
    std::optional<std::int64_t> since_us; ///< Since 1970.

    bool wants(const json_view& event) const;
    bool wants_kind(std::string_view kind) const;
    /// True for a line from before the time that is wanted.
    bool is_too_old(const json_view& event) const;
};

/** Turns lines of events into what is shown: text for people, or the lines as they are. What models said comes in
 *  chunks; it is put together and shown line by line. */
class log_printer final : public journal_visitor
{
public:
    /// @param out Gets each finished line, with its end.
    log_printer(log_filter filter, bool json, bool color, std::function<void(std::string)> out)
        : filter_(std::move(filter)), json_(json), color_(color), out_(std::move(out))
    {
    }

    void on_event(std::string_view kind, const json_view& event, std::string_view line) override;
    /// A line of the log or the journal; one that is no event is counted.
    void take(std::string_view line);
    /// What was said and has no end yet.
    void finish();

    std::uint64_t unreadable() const noexcept { return unreadable_; }

private:
    void say(const json_view& event);
    void end_saying(const std::string& task);

    const log_filter filter_;
    const bool json_, color_;
    const std::function<void(std::string)> out_;
    struct saying
    {
        std::string ts, text;
    };
    std::map<std::string, saying> said_; ///< By task: the line that has no end yet.
    std::uint64_t unreadable_ = 0;
};

} // namespace codexflow::cli
