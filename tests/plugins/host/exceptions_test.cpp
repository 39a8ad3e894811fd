#include "tests/plugins/host/boundary_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::cancel_reason;
using codexflow::test::boundary_fixture;
using codexflow::test::puppet;

// What a plugin throws where it must not: one operation fails, and nothing else.

namespace {

struct with_both : boundary_fixture
{
    puppet told;
    codexflow::plugin::component_instance& raw = provider("raw");
    codexflow::plugin::component_instance& sdk = provider("scripted");

    codexflow::plugin::operation_end chat(const std::string& what) { return run(sdk, "chat", R"({"do":")" + what + "\"}"); }
    /// After a case in which the host may not touch the task any more.
    void expect_task_left_alone()
    {
        BOOST_TEST(told.released == 0);
        told.free(told);
    }
    /// After each case: the plugins still work.
    void teardown()
    {
        codexflow::cancel_source scope;
        int ends = 0;
        const auto count = [&](const codexflow::plugin::operation_end& end) { ends += end.status == CFLOW_OK; };
        puppet again;
        begin(sdk, "chat", R"({"do":""})", scope, count);
        begin(raw, "done in start", again.address(), scope, count);
        run_until([&] { return ends == 2; });
    }
};

bool mentions(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(exceptions, with_both)

BOOST_AUTO_TEST_CASE(inside_chat_before_the_first_chunk)
{
    const auto end = chat("throw");
    BOOST_TEST(end.status == CFLOW_E_EXCEPTION);
    BOOST_TEST(mentions(end.text, "before the first chunk"));
    BOOST_TEST(out.text == "");
}

BOOST_AUTO_TEST_CASE(inside_chat_after_the_first_chunk)
{
    const auto end = chat("throw later");
    BOOST_TEST(end.status == CFLOW_E_EXCEPTION);
    BOOST_TEST(mentions(end.text, "after the first chunk"));
    BOOST_TEST(out.text == "first");
}

BOOST_AUTO_TEST_CASE(of_a_kind_that_is_no_exception)
{
    const auto end = chat("throw number");
    BOOST_TEST(end.status == CFLOW_E_EXCEPTION);
    BOOST_TEST(mentions(end.text, "not a std::exception"));
}

BOOST_AUTO_TEST_CASE(through_children_that_waited)
{
    const auto end = chat("throw through");
    BOOST_TEST(end.status == CFLOW_E_EXCEPTION);
    BOOST_TEST(mentions(end.text, "from a child that had waited"));
}

BOOST_AUTO_TEST_CASE(a_failure_says_what_it_means)
{
    const auto end = chat("throw failure");
    BOOST_TEST(end.status == CFLOW_E_RATE_LIMITED);
    BOOST_TEST(mentions(end.text, R"("message":"slow down")"));
    BOOST_TEST(mentions(end.text, R"("http_status":429)"));
}

BOOST_AUTO_TEST_CASE(out_of_start)
{
    for (const char* verb : {"throw from start", "throw 7 from start"})
    {
        const auto end = run(raw, verb, told);
        BOOST_TEST(end.status == CFLOW_E_EXCEPTION);
        BOOST_TEST(mentions(end.text, "out of start"));
    }
}

BOOST_AUTO_TEST_CASE(out_of_start_with_a_call_in_flight)
{
    // Unwinding has taken the state its callback would use: nothing may be delivered any more.
    const auto end = run(raw, "sleep, then throw from start", told);
    BOOST_TEST(end.status == CFLOW_E_EXCEPTION);
    BOOST_TEST(told.callbacks == 0);
}

BOOST_AUTO_TEST_CASE(out_of_a_callback_with_another_one_owed)
{
    const auto end = run(raw, "throw from a callback", told);
    BOOST_TEST(end.status == CFLOW_E_EXCEPTION);
    BOOST_TEST(mentions(end.text, "callback"));
    BOOST_TEST(told.callbacks == 1); // the throwing one alone
    expect_task_left_alone();
}

BOOST_AUTO_TEST_CASE(out_of_a_post)
{
    BOOST_TEST(run(raw, "throw from a post", told).status == CFLOW_E_EXCEPTION);
    expect_task_left_alone();
}

BOOST_AUTO_TEST_CASE(out_of_cancel)
{
    begin(raw, "throw from cancel", told.address());
    settle();
    BOOST_CHECK_NO_THROW(cancel.cancel(cancel_reason::interrupted));
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status < 0);
    BOOST_TEST(services.left_behind == 0U);
    expect_task_left_alone();
}

BOOST_AUTO_TEST_CASE(out_of_release)
{
    const auto end = run(raw, "throw from release", told);
    BOOST_TEST(end.status == CFLOW_OK); // it had ended before
    BOOST_TEST(told.released == 1);
}

BOOST_AUTO_TEST_SUITE_END()
