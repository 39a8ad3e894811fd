#pragma once

#include "plugins/mcp/link.hpp"

#include <codexflow/ndjson.hpp>
#include <codexflow/process.hpp>
#include <codexflow/task_group.hpp>
#include <codexflow/wakeup.hpp>

#include <map>
#include <memory>
#include <optional>

namespace codexflow::mcp {

/** A server that is a child process: one message a line on its stdin and stdout; what it says on stderr goes to the log,
 *  and its end into the error when it dies. */
class stdio_link final : public link
{
public:
    stdio_link(const server_settings& about, link_events events);

    task<void> open(operation& keeper) override;
    task<rpc_answer> ask(operation& op, std::string method, std::string params,
                         std::chrono::milliseconds limit) override;
    task<void> say(operation& op, std::string method) override;
    void agreed(const std::string&) override {}
    task<void> close(operation& keeper) override;
    task<void> drop() override;

private:
    /// One who waits for an answer. Shared with the one who brings it.
    struct slot
    {
        std::optional<rpc_answer> answer;
        wakeup arrived;
    };
    class open_request;

    process_spec command() const;
    task<void> read_messages(operation& op);
    task<void> read_errors();
    task<void> write_messages(operation& op);
    task<void> kill_later(operation& op);
    void take_lines();
    void take_errors(std::string_view bytes);
    void send(std::string line);
    void end_with(const std::string& why);
    std::string words_of_end(int exit_status) const;
    void on_answer(std::uint64_t id, rpc_answer answer) override;
    void on_reply(std::string message) override { send(std::move(message)); }

    std::optional<process> child_;
    task_group beside_;
    ndjson_decoder lines_;
    std::map<std::uint64_t, std::shared_ptr<slot>> slots_;
    std::string out_;        ///< What is not written yet.
    std::string errors_;     ///< The last of stderr.
    std::string error_line_; ///< A line of it that has not ended.
    wakeup to_write_;
    wakeup gone_;          ///< The program has ended.
    wakeup silent_;        ///< Its stderr has.
    bool errors_ended_ = false;
    bool exited_ = false;
    bool closing_ = false; ///< What comes now is no surprise.
};

} // namespace codexflow::mcp
