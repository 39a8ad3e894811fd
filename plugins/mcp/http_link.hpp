#pragma once

#include "plugins/mcp/link.hpp"

#include <codexflow/http.hpp>
#include <codexflow/task_group.hpp>
#include <codexflow/wakeup.hpp>

#include <deque>
#include <map>

namespace codexflow::mcp {

/** A server behind a URL, by Streamable HTTP: every message is a POST of its own; the answer to a request is a JSON
 *  document or an event stream, which is taken up again where it broke if the server numbers its events. Requests go in
 *  the operation of whoever asks; what nobody waits for (replies, cancellations) the keeper sends. */
class http_link final : public link
{
public:
    http_link(const server_settings& about, link_events events) : link(about, std::move(events)) {}

    task<void> open(operation& keeper) override;
    task<rpc_answer> ask(operation& op, std::string method, std::string params,
                         std::chrono::milliseconds limit) override;
    task<void> say(operation& op, std::string method) override;
    void agreed(const std::string& revision) override { revision_ = revision; }
    task<void> close(operation& keeper) override;
    task<void> drop() override;

private:
    class open_request;
    struct stream_state;

    http_request request(std::string_view method) const;
    task<void> post_queued(operation& op);
    task<void> post_note(operation& op, std::string message, std::chrono::milliseconds limit);
    task<void> read_answer(http_stream& answer, std::uint64_t id);
    task<void> read_events(http_stream& events, stream_state& at);
    task<void> resume(operation& op, stream_state& at, std::chrono::milliseconds limit);
    task<failure> refusal(http_stream& answer);
    bool answered(std::uint64_t id) const { return answers_.count(id) != 0; }
    void on_answer(std::uint64_t id, rpc_answer answer) override { answers_[id] = std::move(answer); }
    void on_reply(std::string message) override;

    task_group beside_;
    wakeup to_send_;
    std::deque<std::string> queue_; ///< Messages that the keeper sends.
    std::map<std::uint64_t, rpc_answer> answers_; ///< That have come and not been taken.
    std::string session_;  ///< As the server numbers it; empty: it does not.
    std::string revision_; ///< Empty before the greeting.
    bool closing_ = false;
};

} // namespace codexflow::mcp
