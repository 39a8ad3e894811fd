#pragma once

#include "plugins/anthropic/stream_decoder.hpp"

#include <codexflow/chat_result.hpp>

#include <string>
#include <string_view>

namespace codexflow::anthropic {

/** One answer that may come in several parts: the server pauses a turn in which its own tools take long
 *  (stop_reason pause_turn), and goes on when it gets the content back. Pure; adds the parts up. */
class paused_turn
{
public:
    /// So many parts, and the server is not asked again: it pauses without getting on.
    static constexpr unsigned most_parts = 16;

    /// Takes what a part that has ended came to.
    void add(const stream_decoder& part);

    /// The server is to be asked again, with blocks().
    bool paused() const noexcept { return paused_ && parts_ < most_parts; }
    /// The content so far, as a JSON array; empty when nothing has to go back.
    std::string blocks() const { return blocks_.empty() ? std::string() : '[' + blocks_ + ']'; }

    /** The answer as a whole: usage added up, and what must be given back with the next turn. */
    chat_result result() const;

private:
    chat_result sum_;
    std::string blocks_; ///< Their JSON, with commas between them.
    unsigned parts_ = 0;
    bool paused_ = false;
};

} // namespace codexflow::anthropic
