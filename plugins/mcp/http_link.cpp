#include "plugins/mcp/http_link.hpp"

#include "plugins/mcp/plain_text.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/sse.hpp>

#include <algorithm>
#include <utility>

namespace codexflow::mcp {
namespace {

using namespace std::chrono_literals;

/// Calls end by the host's limit of tools, not by how long a server is silent.
constexpr std::chrono::milliseconds longest_silence = 24h;
constexpr std::chrono::milliseconds note_limit = 10s;  ///< Of a notification that is waited for,
constexpr std::chrono::milliseconds queue_limit = 2s;  ///< and of one that is not.
constexpr std::chrono::milliseconds farewell_limit = 1s;
constexpr unsigned most_resumes = 10; ///< Of one answer, without an event in between.
constexpr std::size_t longest_refusal = std::size_t{64} << 10;
constexpr std::size_t shown = 300;

failure cut_short(const std::string& why)
{
    return failure(CFLOW_E_IO, "the answer ended before it was whole: " + why).kind("truncated");
}

} // namespace

/// A request under way. When its asker goes without an answer, the server is told.
class http_link::open_request
{
public:
    open_request(http_link& of, std::string_view method, std::string_view params)
        : sent(of.talk_.request(method, params)),
          of_(of),
          is_greeting_(method == "initialize")
    {}
    open_request(const open_request&) = delete;
    open_request& operator=(const open_request&) = delete;
    ~open_request()
    {
        of_.answers_.erase(sent.id);
        const auto note = of_.talk_.cancel(sent.id, "the call was stopped");
        if (note && !is_greeting_ && reached_server)
            of_.on_reply(*note);
    }

    const outgoing sent;
    bool reached_server = false;

private:
    http_link& of_;
    bool is_greeting_;
};

/// How far the event stream of one answer is.
struct http_link::stream_state
{
    explicit stream_state(std::uint64_t request) noexcept : id(request) {}

