#include "tests/plugins/host/boundary_fixture.hpp"
#include "tests/support/temp_dir.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>

#include <cerrno>
#include <string>

using codexflow::cancel_reason;
using codexflow::test::boundary_fixture;

namespace {

struct with_children : boundary_fixture
{
    codexflow::plugin::component_instance& children = provider("children");

    with_children() { services.variables = {{"PATH", "/usr/bin:/bin"}, {"NOT_ALLOWED", "x"}}; }
    ~with_children()
    {
        run_until([this] { return services.children.empty(); });
        BOOST_TEST(::waitpid(-1, nullptr, WNOHANG) == -1); // nor a dead one
    }

    static std::string request(std::string_view what, std::string_view script, std::string_view input = "",
                               std::string_view given = "")
    {
        std::string json;
        codexflow::json_writer(json)
            .begin_object()
            .member("do", what)
            .member("script", script)
            .member("input", input)
            .member("given", given)
            .end_object();
        return json;
    }
    codexflow::plugin::operation_end tell(std::string_view what, std::string_view script,
                                          std::string_view input = "")
    {
        return run(children, "chat", request(what, script, input));
    }
};

/// A member of an error document.
std::string member(const codexflow::plugin::operation_end& end, std::string_view name)
{
    codexflow::json::document doc;
    BOOST_REQUIRE_MESSAGE(doc.parse(end.text), end.text);
    return std::string(doc.root()[name].string());
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(process_service, with_children)

BOOST_AUTO_TEST_CASE(a_child_is_fed_and_heard)
{
    const auto end = tell("talk", "cat; echo oops >&2; exit 3", "hello ");
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(out.text == "hello [3][oops\n]");
}

BOOST_AUTO_TEST_CASE(a_child_is_written_to_step_by_step)
{
    tell("talk", "cat", "by hand");
    BOOST_TEST(out.text == "first second[0][]");
}

BOOST_AUTO_TEST_CASE(more_than_a_pipe_holds_goes_both_ways)
{
    const std::string much(3'000'000, 'x');
    const auto end = tell("talk", "cat", much);
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(out.text.size() == much.size() + 5);
}

BOOST_AUTO_TEST_CASE(a_slow_consumer_slows_the_child)
{
    out.high_water = 100'000;
    out.catches_up = false;
    begin(children, "chat", request("talk", "head -c 50000000 /dev/zero"));
    run_until([this] { return out.asked == 1; });
    settle();
    BOOST_TEST(out.text.size() < 500'000U);
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
}

BOOST_AUTO_TEST_CASE(its_input_may_be_left_unread)
{
    const auto end = tell("talk", "exec <&-; echo done", std::string(1'000'000, 'x'));
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(out.text == "done\n[0][]");
}

BOOST_AUTO_TEST_CASE(cancelling_ends_it_within_moments)
{
    begin(children, "chat", request("talk", "trap '' TERM; echo ready; while :; do sleep 0.01; done"));
    run_until([this] { return out.text == "ready\n"; });
    const auto asked = std::chrono::steady_clock::now();
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST((std::chrono::steady_clock::now() - asked <
                std::chrono::seconds(1))); // long before the child's grace
    BOOST_TEST(ended->status == CFLOW_E_CANCELLED);
    BOOST_TEST(!services.children.empty());
    services.children.kill_all();
}

BOOST_AUTO_TEST_CASE(what_a_plugin_forgets_ends_with_its_operation)
{
    const auto end = tell("forget", "sleep 100");
    BOOST_TEST(end.status == CFLOW_OK);
}

BOOST_AUTO_TEST_CASE(closing_answers_every_call)
{
    tell("close", "sleep 100");
    BOOST_TEST(out.text == "4 cancelled");
}

BOOST_AUTO_TEST_CASE(one_read_and_one_wait_at_a_time)
{
    tell("twice", "sleep 100");
    BOOST_TEST(out.text == "3 invalid");
}

BOOST_AUTO_TEST_CASE(an_exception_beside_running_calls)
{
    const auto end = tell("throw", "sleep 100");
    BOOST_TEST(end.status == CFLOW_E_FAILED);
    BOOST_TEST(member(end, "message") == "thrown while calls were under way");
}

BOOST_AUTO_TEST_CASE(a_signal_from_the_plugin)
{
    tell("kill", "echo ready; sleep 100");
    BOOST_TEST(out.text == "143");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_run)
{
    BOOST_TEST(tell("small", "").status == CFLOW_OK);
    BOOST_TEST(out.text == "1 invalid");
    services.variables = {{"PATH", "/no/such/folder"}};
    const auto end = tell("talk", "true");
    BOOST_TEST(end.status == CFLOW_E_NOT_FOUND);
    BOOST_TEST(member(end, "kind") == "invalid_request");
    BOOST_TEST(member(end, "message") == "cannot run 'sh': No such file or directory");
    BOOST_TEST(member(end, "hint") != "");
}

BOOST_AUTO_TEST_CASE(a_variable_that_is_not_for_it)
{
    const auto end = tell("inherit", "env");
    BOOST_TEST(end.status == CFLOW_E_DENIED);
    BOOST_TEST(out.text == "");
    BOOST_TEST(member(end, "message").find("NOT_ALLOWED") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(secrets_are_filled_in_for_those_who_may)
{
    const made got = make("children", "{}", "children", {{"KEY", "value-of-key"}});
    BOOST_REQUIRE(got.has_value());
    run(**got, "chat", request("talk", "echo $GIVEN", "", "{{secret:KEY}}"));
    BOOST_TEST(out.text == "value-of-key\n[0][]");
    const auto refused = run(children, "chat", request("talk", "echo $GIVEN", "", "{{secret:KEY}}"));
    BOOST_TEST(refused.status == CFLOW_E_DENIED);
}

BOOST_AUTO_TEST_SUITE_END()
