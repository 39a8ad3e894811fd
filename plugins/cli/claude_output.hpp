#pragma once

#include "plugins/cli/event_output.hpp"

namespace codexflow::cli {

/** What Claude Code prints for `--output-format stream-json`: system, assistant, user and result lines, and
 * with
 *  `--include-partial-messages` stream_event lines, whose text then is not taken twice. The tools it uses are
 * its own: they are told as reasoning. What its sub-agents say is not part of the answer. */
class claude_output final : public event_output
{
public:
    bool truncated() const noexcept override { return !ended_; }

private:
    void take(const json::value& line) override;
    void take_event(const json::value& event);
    void take_message(const json::value& message);
    void take_result(const json::value& result);

    std::string streamed_; // the id of the message whose pieces have come
    bool ended_ = false;
};

} // namespace codexflow::cli
