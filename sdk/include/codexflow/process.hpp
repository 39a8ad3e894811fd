#pragma once

#include <codexflow/detail/process_calls.hpp>
#include <codexflow/operation.hpp>
#include <codexflow/task.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  Child processes through the host: in a process group of their own, without a shell, and gone when the
 *  operation is. */
namespace codexflow {

/// What to run. A class with constructors, so that GCC 12 copies it correctly in coroutines.
class process_spec
{
public:
    /// @param words The program, looked up in the PATH of the child's environment, and its arguments.
    explicit process_spec(std::vector<std::string> words) : argv(std::move(words)) {}

    /// A variable of the child. The value may hold {{secret:NAME}}, which the host fills in.
    process_spec& variable(std::string name, std::string value)
    {
        variables_.emplace_back(std::move(name), std::move(value));
        return *this;
    }
    /// Passes one of the host's variables on, if it is set. The user must have named it in a setting of the
    /// format "pass-env", unless it is one of those of inherit_usual().
    process_spec& inherit(std::string name)
    {
        inherited_.push_back(std::move(name));
        return *this;
    }
    /// Passes on what every program may know: where it is and whose, and how to speak. No keys.
    process_spec& inherit_usual()
    {
        for (const char* name :
             {"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_*", "TERM", "TMPDIR", "TZ", "XDG_*"})
            inherit(name);
        return *this;
    }
    const std::vector<std::pair<std::string, std::string>>& variables() const noexcept { return variables_; }
    const std::vector<std::string>& inherited() const noexcept { return inherited_; }

    std::vector<std::string> argv;
    bool merged = false;   ///< stderr comes in on stdout, in the order in which it was written.
    std::string directory; ///< Where it runs; empty: the task's workspace, or the host's own.
    /// How long it may say nothing, on either channel, while its stdout is read; zero: for ever.
    std::chrono::milliseconds first_byte{0};
    std::chrono::milliseconds idle{0};

private:
    std::vector<std::pair<std::string, std::string>> variables_;
    std::vector<std::string> inherited_;
};

/** A running program. Ends with this object: SIGTERM to its group, SIGKILL two seconds later.
 *  A pipe holds little: who writes much must read at the same time, which feed() and keep_stderr() do on the
 *  side.
 *  Threads: [op]. Must end before its operation does. */
class process
{
public:
    /** Starts @p spec, which must stay valid until the task completes. Throws failure when it cannot: with
     *  CFLOW_E_NOT_FOUND when there is no such program. */
    static task<process> spawn(operation& op, const process_spec& spec)
    {
        const auto& table = detail::service<cflow_process_v1>(op.host(), CFLOW_SERVICE_PROCESS);
        const detail::raw_process_spec raw(spec);
        detail::spawn_call call(op.handle(), table, raw.get());
        cflow_process* started = co_await call;
        co_return process(table, started);
    }

    process(process&& other) noexcept
        : table_(other.table_),
          process_(std::exchange(other.process_, nullptr)),
          errors_(std::move(other.errors_))
    {}
    process& operator=(process&&) = delete;
    ~process()
    {
        if (process_ != nullptr)
            table_->close(process_);
    }

    /// Awaits that the program has taken all @p bytes, which must be some. Throws failure (CFLOW_E_IO) when
    /// it has closed its stdin.
    auto write(std::string_view bytes)
    {
        return detail::status_call(
            [table = table_, child = process_, bytes](cflow_done_fn done, void* ud) {
                table->write(child, to_abi(bytes), done, ud);
            },
            "writing to the program");
    }
    auto close_stdin() { return write({}); }

    /** Writes @p input on the side and closes stdin behind it. That the program does not want it all is no
     *  error: many answer without reading to the end. */
    void feed(std::string_view input)
    {
        const cflow_done_fn ignored = [](void*, cflow_status) noexcept {};
        if (!input.empty())
            table_->write(process_, to_abi(input), ignored, nullptr);
        table_->write(process_, cflow_str{}, ignored, nullptr);
    }

    /// Awaits the next bytes; nullopt at the end of the channel. The view is valid until the next read of it
    /// or the end of this object. Throws failure when the program was silent for too long.
    auto read_stdout() { return detail::channel_read(*table_, process_, CFLOW_STDOUT); }
    auto read_stderr() { return detail::channel_read(*table_, process_, CFLOW_STDERR); }

    /// Reads stderr on the side and keeps its last @p limit bytes: see stderr_text().
    void keep_stderr(std::size_t limit) { errors_ = detail::tail_reader::start(*table_, process_, limit); }
    /// Awaits the end of what keep_stderr() reads. Throws failure when cancelled.
    auto stderr_end() { return detail::tail_end(errors_); }
    /// What was kept so far, as it came: it may begin in the middle of a character.
    std::string_view stderr_text() const noexcept { return errors_ ? errors_->text() : std::string_view(); }

    /// Awaits the end of the program: its exit code, or 128 and the number of the signal that ended it.
    auto wait() { return detail::exit_call(*table_, process_); }

    /// Sends a signal to the program and all it has started.
    void kill(int signal) { table_->kill(process_, signal); }

private:
    process(const cflow_process_v1& table, cflow_process* started) noexcept
        : table_(&table),
          process_(started)
    {}

    const cflow_process_v1* table_;
    cflow_process* process_;
    std::shared_ptr<detail::tail_reader> errors_;
};

} // namespace codexflow
