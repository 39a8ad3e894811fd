#pragma once

#include "plugins/mcp/handshake.hpp"
#include "plugins/mcp/link.hpp"
#include "plugins/mcp/tool_list.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/tool_call.hpp>
#include <codexflow/wakeup.hpp>

#include <cstdint>
#include <memory>

namespace codexflow::mcp {

/** One server through a whole run. It is started when it is first asked for something, in the operation "serve", where
 *  its connection lives; when it dies it is started once more, and after that its end is the answer to every call.
 *  Owned by the component; one thread. */
class server
{
public:
    server(const cflow_host* host, server_settings about);

    /// The operation "serve": keeps the connection until close() was asked for.
    task<void> keep(operation& op);
    /// Awaits that keep() has closed everything.
    task<void> close(operation& op);
    /// Starts the server if need be. Throws failure when it cannot be had.
    task<void> until_ready(operation& op);
    /// Calls a tool by the server's name of it. Throws failure when the server broke.
    task<tool_result> call(operation& op, std::string name, std::string arguments);

    const server_settings& settings() const noexcept { return about_; }
    const tool_list& tools() const noexcept { return tools_; }

private:
    enum class state : std::uint8_t
    {
        idle, ///< Nobody has asked yet.
        starting,
        ready,
        down, ///< fault_ says why.
        closed
    };

    std::shared_ptr<link> make_link();
    task<void> live(operation& op);
    task<void> connect(operation& op, std::shared_ptr<link> to);
    task<void> greet(operation& op, link& to);
    task<void> list(operation& op, link& to);
    task<rpc_answer> ask(operation& op, std::string method, std::string params);
    bool may_start() const noexcept;
    failure unavailable() const;
    failure named(const failure& f) const;
    void log(log_level level, const std::string& text) const;
    std::string who() const { return "the MCP server '" + about_.server + "'"; }

    const cflow_host* host_;
    const server_settings about_;
    tool_list tools_;
    wakeup changed_; ///< Something of what follows has.
    state state_ = state::idle;
    std::shared_ptr<link> link_; ///< While it is ready.
    std::string fault_, hint_;
    cflow_status fault_status_ = CFLOW_E_UNAVAILABLE;
    unsigned starts_ = 0;
    bool kept_ = false;    ///< keep() is under way.
    bool wanted_ = false;  ///< Somebody waits for it to be ready.
    bool closing_ = false;
    bool stale_ = false;   ///< The server says that its tools have changed.
};

} // namespace codexflow::mcp
