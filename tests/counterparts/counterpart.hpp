#pragma once

#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

/** @file
 *  Running a server that somebody else wrote. */
namespace codexflow::test {

/** A program that serves on a port of 127.0.0.1, in a folder of its own. It is killed with the object,
 *  and by the system if the test program dies without saying goodbye. */
class counterpart
{
public:
    /// How it is started on @p port; files it needs are written to @p folder.
    using recipe = std::function<command(const temp_dir& folder, std::uint16_t port)>;

    /** Starts it on a port that was free a moment ago, on another one if it ends before it is ready.
     *  @param says,ready It is ready when it has written @p ready to @p says.
     *  @throws std::runtime_error with what it said when it does not get ready. */
    counterpart(const recipe& how, stream says, std::string_view ready);

    std::uint16_t port() const noexcept { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    /// Waits until it has said @p what; false when it does not, within process::patience.
    bool says(stream where, std::string_view what) const { return program_->read_until(where, what); }
    std::string host() const { return "127.0.0.1:" + std::to_string(port_); }

private:
    temp_dir folder_;
    std::uint16_t port_ = 0;
    std::unique_ptr<process> program_;
};

/// The body of what @p url answers to @p method with @p body (JSON), whatever its status is.
/// @throws std::runtime_error when nobody answers.
std::string ask_http(std::string_view method, const std::string& url, std::string_view body = "");

} // namespace codexflow::test
