#pragma once

#include "engine/workspace/child_process.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::test {

/// Children of the test's own process.
struct child_fixture
{
    using child = std::shared_ptr<workspace::child_process>;
    using error_code = boost::system::error_code;

    boost::asio::io_context io{1};
    workspace::child_list all;
    std::string out; ///< What was read by drain().
    std::string err;

    static workspace::child_spec shell(const std::string& script)
    {
        return workspace::child_spec{{"sh", "-c", script}, {"PATH=/usr/bin:/bin"}, {}};
    }

    child start(const workspace::child_spec& spec, workspace::child_limits limits = {})
    {
        auto made = workspace::child_process::start(io, all, spec, limits);
        BOOST_REQUIRE_MESSAGE(made.has_value(), to_string(made.error()));
        return *made;
    }
    child run(const std::string& script, workspace::child_limits limits = {})
    {
        return start(shell(script), limits);
    }

    /// Runs the io_context until @p done says so; fails the test when nothing happens any more.
    void run_until(const std::function<bool()>& done)
    {
        while (!done())
        {
            io.restart();
            BOOST_REQUIRE_MESSAGE(io.run_one_for(std::chrono::seconds(30)) != 0, "nothing happens any more");
        }
    }

    int exit_of(const child& of)
    {
        std::optional<int> status;
        of->wait([&](error_code failed, int value) { status = failed ? -1 : value; });
        run_until([&] { return status.has_value(); });
        return *status;
    }

    /// Reads a channel until it ends; what has come is in out or err. The child lives at least as long as its
    /// read; a handler that held it would keep it for ever.
    void drain(const child& from, workspace::channel which) { drain(*from, which); }
    void drain(workspace::child_process& from, workspace::channel which)
    {
        from.read(which, [this, &from, which](error_code failed, std::string_view bytes) {
            (which == workspace::channel::out ? out : err) += bytes;
            if (failed || bytes.empty())
                ++ended_channels;
            else
                drain(from, which);
        });
    }
    int ended_channels = 0;

    /// Reads until the child has written @p text.
    void read_until(const child& from, std::string_view text)
    {
        drain(from, workspace::channel::out);
        run_until([&] { return out.find(text) != out.npos || ended_channels != 0; });
        BOOST_REQUIRE(out.find(text) != out.npos);
    }
};

/// Whether a process runs; one that has ended and only stands in the table does not.
inline bool alive(pid_t id)
{
    std::ifstream file("/proc/" + std::to_string(id) + "/stat");
    std::string line;
    std::getline(file, line);
    const auto state = line.rfind(") ");
    return state != line.npos && line[state + 2] != 'Z' && line[state + 2] != 'X';
}

inline std::ptrdiff_t count_of(const char* folder)
{
    return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
}

} // namespace codexflow::test
