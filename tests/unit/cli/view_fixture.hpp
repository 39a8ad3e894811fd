#pragma once

#include "cli/render/view.hpp"
#include "engine/record/line_writer.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/unique_fd.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace codexflow::test {

/// A file in memory and a writer to it.
class captured
{
public:
    captured() : fd_(::memfd_create("captured", MFD_CLOEXEC)), writer_(fd_.get()) {}

    line_writer& writer() { return writer_; }
    void drain()
    {
        while (writer_.backlog() != 0)
            std::this_thread::yield();
    }
    /// All that was written so far.
    std::string text()
    {
        drain();
        std::string all;
        std::array<char, 4096> piece{};
        for (;;)
        {
            const ssize_t n = ::pread(fd_.get(), piece.data(), piece.size(), static_cast<off_t>(all.size()));
            BOOST_TEST_REQUIRE(n >= 0);
            if (n == 0)
                return all;
            all.append(piece.data(), static_cast<std::size_t>(n));
        }
    }

private:
    unique_fd fd_;
    line_writer writer_;
};

/// Tells a view the story of a run.
struct view_fixture
{
    manual_clock time;
    captured out, err;
    cli::view_settings settings;
    std::unique_ptr<event_listener> view;
    std::uint64_t seq = 0;
    const task_ref one{"one-1", "reviewer", "code-analyzer", "local", "m"};
    const task_ref two{"two-1", "coder", "coder", "local", "m"};

    view_fixture()
    {
        settings.results = &out.writer();
        settings.progress = &err.writer();
        settings.run_id = "run-1";
        settings.journal = ".runs/run-1/journal.jsonl";
        settings.provider = "local";
    }

    void tell(const task_ref* task, event::payload body)
    {
        view->on_event({++seq, time.now_us, task, body}, "{}\n");
    }
    void tick(std::int64_t ms)
    {
        time.now_us += ms * 1000;
        err.drain();
        view->on_tick(time.now_us);
    }

    void start()
    {
        tell(nullptr,
             event::run_started{"0.1.0", "sha256:aa", "none", {{"id.x", "1.0", "/x.so", "sha256:bb"}}});
        tell(nullptr, event::plan{"tasks.json", {{&one, "look at it"}, {&two, "write it"}}, 4});
        tell(&one, event::task_started{0});
        tell(&two, event::task_started{1500});
    }
    void say(const task_ref& who, std::string_view text)
    {
        tell(&who, event::chunk{event::chunk::channel::text, 0, text});
    }
    void complete(const task_ref& who, std::string output)
    {
        tell(&who, event::task_complete{2300, "stop", {true, 10, 20}, std::move(output)});
    }
    void fail(const task_ref& who)
    {
        error why(errc::unavailable, "connection refused");
        why.hint = "start the server";
        tell(&who, event::task_error{120, why, {}, "half a"});
    }
    void end()
    {
        tell(nullptr, event::run_complete{"failed", "unavailable", 69, 2500, 2, 1, 1, 0, 0, {true, 10, 20}});
    }
};

} // namespace codexflow::test
