#pragma once

#include "engine/base/cancellation.hpp"
#include "engine/config/config.hpp"
#include "engine/gateway/model_service.hpp"
#include "engine/record/event.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace codexflow {

class redaction;
namespace net {
class deadline_sweeper;
}

/// What a session outside a run needs.
struct model_session_settings
{
    std::map<std::string, std::string> variables; ///< Where secrets are looked up by name.
    network_settings network;
    std::chrono::milliseconds retry_wait{60'000}; ///< A provider that asks for more is not waited for.
    bool handle_signals = true; ///< SIGINT, SIGTERM, SIGHUP stop what runs; a second one ends the process.
    /// What plugins log, masked; on the thread that calls perform(). May be empty.
    std::function<void(const event::notice&)> log{};
};

/** Models outside a run: for commands that ask a provider something and write no journal. Owns the engine's
 *  thread and its doors as a run does.
 *
 *  Life: open() the providers, then perform() work as often as wanted. All text that came from outside
 *  passes masked() before it is written. What a plugin still holds at the end is left to the end of the
 *  process. */
class model_session
{
public:
    /// A coroutine that ends when it has done its work, soon when the source it is given is cancelled.
    using work = std::function<boost::asio::awaitable<void>(cancel_source&)>;

    /// @param time and @p plugins outlive the session.
    model_session(clock& time, const plugin::catalog& plugins, model_session_settings settings);
    ~model_session();
    model_session(const model_session&) = delete;
    model_session& operator=(const model_session&) = delete;

    /// What is written passes the redactors of @p settings from now on. Errors as open_redactors().
    result<void> redact_as(const config& settings);

    /// @return the provider's number. Errors as gateway::model_service::open().
    result<std::size_t> open(const provider_use& use);

    /** Runs @p what to its end on the calling thread. Its scope is cancelled after @p limit (0: none) and
     *  by a signal. What it throws comes out here.
     *  @return what cancelled it: cancel_reason::none if nothing did. After a signal every later call
     *          returns at once. */
    cancel_reason perform(const work& what, std::chrono::milliseconds limit = {});

    gateway::model_gateway& models() noexcept;
    gateway::model_service& service() noexcept;
    /// For limits of single steps.
    net::deadline_sweeper& limits() noexcept;
    boost::asio::io_context& io() noexcept;
    clock& time() noexcept;
    /// What masked() does, for texts that come in pieces and for documents.
    redaction& funnel() noexcept;
    /// The text with every secret replaced.
    std::string masked(std::string text) const;
    /// The same for all texts of an error.
    error masked(error what) const;

private:
    struct core;
    std::unique_ptr<core> core_;
};

} // namespace codexflow
