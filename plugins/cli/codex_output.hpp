#pragma once

#include "plugins/cli/event_output.hpp"

namespace codexflow::cli {

/** What `codex exec --json` prints, in both of its forms: {"id","msg":{"type":..}} of the first versions, and
 * the thread, turn and item lines since. The commands it runs are its own: they are told as reasoning. */
class codex_output final : public event_output
{
public:
    bool truncated() const noexcept override { return in_turn_; }

private:
    void take(const json::value& line) override;
    void take_old(const json::value& message);
    bool take_old_text(std::string_view type, const json::value& message);
    void take_turn(std::string_view type, const json::value& line);
    void take_started(std::string_view type, const json::value& item);
    void take_completed(std::string_view type, const json::value& item);
    void take_usage(const json::value& usage);

    bool in_turn_ = false;
    bool in_pieces_ = false; // the message in work has come as deltas
    bool thought_in_pieces_ = false;
};

} // namespace codexflow::cli
