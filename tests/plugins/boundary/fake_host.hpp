#pragma once

#include <codexflow/abi.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  A host for one plugin, without engine, sockets and time: what servers answer is written down before,
 *  sleeping takes none, and the clock is moved by hand. Everything the plugin does is kept for the test.
 * Single-threaded. */
namespace codexflow::test {

/// What the next HTTP request gets.
struct http_answer
{
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<std::string> pieces; ///< One for each read.
    cflow_status end = CFLOW_END;    ///< What the read behind the last piece gets.
    std::string end_message;
    std::int64_t pace_us = 0;     ///< What each read moves the host's clock on by.
    cflow_status open = CFLOW_OK; ///< An error: no answer at all.
    std::string open_message;
};

struct http_seen
{
    std::string method, url, body;
    std::vector<std::pair<std::string, std::string>> headers;

    std::string header(std::string_view name) const;
};

struct seen_chunk
{
    std::uint32_t kind = 0;
    std::uint32_t index = 0;
    std::string data;
};

/// All that became of one operation.
struct run_result
{
    cflow_status status = CFLOW_OK;
    std::string document;
    std::vector<seen_chunk> chunks;
    std::vector<std::uint64_t> sleeps_us;
    std::size_t steps = 0; ///< Host calls that were waited for.

    /// The data of all chunks of a kind, joined.
    std::string text(std::uint32_t kind = CFLOW_CHUNK_TEXT) const;
};

class fake_host
{
public:
    /// Loads the plugin at @p file; throws std::runtime_error if that fails.
    explicit fake_host(const std::string& file);
    ~fake_host();
    fake_host(const fake_host&) = delete;
    fake_host& operator=(const fake_host&) = delete;

    /// Makes an instance of the only component. @return CFLOW_OK, or an error with message().
    cflow_status create(std::string_view settings);
    const std::string& message() const noexcept { return message_; }

    /// Runs one operation to its release. Throws std::runtime_error when the plugin breaks the rules:
    /// ends twice, never, or leaves a stream open.
    run_result run(std::string_view verb, std::string_view request);

    std::deque<http_answer> answers;  ///< One for each request, in their order.
    std::vector<http_seen> requests;  ///< Those that were sent.
    std::int64_t now_us = 0;          ///< The steady clock; nothing but reads with a pace moves it.
    std::size_t wait_every = 0;       ///< Every n-th chunk says "wait"; 0: none does.
    std::size_t cancel_at = SIZE_MAX; ///< The step of an operation at which it is cancelled, from 0.

private:
    struct operation;
    struct stream;
    struct tables;
    friend struct tables;

    void post(std::function<void()> work) { queue_.push_back(std::move(work)); }

    void* library_ = nullptr;
    const cflow_plugin* plugin_ = nullptr;
    void* instance_ = nullptr;
    std::string message_;
    std::deque<std::function<void()>> queue_;
    std::size_t open_streams_ = 0;
    cflow_host host_{};
};

} // namespace codexflow::test
