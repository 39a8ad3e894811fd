#include "plugins/mcp/conversation.hpp"

#include "plugins/mcp/plain_text.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

namespace codexflow::mcp {
namespace {

constexpr std::int64_t method_not_found = -32601;
constexpr std::size_t shown = 200;      ///< Bytes of a foreign text that a message repeats.
constexpr std::size_t longest_batch = 1000;

std::string begin_reply(json::value id)
{
    return R"({"jsonrpc":"2.0","id":)" + std::string(id.raw());
}

/// The params with a token for reports of progress, which is the id.
void write_params(json_writer& out, std::string_view params, std::uint64_t id)
{
    json::document given;
    if (params.empty() || !given.parse(params))
        return;
    out.key("params").begin_object();
    for (const json::member m : given.root().members())
        out.raw_member(m.name, m.value.raw());
    if (!given.root()["_meta"].exists())
        out.key("_meta").begin_object().member("progressToken", id).end_object();
    out.end_object();
}

received stray(std::string why)
{
    received made;
    made.text = std::move(why);
    return made;
}

} // namespace

/// Reads one message for its conversation.
class conversation::reader
{
public:
    explicit reader(conversation& of) : of_(of) {}

    received read(json::value message)
    {
        if (message["jsonrpc"].string() != "2.0")
            return stray("a message that is not JSON-RPC 2.0");
        const json::value id = message["id"];
        if (!message["method"].is_string())
            return read_answer(message, id);
        if (id.is_string() || id.is_number())
            return read_request(message["method"].string(), id);
        return read_notification(message["method"].string());
    }

private:
    received read_answer(json::value message, json::value id)
    {
        const json::value fault = message["error"];
        if (!message["result"].exists() && !fault.is_object())
            return stray("a message that is neither a request nor an answer");
        const auto number = id.as_uint64();
        if (!number || of_.open_.erase(*number) == 0)
            return stray("an answer to the unknown id " + one_line(id.exists() ? id.raw() : "(none)", shown) +
                         (fault.is_object() ? ": " + one_line(fault["message"].string(), shown) : ""));
        received made;
        made.what = received::kind::answer;
        made.id = *number;
        if (fault.is_object())
            made.answer.error = rpc_error{fault["code"].as_int64().value_or(0), plain_text(fault["message"].string(), 4096)};
        else
            made.answer.result = message["result"].raw();
        return made;
    }

    received read_request(std::string_view method, json::value id)
    {
        received made;
        made.what = received::kind::reply;
        made.text = begin_reply(id);
        if (method == "ping")
            made.text += R"(,"result":{}})";
        else if (method == "roots/list" && !of_.roots_.empty())
            add_roots(made.text);
        else
            refuse(method, made.text);
        return made;
    }

    void add_roots(std::string& text) const
    {
        std::string result;
        json_writer out(result);
        out.begin_object().key("roots").begin_array();
        for (const std::string& uri : of_.roots_)
            out.begin_object().member("uri", uri).end_object();
        out.end_array().end_object();
        text += ",\"result\":" + result + '}';
    }

    static void refuse(std::string_view method, std::string& text)
    {
        std::string fault;
        json_writer out(fault);
        out.begin_object().member("code", method_not_found);
        out.member("message", "this client does not serve " + one_line(method, shown)).end_object();
        text += ",\"error\":" + fault + '}';
    }

    static received read_notification(std::string_view method)
    {
        received made;
        made.what = method == "notifications/tools/list_changed" ? received::kind::tools_changed : received::kind::notice;
        made.text = one_line(method, shown);
        return made;
    }

    conversation& of_;
};

outgoing conversation::request(std::string_view method, std::string_view params)
{
    outgoing made;
    made.id = ++last_;
    open_.insert(made.id);
    json_writer out(made.text);
    out.begin_object().member("jsonrpc", "2.0").member("id", made.id).member("method", method);
    write_params(out, params, made.id);
    out.end_object();
    return made;
}

std::string conversation::notification(std::string_view method, std::string_view params)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("jsonrpc", "2.0").member("method", method);
    if (!params.empty())
        out.raw_member("params", params);
    out.end_object();
    return text;
}

std::optional<std::string> conversation::cancel(std::uint64_t id, std::string_view why)
{
    if (open_.erase(id) == 0)
        return std::nullopt;
    std::string params;
    json_writer out(params);
    out.begin_object().member("requestId", id).member("reason", why).end_object();
    return notification("notifications/cancelled", params);
}

std::vector<received> conversation::receive(std::string_view message)
{
    std::vector<received> all;
    json::document document;
    if (!document.parse(message))
    {
        all.push_back(stray("a line that is not JSON: " + one_line(message, shown)));
        return all;
    }
    reader one(*this);
    const json::value root = document.root();
    if (!root.is_array())
    {
        all.push_back(one.read(root));
        return all;
    }
    for (const json::value each : root.elements())
    {
        if (all.size() == longest_batch)
        {
            all.push_back(stray("the rest of a batch of " + std::to_string(root.size()) + " messages"));
            break;
        }
        all.push_back(one.read(each));
    }
    return all;
}

} // namespace codexflow::mcp
