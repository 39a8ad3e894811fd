#include "engine/workspace/run_child.hpp"

#include "engine/workspace/child_guard.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace codexflow::workspace {
namespace {

using steady = std::chrono::steady_clock;

class running
{
public:
    running(spawned_child made, child_patience patience)
        : child_(std::move(made)),
          patience_(patience),
          until_(steady::now() + patience.limit)
    {
        child_.in = owned_fd(); // it reads an end
    }
    ~running()
    {
        if (!reaped_)
            static_cast<void>(reap());
    }

    result<child_output> finish(const std::string& name)
    {
        bool over = false;
        while (!over)
        {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(until_ - steady::now());
            if (left.count() <= 0)
                return error(errc::deadline_exceeded, "'" + name + "' did not end in time");
            std::array<pollfd, 3> watched{pollfd{child_.out.get(), POLLIN, 0},
                                          pollfd{child_.err.get(), POLLIN, 0},
                                          pollfd{child_.ending.get(), POLLIN, 0}};
            if (::poll(watched.data(), watched.size(), static_cast<int>(std::min<long>(left.count(), 1000))) <
                    0 &&
                errno != EINTR)
                return error(errc::unavailable, "cannot wait for '" + name + "'");
            over = watched[2].revents != 0; // what it said before it ended is in the pipes by now
            if (!drain(child_.out, said_.out) || !drain(child_.err, said_.err))
                return error(errc::unavailable, "'" + name + "' says more than can be taken in");
        }
        said_.status = reap();
        return std::move(said_);
    }

private:
    /// @return how it ended; see ending_of.
    int reap() noexcept
    {
        kill_tree(child_.pid);
        reaped_ = true;
        return reap_guard(child_.pid, child_.ending.get()).value_or(255);
    }

    /// Takes what is there now. False when it is more than may be.
    bool drain(owned_fd& from, std::string& to)
    {
        std::array<char, 1U << 16U> piece{};
        while (from.get() >= 0)
        {
            const ssize_t n = ::read(from.get(), piece.data(), piece.size());
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0 && errno == EAGAIN)
                return true;
            if (n <= 0)
            {
                from = owned_fd();
                return true;
            }
            to.append(piece.data(), static_cast<std::size_t>(n));
            if (to.size() > patience_.most_bytes)
                return false;
        }
        return true;
    }

    spawned_child child_;
    const child_patience patience_;
    const steady::time_point until_;
    child_output said_;
    bool reaped_ = false;
};

} // namespace

result<child_output> run_child(const child_spec& spec, child_patience patience)
{
    auto made = spawn_child(spec);
    if (!made)
        return made.error();
    return running(std::move(*made), patience).finish(spec.argv.front());
}

} // namespace codexflow::workspace
