#include "plugins/mcp/server.hpp"

#include "plugins/mcp/http_link.hpp"
#include "plugins/mcp/result_text.hpp"
#include "plugins/mcp/stdio_link.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>
#include <codexflow/view.hpp>

#include <exception>
#include <iterator>
#include <utility>

namespace codexflow::mcp {
namespace {

using namespace std::chrono_literals;

constexpr unsigned most_starts = 2;    ///< Of a program: the first, and one after it died.
constexpr unsigned most_sessions = 10; ///< Of a server behind a URL, which may forget them.
constexpr unsigned most_pages = 100;
constexpr std::size_t most_tools = 1000;

std::string call_params(std::string_view name, std::string_view arguments)
{
    std::string text;
    json_writer(text).begin_object().member("name", name).raw_member("arguments", arguments).end_object();
    return text;
}

std::string page_params(const std::string& cursor)
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    if (!cursor.empty())
        out.member("cursor", cursor);
    out.end_object();
    return text;
}

std::string hint_of(const failure& f)
{
    json::document told;
    const std::string text = f.document();
    return told.parse(text) ? std::string(told.root()["hint"].string()) : std::string();
}

} // namespace

server::server(const cflow_host* host, server_settings about)
    : host_(host),
      about_(std::move(about)),
      tools_(about_)
{}

/// Not by an operation: a connection may have something to say when the one that opened it has ended.
void server::log(log_level level, const std::string& text) const
{
    const auto* table = static_cast<const cflow_log_v1*>(host_->get_service(host_, to_abi(CFLOW_SERVICE_LOG)));
    const std::string line = who() + ": " + text;
    if (table != nullptr)
        table->write(host_, static_cast<std::int32_t>(level), to_abi(line));
}

std::shared_ptr<link> server::make_link()
{
    link_events events;
    events.down = [this] { changed_.wake(); };
    events.tools_changed = [this] { stale_ = true; };
    events.remark = [this](log_level level, const std::string& text) { log(level, text); };
    if (about_.over_http())
        return std::make_shared<http_link>(about_, std::move(events));
    return std::make_shared<stdio_link>(about_, std::move(events));
}

task<void> server::keep(operation& op)
{
    kept_ = true;
    changed_.wake();
    std::exception_ptr stopped;
    try
    {
        while (!closing_)
        {
            if (wanted_)
                co_await live(op);
            else
                co_await changed_.wait(op);
        }
    }
    catch (...) // cancelled, without close(): what lived is gone
    {
        stopped = std::current_exception();
    }
    state_ = state::closed;
    changed_.wake();
    if (stopped)
        std::rethrow_exception(stopped);
}

/// One life of the connection: start, wait for its end, clean up.
task<void> server::live(operation& op)
{
    wanted_ = false;
    ++starts_;
    const std::shared_ptr<link> mine = make_link();
    std::exception_ptr stopped;
    try
    {
        co_await connect(op, mine);
        while (state_ == state::ready && !closing_ && mine->fault().empty())
            co_await changed_.wait(op);
        if (closing_)
            co_await mine->close(op);
    }
    catch (...)
    {
        stopped = std::current_exception();
    }
    const bool was_ready = state_ == state::ready;
    if (was_ready)
    {
        fault_ = mine->fault();
        hint_.clear();
        fault_status_ = CFLOW_E_UNAVAILABLE;
    }
    state_ = state::down;
    link_.reset();
    co_await mine->drop();
    changed_.wake();
    if (stopped)
        std::rethrow_exception(stopped);
}

/// Throws only when cancelled; every other fault makes it down.
task<void> server::connect(operation& op, std::shared_ptr<link> to)
{
    state_ = state::starting;
    try
    {
        co_await to->open(op);
        co_await greet(op, *to);
        co_await list(op, *to);
        link_ = to;
        state_ = state::ready;
        changed_.wake();
    }
    catch (const failure& f)
    {
        if (f.status() == CFLOW_E_CANCELLED)
            throw;
        fault_ = f.what();
        fault_status_ = f.status();
        hint_ = hint_of(f);
    }
}

task<void> server::greet(operation& op, link& to)
{
    const rpc_answer answer = co_await to.ask(op, "initialize", greeting(!about_.roots.empty()), about_.start_timeout);
    if (answer.error)
        throw failure(CFLOW_E_UNSUPPORTED, "it refuses the greeting: " + answer.error->message + " (error " +
                                               std::to_string(answer.error->code) + ')');
    const welcome said = read_welcome(answer.result);
    if (!said.fault.empty())
        throw failure(CFLOW_E_UNSUPPORTED, said.fault).kind("protocol");
    if (!said.has_tools)
        throw failure(CFLOW_E_UNSUPPORTED, "it has no tools");
    to.agreed(said.revision);
    co_await to.say(op, "notifications/initialized");
    log(log_level::debug, "it is " + said.name + ' ' + said.version + " and speaks MCP " + said.revision);
}

