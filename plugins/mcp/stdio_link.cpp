#include "plugins/mcp/stdio_link.hpp"

#include "plugins/mcp/plain_text.hpp"

#include <codexflow/failure.hpp>

#include <csignal>

namespace codexflow::mcp {
namespace {

using namespace std::chrono_literals;

/// What a server gets to end by itself: after its stdin was closed, and again after SIGTERM. Then it is killed.
constexpr std::chrono::milliseconds patience = 500ms;
constexpr std::size_t error_tail = 2048;
constexpr std::size_t longest_error_line = 1000;

} // namespace

/// A request under way. When its asker goes without an answer, the server is told.
class stdio_link::open_request
{
public:
    open_request(stdio_link& of, std::string_view method, std::string_view params)
        : of_(of),
          sent_(of.talk_.request(method, params)),
          is_greeting_(method == "initialize"),
          slot_(of.slots_[sent_.id] = std::make_shared<slot>())
    {
        of.send(sent_.text);
    }
    open_request(const open_request&) = delete;
    open_request& operator=(const open_request&) = delete;
    ~open_request()
    {
        of_.slots_.erase(sent_.id);
        const auto note = of_.talk_.cancel(sent_.id, "the call was stopped");
        if (note && !is_greeting_ && of_.fault().empty())
            of_.send(*note);
    }
    slot& place() noexcept { return *slot_; }

private:
    stdio_link& of_;
    outgoing sent_;
    bool is_greeting_;
    std::shared_ptr<slot> slot_;
};

stdio_link::stdio_link(const server_settings& about, link_events events)
    : link(about, std::move(events)),
      lines_(about.max_message_bytes)
{}

process_spec stdio_link::command() const
{
    process_spec spec(about_.argv);
    spec.directory = about_.directory;
    spec.inherit_usual();
    for (const std::string& name : about_.pass_env)
        spec.inherit(name);
    for (const auto& [name, value] : about_.environment)
        spec.variable(name, value);
    return spec;
}

task<void> stdio_link::open(operation& keeper)
{
    const process_spec spec = command();
    try
    {
        process child = co_await process::spawn(keeper, spec);
        child_.emplace(std::move(child));
    }
    catch (failure& f)
    {
        if (f.status() == CFLOW_E_NOT_FOUND)
            f.hint("check 'command': is it installed, and in a folder of PATH?");
        fail(f.what());
        throw;
    }
    beside_.start(read_errors());
    beside_.start(write_messages(keeper));
    beside_.start(read_messages(keeper));
}

task<rpc_answer> stdio_link::ask(operation& op, std::string method, std::string params, std::chrono::milliseconds limit)
{
    if (!fault().empty())
        throw failure(CFLOW_E_UNAVAILABLE, fault());
    open_request mine(*this, method, params);
    slot& here = mine.place();
    while (!here.answer)
    {
        if (!fault().empty())
            throw failure(CFLOW_E_UNAVAILABLE, fault());
        const bool woken = co_await here.arrived.wait(op, limit);
        if (!woken)
            throw failure(CFLOW_E_TIMEOUT, "it did not answer " + method + " within " + std::to_string(limit.count()) + " ms");
    }
    co_return std::move(*here.answer);
}

task<void> stdio_link::say(operation&, std::string method)
{
    send(conversation::notification(method));
    co_return;
}

void stdio_link::send(std::string line)
{
    out_ += line;
    out_ += '\n';
    to_write_.wake();
}

/// Messages of all who ask, in one stream. Ends with the link.
task<void> stdio_link::write_messages(operation& op)
{
    while (!exited_ && !closing_)
    {
        if (out_.empty())
        {
            co_await to_write_.wait(op);
            continue;
        }
        std::string next;
        next.swap(out_);
        try
        {
            co_await child_->write(next);
        }
        catch (const failure&)
        {
            if (child_ && !closing_)
                child_->kill(SIGTERM); // it does not listen any more; whoever reads will find its end
            co_return;
        }
    }
}

/// All the server says, until it says no more; then how it ended.
task<void> stdio_link::read_messages(operation& op)
{
    try
    {
        bool more = true;
        while (more)
        {
            const std::optional<std::string_view> bytes = co_await child_->read_stdout();
            more = bytes.has_value();
            if (more)
                lines_.feed(*bytes);
            else
                lines_.finish();
            take_lines();
            if (lines_.failed())
            {
                end_with("it sent what is no message: " + std::string(lines_.failure()));
                co_return;
            }
        }
        child_->kill(SIGTERM); // nobody can hear it any more; to one that has ended this does nothing
        beside_.start(kill_later(op));
        const int exit_status = co_await child_->wait();
        exited_ = true;
        gone_.wake();
        while (!errors_ended_ && child_)
            co_await silent_.wait(op);
        end_with(words_of_end(exit_status));
    }
    catch (const std::exception& f)
    {
        exited_ = true;
        gone_.wake();
        end_with(std::string("it was stopped: ") + f.what());
    }
}

task<void> stdio_link::kill_later(operation& op)
{
    if (exited_)
        co_return;
    const bool gone = co_await gone_.wait(op, patience);
    if (!gone && child_)
        child_->kill(SIGKILL);
}

void stdio_link::take_lines()
{
    std::string_view line;
    while (lines_.next(line))
        take(line);
}

task<void> stdio_link::read_errors()
{
    try
    {
        bool more = true;
        while (more)
        {
            const std::optional<std::string_view> bytes = co_await child_->read_stderr();
            more = bytes.has_value();
            if (more)
                take_errors(*bytes);
        }
    }
    catch (const failure&)
    {
    }
    if (!error_line_.empty())
        remark(log_level::debug, "stderr: " + error_line_);
    errors_ended_ = true;
    silent_.wake();
}

/// Keeps the end, and writes whole lines to the log; of a long one its beginning.
void stdio_link::take_errors(std::string_view bytes)
{
    errors_ += bytes.substr(bytes.size() - std::min(bytes.size(), 2 * error_tail));
    if (errors_.size() > 2 * error_tail)
        errors_.erase(0, errors_.size() - error_tail);
    while (!bytes.empty())
    {
        const auto end = bytes.find('\n');
        const std::string_view part = bytes.substr(0, end);
        error_line_ += part.substr(0, longest_error_line - std::min(longest_error_line, error_line_.size()));
        bytes.remove_prefix(end == bytes.npos ? bytes.size() : end + 1);
        if (end == bytes.npos || error_line_.empty())
            continue;
        remark(log_level::debug, "stderr: " + error_line_);
        error_line_.clear();
    }
}

std::string stdio_link::words_of_end(int exit_status) const
{
    std::string words = exit_status > 128 ? "it was ended by signal " + std::to_string(exit_status - 128)
                                          : "it ended with exit code " + std::to_string(exit_status);
    const std::string said = plain_text(std::string_view(errors_).substr(errors_.size() - std::min(errors_.size(), error_tail)), error_tail);
    if (const auto end = said.find_last_not_of(" \n\t"); end != said.npos)
        words += "; the last it said on stderr: " + said.substr(0, end + 1);
    return words;
}

void stdio_link::end_with(const std::string& why)
{
    fail(why);
    to_write_.wake();
    for (const auto& [id, waiting] : slots_)
        waiting->arrived.wake();
}

void stdio_link::on_answer(std::uint64_t id, rpc_answer answer)
{
    const auto found = slots_.find(id);
    if (found == slots_.end())
        return;
    found->second->answer = std::move(answer);
    found->second->arrived.wake();
}

/// The ladder: its stdin is closed; SIGTERM; SIGKILL.
task<void> stdio_link::close(operation& keeper)
{
    closing_ = true;
    to_write_.wake();
    if (!child_ || exited_)
        co_return;
    child_->feed({}); // closes stdin behind what is being written, and does not wait for that
    co_await gone_.wait(keeper, patience);
    if (exited_)
        co_return;
    child_->kill(SIGTERM);
    co_await gone_.wait(keeper, patience);
    if (!exited_)
        child_->kill(SIGKILL);
}

task<void> stdio_link::drop()
{
    closing_ = true;
    to_write_.wake();
    fail("the connection was closed");
    for (const auto& [id, waiting] : slots_)
        waiting->arrived.wake();
    child_.reset(); // its reads and writes end, and with them the tasks; what still runs is killed
    gone_.wake();
    silent_.wake();
    co_await beside_.ended();
}

} // namespace codexflow::mcp
