#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  JSON-RPC 2.0 as MCP speaks it, from the client's side: which ids are open, what a message of the server is, and
 *  what it is answered. Pure: no I/O and no clock; the messages come and go as texts. */
namespace codexflow::mcp {

/// The server's refusal of a request.
struct rpc_error
{
    std::int64_t code = 0;
    std::string message;
};

/// What a request of ours was answered.
struct rpc_answer
{
    std::string result; ///< JSON, as the server wrote it; empty when it refused.
    std::optional<rpc_error> error;
};

/// One thing a message of the server means for us.
struct received
{
    enum class kind : std::uint8_t
    {
        answer,        ///< To the request @c id.
        reply,         ///< The server asked something; @c text is to be sent.
        tools_changed, ///< Its list of tools is another one now.
        notice,        ///< It tells something that nobody waits for; @c text names the method.
        stray          ///< Nothing that belongs here; @c text says why it was passed over.
    };

    kind what = kind::stray;
    std::uint64_t id = 0;
    rpc_answer answer;
    std::string text;
};

/// A request, ready to be sent.
struct outgoing
{
    std::uint64_t id = 0;
    std::string text;
};

/** The client's side of one connection. Owned by the connection; not for two threads at once. */
class conversation
{
public:
    /// @param roots the folders that the server may ask for, as file URIs; empty: it is told that there are none to
    ///        ask for.
    explicit conversation(std::vector<std::string> roots = {}) : roots_(std::move(roots)) {}

    /// Opens a request. @param params a JSON object, or empty: none. A token for reports of progress is added.
    outgoing request(std::string_view method, std::string_view params);
    /// A message that nobody answers.
    static std::string notification(std::string_view method, std::string_view params = {});
    /// Gives the request up. @return what the server is to be told; nothing if it is not open.
    std::optional<std::string> cancel(std::uint64_t id, std::string_view why);

    /// What @p message means, in order; a batch means several things. Never fails: what cannot be read is stray.
    std::vector<received> receive(std::string_view message);

    bool is_open(std::uint64_t id) const { return open_.count(id) != 0; }
    const std::vector<std::string>& roots() const noexcept { return roots_; }

private:
    class reader;

    std::vector<std::string> roots_;
    std::set<std::uint64_t> open_;
    std::uint64_t last_ = 0;
};

} // namespace codexflow::mcp
