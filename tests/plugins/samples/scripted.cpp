// A plugin on the C++ SDK, whose operations do what their request says. It is also built by clang with its
// own standard library, to see that two C++ runtimes in one process do not meet.
#include <codexflow/json.hpp>
#include <codexflow/plugin.hpp>

#include <map>
#include <stdexcept>
#include <string>
#include <typeinfo>

#ifndef SCRIPTED_NAME
#define SCRIPTED_NAME "scripted"
#endif

CODEXFLOW_MANIFEST(R"({"id":"test.)" SCRIPTED_NAME R"(","version":"1.0.0","components":[
  {"kind":"provider","name":")" SCRIPTED_NAME R"("},{"kind":"router","name":")" SCRIPTED_NAME R"("}],
  "needs":{"services":["http","timer"],"secrets":["DECLARED"],"hosts":["127.0.0.1"]}})");

namespace {

using codexflow::failure;
using codexflow::task;

class scripted : public codexflow::provider
{
public:
    explicit scripted(const codexflow::settings& given)
    {
        codexflow::json::document doc;
        if (!doc.parse(given.json()))
            throw failure(CFLOW_E_INVALID, "the settings are not JSON");
        const std::string fault(doc.root()["fault"].string());
        if (fault == "failure")
            throw failure(CFLOW_E_INVALID, "the setting 'fault' says so");
        if (fault == "exception")
            throw std::runtime_error("out of the constructor");
        if (fault == "number")
            throw 7;
    }

    task<std::string> chat(codexflow::operation& op) override
    {
        codexflow::json::document doc;
        if (!doc.parse(op.request()))
            throw failure(CFLOW_E_INVALID, "the request is not JSON");
        const std::string what(doc.root()["do"].string());
        const std::string url(doc.root()["url"].string());
        if (what == "throw")
            throw std::runtime_error("before the first chunk");
        co_await op.emit_text("first");
        if (what == "throw later")
            throw std::runtime_error("after the first chunk");
        if (what == "throw number")
            throw 7;
        if (what == "throw failure")
            throw failure(CFLOW_E_RATE_LIMITED, "slow down").kind("rate_limited").http_status(429);
        if (what == "throw through")
            co_await rethrow(op);
        if (what == "catch its own")
            co_await catch_its_own(op);
        if (what == "sleep")
            co_await op.sleep_for(std::chrono::hours(1));
        if (what == "stream")
            co_await stream(op);
        if (what == "get")
            co_await get(op, url);
        co_return R"({"finish":"stop"})";
    }

private:
    static task<void> thrower(codexflow::operation& op)
    {
        co_await op.sleep_for(std::chrono::microseconds(1));
        throw std::out_of_range("from a child that had waited");
    }
    static task<void> rethrow(codexflow::operation& op)
    {
        try
        {
            co_await thrower(op);
        }
        catch (const std::exception&)
        {
            throw; // through another frame of this runtime
        }
    }
    static task<void> catch_its_own(codexflow::operation& op)
    {
        std::string seen = "nothing";
        try
        {
            co_await thrower(op);
        }
        catch (const std::logic_error& e) // by a base class: the runtimes' type information must not mix
        {
            seen = e.what();
        }
        co_await op.emit_text(seen);
    }
    static task<void> stream(codexflow::operation& op)
    {
        for (int i = 0; i != 1000; ++i)
            co_await op.emit_text(std::to_string(i % 10));
    }
    static task<void> get(codexflow::operation& op, const std::string& url)
    {
        codexflow::http_request request("GET", url);
        codexflow::http_stream answer = co_await codexflow::http_stream::open(op, request);
        for (;;)
        {
            const auto piece = co_await answer.read();
            if (!piece)
                break;
            co_await op.emit_text(*piece);
        }
    }
};

class pure : public codexflow::router
{
public:
    codexflow::routing::answer route(const codexflow::routing::request&) const override { return {}; }
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<scripted>(SCRIPTED_NAME), codexflow::component<pure>(SCRIPTED_NAME))
