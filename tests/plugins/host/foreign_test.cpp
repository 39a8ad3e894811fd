#include "tests/plugins/host/boundary_fixture.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::test::boundary_fixture;
using codexflow::test::loopback_server;
using codexflow::test::responder;
using request = codexflow::test::http_request;

namespace {

const auto count_to_100 = [](const request&, responder& to) {
    to.write_head(200);
    for (int i = 0; i != 100; ++i)
        to.write_chunk(std::to_string(i) + ' ');
};

std::string counted()
{
    std::string text;
    for (int i = 0; i != 100; ++i)
        text += std::to_string(i) + ' ';
    return text;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(foreign_plugins, boundary_fixture)

BOOST_AUTO_TEST_CASE(in_plain_c)
{
    loopback_server server(count_to_100);
    out.high_water = 20;
    auto& c = provider("plain_c");
    const auto end = run(c, "chat", R"({"url":")" + server.url() + "\"}");
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(end.text == R"({"finish":"stop"})");
    BOOST_TEST(out.text == counted());
    BOOST_TEST(out.asked > 0U);
}

BOOST_AUTO_TEST_CASE(in_plain_c_failing)
{
    loopback_server server([](const request&, responder& to) { to.reply(500, "no"); });
    auto& c = provider("plain_c");
    const auto end = run(c, "chat", R"({"url":")" + server.url() + "\"}");
    BOOST_TEST(end.status == CFLOW_E_UNAVAILABLE);
    BOOST_TEST(run(c, "models", "{}").status == CFLOW_E_UNSUPPORTED);
    BOOST_TEST(run(c, "chat", "nonsense").status == CFLOW_E_INVALID);
}

#if defined CODEXFLOW_HAS_LIBCXX
BOOST_AUTO_TEST_CASE(by_another_compiler_with_its_own_standard_library)
{
    loopback_server server(count_to_100);
    auto& libcxx = provider("libcxx");
    auto& ours = provider("scripted"); // in the same process, with the host's runtime
    for (auto* one : {&libcxx, &ours, &libcxx})
    {
        out.text.clear();
        BOOST_TEST(run(*one, "chat", R"({"do":"get","url":")" + server.url() + "\"}").status == CFLOW_OK);
        BOOST_TEST(out.text == "first" + counted());
        BOOST_TEST(run(*one, "chat", R"({"do":"throw later"})").status == CFLOW_E_EXCEPTION);
        BOOST_TEST(run(*one, "chat", R"({"do":"throw number"})").status == CFLOW_E_EXCEPTION);
        BOOST_TEST(run(*one, "chat", R"({"do":"throw through"})").status == CFLOW_E_EXCEPTION);
        out.text.clear();
        BOOST_TEST(run(*one, "chat", R"({"do":"catch its own"})").status == CFLOW_OK);
        BOOST_TEST(out.text == "firstfrom a child that had waited");
    }
    BOOST_TEST(!make("libcxx", R"({"fault":"exception"})").has_value());
}

BOOST_AUTO_TEST_CASE(another_runtime_is_cancelled_like_ours)
{
    begin(provider("libcxx"), "chat", R"({"do":"sleep"})");
    settle();
    cancel.cancel(codexflow::cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status == CFLOW_E_CANCELLED);
}
#else
BOOST_AUTO_TEST_CASE(by_another_compiler_is_skipped)
{
    BOOST_TEST_MESSAGE("skipped: there is no clang with libc++ on this machine");
    BOOST_TEST(true);
}
#endif

BOOST_AUTO_TEST_SUITE_END()
