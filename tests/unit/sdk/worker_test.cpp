#include <codexflow/plugin.hpp>
#include <codexflow/worker.hpp>

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using codexflow::operation;
using codexflow::task;
using codexflow::worker;

namespace {

/// A host that knows nothing but to post, to retain and to end. Its thread is the test's.
struct posting_host
{
    posting_host()
    {
        table.struct_size = sizeof table;
        table.impl = this;
        table.get_service = [](const cflow_host*, cflow_str) noexcept -> const void* { return nullptr; };
        table.op_post = [](cflow_op* op, cflow_fn fn, void* ud) noexcept { of(op).post(fn, ud); };
        table.op_retain = [](cflow_op* op) noexcept { ++of(op).held; };
        table.op_release = [](cflow_op* op) noexcept { --of(op).held; };
        table.op_done = [](cflow_op* op, cflow_status status, cflow_str text) noexcept {
            of(op).ends.push_back(std::to_string(status) + ' ' + std::string(codexflow::from_abi(text)));
        };
    }
    static posting_host& of(cflow_op* op) { return *reinterpret_cast<posting_host*>(op); }
    cflow_op* handle() { return reinterpret_cast<cflow_op*>(this); }

    void post(cflow_fn fn, void* ud)
    {
        const std::lock_guard locked(mutex);
        posted.emplace_back(fn, ud);
        changed.notify_one();
    }
    /// Runs what is posted until @p count operations have ended and nothing holds them.
    void run(std::size_t count)
    {
        while (ends.size() != count)
        {
            std::unique_lock locked(mutex);
            BOOST_REQUIRE(changed.wait_for(locked, std::chrono::minutes(1), [this] { return !posted.empty(); }));
            const auto [fn, ud] = posted.front();
            posted.pop_front();
            locked.unlock();
            fn(ud);
        }
    }

    cflow_host table{};
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::pair<cflow_fn, void*>> posted;
    std::atomic<int> held{0};
    std::vector<std::string> ends;
};

struct component
{
    worker thread;
    std::vector<int> order; ///< On the thread only.

    task<std::string> run(operation& op)
    {
        const int number = std::stoi(std::string(op.request()));
        const auto home = std::this_thread::get_id();
        std::thread::id elsewhere;
        const auto note = [&] {
            order.push_back(number);
            elsewhere = std::this_thread::get_id();
        };
        co_await thread.run(op, note);
        const auto make = [number] {
            if (number % 5 == 3)
                throw std::runtime_error("number " + std::to_string(number));
            return std::make_unique<std::string>("made " + std::to_string(number)); // what is made need not be copied
        };
        const std::unique_ptr<std::string> made = co_await thread.run(op, make);
        if (std::this_thread::get_id() != home || elsewhere == home)
            throw std::logic_error("on the wrong thread");
        co_return *made;
    }
};

void start(component& on, posting_host& host, std::vector<std::unique_ptr<operation>>& begun, int number)
{
    const std::string request = std::to_string(number);
    auto& op = *begun.emplace_back(std::make_unique<operation>(&host.table, host.handle(), cflow_str{"x", 1},
                                                               codexflow::to_abi(request)));
    codexflow::detail::drive(on, op);
}

} // namespace

BOOST_AUTO_TEST_SUITE(worker_suite)

BOOST_AUTO_TEST_CASE(functions_run_one_after_another_elsewhere_and_their_results_come_home)
{
    posting_host host;
    std::vector<std::unique_ptr<operation>> begun;
    component on;
    for (int number = 0; number != 200; ++number)
        start(on, host, begun, number);
    host.run(200);
    for (int number = 0; number != 200; ++number)
    {
        const bool threw = number % 5 == 3;
        const std::string wanted = threw ? std::to_string(CFLOW_E_EXCEPTION) + " number " + std::to_string(number)
                                         : "0 made " + std::to_string(number);
        BOOST_TEST(host.ends[static_cast<std::size_t>(number)] == wanted);
        BOOST_TEST(on.order[static_cast<std::size_t>(number)] == number);
    }
    while (host.held != 0) // the last release comes behind the last post
        std::this_thread::yield();
}

struct writer
{
    worker thread;

    task<std::string> run(operation& op)
    {
        const auto write = [] {
            int ends[2];
            if (::pipe(ends) != 0)
                throw std::runtime_error("no pipe");
            ::close(ends[0]);
            const ssize_t wrote = ::write(ends[1], "x", 1);
            const int code = errno;
            ::close(ends[1]);
            return wrote < 0 && code == EPIPE;
        };
        const bool told = co_await thread.run(op, write);
        co_return told ? "told" : "not told";
    }
};

BOOST_AUTO_TEST_CASE(a_peer_that_has_gone_is_an_error_and_no_signal)
{
    const auto before = std::signal(SIGPIPE, SIG_DFL); // which would end this program
    {
        posting_host host;
        writer on;
        operation op(&host.table, host.handle(), cflow_str{"x", 1}, cflow_str{"", 0});
        codexflow::detail::drive(on, op);
        host.run(1);
        BOOST_TEST(host.ends.front() == "0 told");
        sigset_t mine;
        BOOST_REQUIRE(::pthread_sigmask(SIG_SETMASK, nullptr, &mine) == 0);
        BOOST_TEST(sigismember(&mine, SIGPIPE) == 0); // ours is as it was
    }
    std::signal(SIGPIPE, before);
}

BOOST_AUTO_TEST_CASE(one_that_was_never_used_has_no_thread_to_join)
{
    const worker idle;
}

BOOST_AUTO_TEST_CASE(made_and_destroyed_again_and_again)
{
    for (int round = 0; round != 50; ++round)
    {
        posting_host host;
        std::vector<std::unique_ptr<operation>> begun;
        {
            component on;
            start(on, host, begun, 1);
            host.run(1);
        } // joins
        BOOST_TEST(host.held == 0);
        BOOST_TEST(host.ends.front() == "0 made 1");
    }
}

BOOST_AUTO_TEST_SUITE_END()
