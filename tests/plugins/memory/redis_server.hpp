#pragma once

#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <memory>
#include <string>
#include <vector>

namespace codexflow::test {

/** A redis-server of this test's own, on a socket in a folder of its own, that keeps nothing on the disk. It ends with
 *  the object. */
class redis_server
{
public:
    /// Whether the program is installed.
    static bool installed();
    /** Starts one and waits until it answers. @throws std::runtime_error with what it said when it does not come up.
     *  @param more further arguments for it.
     *  @param port for one that listens on 127.0.0.1 too; 0: it does not. */
    explicit redis_server(std::vector<std::string> more = {}, int port = 0);

    std::string url() const { return "unix:" + socket(); }
    std::string socket() const { return (dir_ / "redis.sock").string(); }

    /// Ends it at once.
    void kill();
    /// Starts it again, empty, where it was.
    void start();

    /// One for all tests of this program, which use prefixes of their own.
    static redis_server& common();

private:
    temp_dir dir_;
    std::vector<std::string> arguments_;
    std::unique_ptr<process> running_;
};

/// A port of 127.0.0.1 that was free a moment ago: redis-server cannot be told to choose one.
int free_port();

} // namespace codexflow::test