    std::uint64_t id;
    std::string last_event;            ///< Empty: it cannot be taken up again.
    std::chrono::milliseconds wait{1000}; ///< Before it is.
    unsigned resumes = 0;              ///< Since the last event.
    std::string broken;                ///< Why the connection ended, where it did not end well.
};

http_request http_link::request(std::string_view method) const
{
    http_request made{std::string(method), about_.url};
    for (const auto& [name, value] : about_.headers)
        made.header(name, value);
    made.header("Accept", "application/json, text/event-stream");
    if (!session_.empty())
        made.header("Mcp-Session-Id", session_);
    if (!revision_.empty())
        made.header("MCP-Protocol-Version", revision_);
    return made;
}

task<void> http_link::open(operation& keeper)
{
    beside_.start(post_queued(keeper));
    co_return;
}

task<rpc_answer> http_link::ask(operation& op, std::string method, std::string params, std::chrono::milliseconds limit)
{
    if (!fault().empty())
        throw failure(CFLOW_E_UNAVAILABLE, fault());
    open_request mine(*this, method, params);
    http_request post = request("POST");
    post.header("Content-Type", "application/json");
    post.body = mine.sent.text;
    post.first_byte = post.idle = std::min(limit, longest_silence);
    stream_state at(mine.sent.id);
    mine.reached_server = true; // from here on, as far as one can know
    {
        http_stream answer = co_await http_stream::open(op, post);
        if (answer.status() / 100 != 2)
        {
            mine.reached_server = false;
            failure why = co_await refusal(answer);
            throw why;
        }
        if (const std::string_view given = answer.header("mcp-session-id"); method == "initialize" && !given.empty())
            session_ = given;
        const bool streamed = answer.header("content-type").starts_with("text/event-stream");
        if (streamed)
            co_await read_events(answer, at);
        else
            co_await read_answer(answer, mine.sent.id);
    }
    while (!answered(mine.sent.id))
        co_await resume(op, at, limit);
    rpc_answer got = std::move(answers_[mine.sent.id]);
    co_return got;
}

/// A whole document, which holds the answer.
task<void> http_link::read_answer(http_stream& answer, std::uint64_t id)
{
    const std::string body = co_await answer.read_all(about_.max_message_bytes + 1);
    if (body.size() > about_.max_message_bytes)
        throw failure(CFLOW_E_TOO_LARGE, "its answer is longer than max_message_bytes allows");
    take(body);
    if (!answered(id))
        throw failure(CFLOW_E_PROTOCOL, "its answer is none to what it was asked: " + one_line(body, shown)).kind("protocol");
}

/// Events until the answer has come or the stream ends. What breaks the connection is kept in @p at.
task<void> http_link::read_events(http_stream& events, stream_state& at)
{
    sse_decoder decoder(about_.max_message_bytes);
    sse_event event;
    bool more = true;
    while (more && !answered(at.id))
    {
        std::optional<std::string_view> bytes;
        try
        {
            bytes = co_await events.read();
        }
        catch (const failure& f)
        {
            if (f.status() != CFLOW_E_IO)
                throw;
            at.broken = f.what();
        }
        more = bytes.has_value();
        if (more)
            decoder.feed(*bytes);
        else
            decoder.finish();
        while (decoder.next(event))
        {
            at.resumes = 0;
            if (!event.data.empty() && (event.type.empty() || event.type == "message"))
                take(event.data);
        }
        if (!decoder.last_id().empty()) // also that of the event without data which comes first
            at.last_event = decoder.last_id();
        if (decoder.failed())
            throw failure(CFLOW_E_PROTOCOL, std::string(decoder.failure())).kind("protocol");
    }
    if (const auto wanted = decoder.retry_ms())
        at.wait = std::chrono::milliseconds(std::min<std::uint64_t>(*wanted, 30'000));
}

/// Goes on with a stream that ended too early.
task<void> http_link::resume(operation& op, stream_state& at, std::chrono::milliseconds limit)
{
    if (at.last_event.empty())
        throw cut_short(at.broken.empty() ? "the stream ended, and its events have no numbers to go on from" : at.broken);
    if (++at.resumes > most_resumes)
        throw cut_short("it was taken up " + std::to_string(most_resumes) + " times, and nothing more came");
    co_await op.sleep_for(at.wait);
    http_request get = request("GET");
    get.header("Last-Event-ID", at.last_event);
    get.first_byte = get.idle = std::min(limit, longest_silence);
    http_stream events = co_await http_stream::open(op, get);
    if (events.status() != 200)
    {
        failure why = co_await refusal(events);
        throw why;
    }
    co_await read_events(events, at);
}

/// What a status that is no success means.
task<failure> http_link::refusal(http_stream& answer)
{
    const int status = answer.status();
    const std::string body = co_await answer.read_all(longest_refusal);
    const std::string said = body.empty() ? "" : ": " + one_line(body, shown);
    const bool in_session = !session_.empty();
    if (in_session && (status == 404 || status == 400)) // 404 by the book; 400 from servers that differ
    {
        fail("the server has lost the session (HTTP " + std::to_string(status) + said + ')');
        co_return failure(CFLOW_E_NOT_FOUND, fault()).http_status(status);
    }
    const cflow_status kind = status == 401 || status == 403 ? CFLOW_E_AUTH
                              : status == 429                ? CFLOW_E_RATE_LIMITED
                              : status >= 500                ? CFLOW_E_UNAVAILABLE
                                                             : CFLOW_E_PROTOCOL;
    failure why(kind, "HTTP " + std::to_string(status) + said);
    why.http_status(status);
    if (kind == CFLOW_E_AUTH)
        why.hint("give it what it wants in 'headers', with {{secret:NAME}} for a key, and NAME in 'secrets'");
    co_return why;
}

task<void> http_link::say(operation& op, std::string method)
{
    std::string message = conversation::notification(method);
    co_await post_note(op, std::move(message), note_limit);
}

task<void> http_link::post_note(operation& op, std::string message, std::chrono::milliseconds limit)
{
    http_request post = request("POST");
    post.header("Content-Type", "application/json");
    post.body = std::move(message);
    post.first_byte = post.idle = limit;
    http_stream answer = co_await http_stream::open(op, post);
    if (answer.status() / 100 != 2)
    {
        failure why = co_await refusal(answer);
        throw why;
    }
}

void http_link::on_reply(std::string message)
{
    queue_.push_back(std::move(message));
    to_send_.wake();
}

/// Sends what nobody waits for, in order. Ends with the link.
task<void> http_link::post_queued(operation& op)
{
    while (!closing_)
    {
        if (queue_.empty())
        {
            co_await to_send_.wait(op);
            continue;
        }
        std::string next = std::move(queue_.front());
        queue_.pop_front();
        try
        {
            co_await post_note(op, std::move(next), queue_limit);
        }
        catch (const failure& f)
        {
            if (f.status() == CFLOW_E_CANCELLED)
                co_return;
            remark(log_level::warning, std::string("a message could not be sent: ") + f.what());
        }
    }
}

task<void> http_link::close(operation& keeper)
{
    closing_ = true;
    to_send_.wake();
    if (session_.empty() || !fault().empty())
        co_return;
    http_request farewell = request("DELETE");
    farewell.first_byte = farewell.idle = farewell_limit;
    try
    {
        const http_stream answer = co_await http_stream::open(keeper, farewell);
        remark(log_level::debug, "the session was ended: HTTP " + std::to_string(answer.status())); // 405: it keeps none
    }
    catch (const failure& f)
    {
        remark(log_level::debug, std::string("the session could not be ended: ") + f.what());
    }
}

task<void> http_link::drop()
{
    closing_ = true;
    to_send_.wake();
    fail("the connection was closed");
    co_await beside_.ended();
}

} // namespace codexflow::mcp
