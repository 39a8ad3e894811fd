#pragma once

#include <codexflow/failure.hpp>
#include <codexflow/view.hpp>

#include <algorithm>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  The calls of cflow.process/1 as things that can be awaited. */
namespace codexflow::detail {

/// A process_spec in the form of the C table; borrows from it.
class raw_process_spec
{
public:
    template <class Spec> explicit raw_process_spec(const Spec& from)
    {
        for (const std::string& word : from.argv)
            argv_.push_back(to_abi(word));
        for (const auto& [name, value] : from.variables())
            environment_.push_back(cflow_field{to_abi(name), to_abi(value)});
        for (const std::string& name : from.inherited())
            inherit_.push_back(to_abi(name));
        raw_.struct_size = sizeof raw_;
        raw_.argv = argv_.data();
        raw_.argc = argv_.size();
        raw_.environment = environment_.data();
        raw_.environment_count = environment_.size();
        raw_.directory = to_abi(from.directory);
        raw_.inherit = inherit_.data();
        raw_.inherit_count = inherit_.size();
        raw_.first_byte_ms = static_cast<std::uint32_t>(from.first_byte.count());
        raw_.idle_ms = static_cast<std::uint32_t>(from.idle.count());
        if (from.merged)
            raw_.flags |= CFLOW_PROCESS_MERGED;
    }
    raw_process_spec(const raw_process_spec&) = delete;
    raw_process_spec& operator=(const raw_process_spec&) = delete;

    const cflow_process_spec& get() const noexcept { return raw_; }

private:
    std::vector<cflow_str> argv_;
    std::vector<cflow_field> environment_;
    std::vector<cflow_str> inherit_;
    cflow_process_spec raw_{};
};

/// Awaits a child's start.
class spawn_call
{
public:
    spawn_call(cflow_op* op, const cflow_process_v1& table, const cflow_process_spec& spec) noexcept
        : op_(op),
          table_(table),
          spec_(spec)
    {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) noexcept
    {
        waiter_ = waiter;
        table_.spawn(op_, &spec_, &spawn_call::done, this);
    }
    cflow_process* await_resume() const
    {
        if (status_ < 0)
            throw failure::from_host(status_, message_);
        return process_;
    }

private:
    static void done(void* ud, cflow_status status, cflow_process* process, cflow_str message) noexcept
    {
        auto* self = static_cast<spawn_call*>(ud);
        self->status_ = status;
        self->process_ = process;
        self->message_ = from_abi(message); // read by await_resume, inside this call
        self->waiter_.resume();
    }
    cflow_op* op_;
    const cflow_process_v1& table_;
    const cflow_process_spec& spec_;
    std::coroutine_handle<> waiter_;
    cflow_status status_ = CFLOW_OK;
    cflow_process* process_ = nullptr;
    std::string_view message_;
};

/// Awaits the next bytes of a channel.
class channel_read
{
public:
    channel_read(const cflow_process_v1& table, cflow_process* process, std::int32_t channel) noexcept
        : table_(table),
          process_(process),
          channel_(channel)
    {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) noexcept
    {
        waiter_ = waiter;
        table_.read(process_, channel_, &channel_read::done, this);
    }
    std::optional<std::string_view> await_resume() const
    {
        if (status_ < 0)
            throw failure::from_host(status_, data_);
        if (status_ == CFLOW_END)
            return std::nullopt;
        return data_;
    }

private:
    static void done(void* ud, cflow_status status, cflow_str data) noexcept
    {
        auto* self = static_cast<channel_read*>(ud);
        self->status_ = status;
        self->data_ = from_abi(data);
        self->waiter_.resume();
    }
    const cflow_process_v1& table_;
    cflow_process* process_;
    std::int32_t channel_;
    std::coroutine_handle<> waiter_;
    cflow_status status_ = CFLOW_OK;
    std::string_view data_;
};

/// Awaits a child's end.
class exit_call
{
public:
    exit_call(const cflow_process_v1& table, cflow_process* process) noexcept
        : table_(table),
          process_(process)
    {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) noexcept
    {
        waiter_ = waiter;
        table_.wait(process_, &exit_call::done, this);
    }
    int await_resume() const
    {
        check(status_, "waiting for the program");
        return exit_status_;
    }

private:
    static void done(void* ud, cflow_status status, std::int32_t exit_status) noexcept
    {
        auto* self = static_cast<exit_call*>(ud);
        self->status_ = status;
        self->exit_status_ = exit_status;
        self->waiter_.resume();
    }
    const cflow_process_v1& table_;
    cflow_process* process_;
    std::coroutine_handle<> waiter_;
    cflow_status status_ = CFLOW_OK;
    std::int32_t exit_status_ = 0;
};

/** Reads stderr from callback to callback and keeps the end of it. Held by the process object and by the read
 * in flight, which gets its answer also when the process is closed first. */
class tail_reader : public std::enable_shared_from_this<tail_reader>
{
public:
    static std::shared_ptr<tail_reader> start(const cflow_process_v1& table, cflow_process* process,
                                              std::size_t limit)
    {
        auto made = std::make_shared<tail_reader>(table, process, limit);
        made->read();
        return made;
    }
    tail_reader(const cflow_process_v1& table, cflow_process* process, std::size_t limit) noexcept
        : table_(table),
          process_(process),
          limit_(limit)
    {}

    std::string_view text() const noexcept
    {
        return std::string_view(text_).substr(text_.size() - std::min(text_.size(), limit_));
    }
    bool ended() const noexcept { return status_ != CFLOW_OK; }
    cflow_status status() const noexcept { return status_; }
    void resume_at_end(std::coroutine_handle<> waiter) noexcept { waiter_ = waiter; }

private:
    void read()
    {
        table_.read(process_, CFLOW_STDERR, &tail_reader::done,
                    new std::shared_ptr<tail_reader>(shared_from_this()));
    }

    static void done(void* ud, cflow_status status, cflow_str data) noexcept
    {
        const std::unique_ptr<std::shared_ptr<tail_reader>> held(
            static_cast<std::shared_ptr<tail_reader>*>(ud));
        tail_reader& self = **held;
        self.status_ = status;
        if (status == CFLOW_OK)
        {
            self.keep(from_abi(data));
            self.read();
        }
        else if (self.waiter_)
        {
            std::exchange(self.waiter_, {}).resume();
        }
    }

    void keep(std::string_view more)
    {
        text_.append(more);
        if (text_.size() > 2 * limit_ + 4096) // not at every piece: each time moves what is kept
            text_.erase(0, text_.size() - limit_);
    }

    const cflow_process_v1& table_;
    cflow_process* process_;
    std::size_t limit_;
    std::string text_;
    cflow_status status_ = CFLOW_OK;
    std::coroutine_handle<> waiter_;
};

/// Awaits the end of a tail_reader; null: there is nothing to await.
class tail_end
{
public:
    explicit tail_end(std::shared_ptr<tail_reader> of) noexcept : of_(std::move(of)) {}
    bool await_ready() const noexcept { return of_ == nullptr || of_->ended(); }
    void await_suspend(std::coroutine_handle<> waiter) noexcept { of_->resume_at_end(waiter); }
    void await_resume() const
    {
        if (of_ != nullptr && of_->status() == CFLOW_E_CANCELLED)
            check(of_->status(), "reading from the program");
    }

private:
    std::shared_ptr<tail_reader> of_;
};

} // namespace codexflow::detail
