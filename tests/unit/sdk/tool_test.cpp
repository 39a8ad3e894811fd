#include <codexflow/tool.hpp>

#include <boost/test/unit_test.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>

using namespace codexflow;

namespace {

class sample final : public tool
{
public:
    sample()
    {
        add("join", "Joins texts.", &sample::join)
            .parameters(R"({"type":"object","properties":{"parts":{"type":"array"}},"required":["parts"]})")
            .effect(tool_effect::none);
        add("later", "Answers from a coroutine.", &sample::later);
        add("copy", "Copies.", &sample::tell)
            .path("from", tool_access::read)
            .path("to", tool_access::write)
            .effect(tool_effect::idempotent);
        add("run", "Runs.", &sample::tell).argv("argv").command("script");
        add("broken", "Breaks.", &sample::broken);
    }

private:
    tool_result join(tool_call& call)
    {
        std::string all;
        for (const std::string_view part : call.arguments.texts("parts"))
            all += part;
        all += call.arguments.text_or("end", ".");
        tool_result made(std::move(all));
        made.truncated = call.arguments.flag_or("cut", false);
        made.details = R"({"n":)" + std::to_string(call.arguments.count_or("n", 7, 1, 9)) + "}";
        return made;
    }
    task<tool_result> later(tool_call& call)
    {
        const std::string text(call.arguments.text("text"));
        co_return tool_result(text + '!');
    }
    tool_result tell(tool_call& call)
    {
        std::string all(call.id);
        (all += '@') += call.workspace;
        for (const tool_root& root : call.roots)
            all += (root.access == tool_access::write ? " w:" : " r:") + root.path;
        return tool_result(all);
    }
    tool_result broken(tool_call&) { throw failure(CFLOW_E_IO, "the disk is gone"); }
};

/// A coroutine that is run to its end: nothing here waits for a host.
struct driven
{
    struct promise_type
    {
        driven get_return_object() const noexcept { return {}; }
        std::suspend_never initial_suspend() const noexcept { return {}; }
        std::suspend_never final_suspend() const noexcept { return {}; }
        void return_void() const noexcept {}
        void unhandled_exception() const noexcept { std::terminate(); }
    };
};

struct ending
{
    std::optional<std::string> document;
    std::exception_ptr error;
};

driven drive(sample& on, operation& op, ending& end)
{
    try
    {
        end.document = co_await on.run(op);
    }
    catch (...)
    {
        end.error = std::current_exception();
    }
}

std::string run(std::string_view verb, std::string_view request)
{
    sample on;
    operation op(nullptr, nullptr, to_abi(verb), to_abi(request));
    ending end;
    drive(on, op, end);
    if (end.error)
        std::rethrow_exception(end.error);
    return end.document.value();
}

std::string call(const std::string& name, const std::string& arguments)
{
    return run("call", R"({"tool":")" + name + R"(","arguments":)" + arguments + "}");
}

} // namespace

BOOST_AUTO_TEST_SUITE(a_tool)

BOOST_AUTO_TEST_CASE(says_what_it_declared)
{
    json::document doc;
    const std::string text = run("list", "{}");
    BOOST_REQUIRE(doc.parse(text));
    const json::value tools = doc.root()["tools"];
    BOOST_REQUIRE(tools.size() == 5);
    BOOST_TEST(tools[0].raw() ==
               R"({"name":"join","description":"Joins texts.","parameters":)"
               R"({"type":"object","properties":{"parts":{"type":"array"}},"required":["parts"]},)"
               R"("effect":"none"})");
    BOOST_TEST(tools[1]["effect"].string() == "once");
    BOOST_TEST(tools[1]["parameters"]["type"].string() == "object");
    BOOST_TEST(tools[2]["subjects"].raw() ==
               R"({"paths":[{"argument":"from","access":"read"},{"argument":"to","access":"write"}]})");
    BOOST_TEST(tools[2]["effect"].string() == "idempotent");
    BOOST_TEST(tools[3]["subjects"].raw() == R"({"argv":"argv","command":"script"})");
}

BOOST_AUTO_TEST_CASE(answers_at_once_or_later)
{
    BOOST_TEST(call("join", R"({"parts":["a","b"]})") == R"({"content":"ab.","details":{"n":7}})");
    BOOST_TEST(call("join", R"({"parts":"a","end":null,"cut":true,"n":3.0})") ==
               R"({"content":"a.","truncated":true,"details":{"n":3}})");
    BOOST_TEST(call("later", R"({"text":"yes"})") == R"({"content":"yes!"})");
}

BOOST_AUTO_TEST_CASE(tells_the_model_what_is_wrong_with_an_argument)
{
    const auto wrong = [](const std::string& why) {
        return R"({"content":"the argument )" + why + R"(","is_error":true})";
    };
    BOOST_TEST(call("later", "{}") == wrong("'text' is missing: it must be a text"));
    BOOST_TEST(call("later", R"({"text":5})") == wrong("'text' must be a text, not 5"));
    BOOST_TEST(call("join", R"({"parts":5})") == wrong("'parts' must be a list of texts, not 5"));
    BOOST_TEST(call("join", R"({"parts":["a",{}]})") == wrong("'parts' must be a text, not {}"));
    BOOST_TEST(call("join", R"({"cut":0})") == wrong("'cut' must be true or false, not 0"));
    for (const char* n : {"0", "10", "1.5", "1e300"})
        BOOST_TEST(call("join", R"({"n":)" + std::string(n) + "}") ==
                   wrong("'n' must be a whole number from 1 to 9, not " + std::string(n)));
}

BOOST_AUTO_TEST_CASE(knows_where_it_may_work)
{
    BOOST_TEST(
        run("call",
            R"({"tool":"copy","call_id":"c1","workspace":"/w",)"
            R"("roots":[{"path":"/w","access":"write"},{"path":"/r","access":"read"},{"path":"/x"}]})") ==
        R"({"content":"c1@/w w:/w r:/r r:/x"})");
}

BOOST_AUTO_TEST_CASE(is_broken_by_failures_alone)
{
    const auto status = [](cflow_status wanted) {
        return [wanted](const failure& f) { return f.status() == wanted; };
    };
    BOOST_CHECK_EXCEPTION(call("broken", "{}"), failure, status(CFLOW_E_IO));
    BOOST_CHECK_EXCEPTION(call("none", "{}"), failure, status(CFLOW_E_NOT_FOUND));
    BOOST_CHECK_EXCEPTION(call("join", "[]"), failure, status(CFLOW_E_INVALID));
    BOOST_CHECK_EXCEPTION(run("call", "{}"), failure, status(CFLOW_E_INVALID));
    BOOST_CHECK_EXCEPTION(run("call", "nonsense"), failure, status(CFLOW_E_INVALID));
    BOOST_CHECK_EXCEPTION(run("forget", "{}"), failure, status(CFLOW_E_UNSUPPORTED));
    BOOST_CHECK_EXCEPTION(tool_declaration("x", "").parameters("[]"), failure, status(CFLOW_E_INVALID));
}

BOOST_AUTO_TEST_SUITE_END()