task<void> server::list(operation& op, link& to)
{
    stale_ = false;
    std::vector<definition> all;
    std::string cursor;
    for (unsigned page = 0; page != most_pages; ++page)
    {
        const rpc_answer answer = co_await to.ask(op, "tools/list", page_params(cursor), about_.start_timeout);
        if (answer.error)
            throw failure(CFLOW_E_PROTOCOL, "it does not list its tools: " + answer.error->message).kind("protocol");
        listing got = read_listing(answer.result);
        if (!got.fault.empty())
            throw failure(CFLOW_E_PROTOCOL, got.fault).kind("protocol");
        std::move(got.tools.begin(), got.tools.end(), std::back_inserter(all));
        if (all.size() > most_tools)
            throw failure(CFLOW_E_TOO_LARGE, "it has more than " + std::to_string(most_tools) + " tools");
        cursor = got.next_cursor;
        if (cursor.empty())
            break;
    }
    if (!cursor.empty())
        throw failure(CFLOW_E_TOO_LARGE, "its list of tools has more than " + std::to_string(most_pages) + " pages");
    for (const tool_list::remark& each : tools_.settle(std::move(all)))
        log(each.is_warning ? log_level::warning : log_level::info, each.text);
}

bool server::may_start() const noexcept { return starts_ < (about_.over_http() ? most_sessions : most_starts); }

failure server::unavailable() const
{
    failure why(fault_status_, who() + ": " + fault_);
    why.hint(hint_);
    return why;
}

task<void> server::until_ready(operation& op)
{
    if (!kept_)
        co_await changed_.wait(op, 1s); // "serve" begins at the same time as the first "list"
    if (!kept_)
        throw failure(CFLOW_E_UNSUPPORTED, "this host does not run the verb 'serve', in which the server would live");
    bool tried = false;
    while (state_ != state::ready || !link_->fault().empty()) // it may be over, and the keeper not know it yet
    {
        if (closing_ || state_ == state::closed)
            throw failure(CFLOW_E_UNAVAILABLE, who() + " is not used any more");
        if (state_ == state::down && !wanted_ && (tried || !may_start()))
            throw unavailable();
        if ((state_ == state::idle || state_ == state::down) && !wanted_)
        {
            wanted_ = true;
            changed_.wake();
        }
        tried = tried || state_ != state::ready;
        co_await changed_.wait(op);
    }
}

/// What went wrong between us and the server, with its name.
failure server::named(const failure& f) const
{
    failure made(f.status(), who() + ": " + f.what());
    made.kind(f.kind()).phase(f.phase()).hint(hint_of(f));
    return made;
}

/// Asks; where the session was lost on the way, once more in a new one.
task<rpc_answer> server::ask(operation& op, std::string method, std::string params)
{
    for (bool again = false;; again = true)
    {
        co_await until_ready(op);
        const std::shared_ptr<link> to = link_;
        try
        {
            rpc_answer got = co_await to->ask(op, method, params, for_ever);
            co_return got;
        }
        catch (const failure& f)
        {
            const bool lost = about_.over_http() && f.status() == CFLOW_E_NOT_FOUND && !to->fault().empty();
            if (f.status() == CFLOW_E_CANCELLED)
                throw;
            if (!lost || again)
                throw named(f);
        }
    }
}

task<tool_result> server::call(operation& op, std::string name, std::string arguments)
{
    co_await until_ready(op);
    if (stale_)
    {
        const std::shared_ptr<link> to = link_;
        co_await list(op, *to);
    }
    if (const std::string why = tools_.objection(name); !why.empty())
        co_return tool_result::failed("The call was not made: " + why);
    const rpc_answer answer = co_await ask(op, "tools/call", call_params(name, arguments));
    if (answer.error)
        co_return tool_result::failed(who() + " refuses the call: " + answer.error->message + " (error " +
                                      std::to_string(answer.error->code) + ')');
    co_return result_text("'" + about_.server + "'", answer.result);
}

task<void> server::close(operation& op)
{
    closing_ = true;
    changed_.wake();
    while (kept_ && state_ != state::closed)
        co_await changed_.wait(op);
}

} // namespace codexflow::mcp
