#pragma once

#include <codexflow/operation.hpp>

#include <pthread.h>
#include <signal.h>

#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

/** @file
 *  A thread of the plugin's own, for what blocks. */
namespace codexflow {

/** Runs functions one after another on a thread of its own, while the operation that asked waits: [op] code must not
 *  block (abi.h, R4), and files and sockets of libraries do.
 *
 *  @code
 *  const auto read = [this, name] { return read_file(name); };
 *  std::string text = co_await thread_.run(op, read);
 *  @endcode
 *
 *  What the function throws is thrown where it was awaited. A function that has begun runs to its end, also when its
 *  operation is cancelled: give it a bounded piece of the work and await op.sleep_for(0us) between two pieces, which
 *  then throws. State that only such functions touch needs no lock.
 *
 *  A member of the component, which outlives its operations. The thread begins with the first function, takes none of
 *  the program's signals, and is joined by the destructor. Threads: run() from any. */
class worker
{
    /// What waits in a coroutine's frame.
    struct job
    {
        virtual void perform() noexcept = 0;

        operation* op = nullptr;
        std::coroutine_handle<> waiter;
        std::exception_ptr error;

    protected:
        ~job() = default;
    };

public:
    template <class F> class running : job
    {
        using made = std::invoke_result_t<F&>;

    public:
        running(worker& on, operation& of, F work) : on_(on), work_(std::move(work)) { this->op = &of; }
        running(const running&) = delete;
        running& operator=(const running&) = delete;

        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> then)
        {
            this->waiter = then;
            on_.push(*this);
        }
        made await_resume()
        {
            if (this->error)
                std::rethrow_exception(this->error);
            if constexpr (!std::is_void_v<made>)
                return std::move(*result_);
        }

    private:
        void perform() noexcept override
        {
            try
            {
                if constexpr (std::is_void_v<made>)
                    work_();
                else
                    result_.emplace(work_());
            }
            catch (...)
            {
                this->error = std::current_exception();
            }
        }

        struct nothing
        {};
        worker& on_;
        F work_;
        std::optional<std::conditional_t<std::is_void_v<made>, nothing, made>> result_;
    };

    worker() = default;
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;
    ~worker()
    {
        {
            const std::lock_guard held(mutex_);
            ending_ = true;
        }
        changed_.notify_one();
        if (thread_.joinable())
            thread_.join();
    }

    /// Awaits what @p work returns. It is called once, on the thread of this object.
    template <class F> running<F> run(operation& op, F work) { return {*this, op, std::move(work)}; }

private:
    void push(job& one)
    {
        const std::lock_guard held(mutex_);
        waiting_.push_back(&one);
        try
        {
            if (!thread_.joinable())
                begin();
        }
        catch (...)
        {
            waiting_.pop_back();
            throw;
        }
        one.op->host()->op_retain(one.op->handle()); // the host calls back into the frame that holds the job
        changed_.notify_one();
    }

    /// The program's signals are its own business, and a socket whose peer has gone is an error here, not SIGPIPE.
    void begin()
    {
        struct masked
        {
            masked()
            {
                sigset_t all;
                sigfillset(&all);
                for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP})
                    sigdelset(&all, fault);
                pthread_sigmask(SIG_SETMASK, &all, &before);
            }
            masked(const masked&) = delete;
            masked& operator=(const masked&) = delete;
            ~masked() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
            sigset_t before;
        } const inherited; // by the thread
        thread_ = std::thread([this] { work(); });
    }

    void work()
    {
        for (;;)
        {
            std::unique_lock held(mutex_);
            changed_.wait(held, [this] { return ending_ || !waiting_.empty(); });
            if (waiting_.empty())
                return;
            job& one = *waiting_.front();
            waiting_.pop_front();
            held.unlock();
            const cflow_host& host = *one.op->host();
            cflow_op* const handle = one.op->handle();
            one.perform();
            host.op_post(handle, &worker::resume, &one); // from here on the job may be gone
            host.op_release(handle);
        }
    }

    static void resume(void* ud) noexcept { static_cast<job*>(ud)->waiter.resume(); }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<job*> waiting_;
    bool ending_ = false;
    std::thread thread_;
};

} // namespace codexflow
