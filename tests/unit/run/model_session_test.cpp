#include "engine/run/model_session.hpp"

#include "engine/base/clock.hpp"
#include "engine/gateway/timed_call.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace codexflow;
using boost::asio::awaitable;

namespace {

struct fixture
{
    system_clock time;
    plugin::catalog plugins = plugin::catalog::scan({{CODEXFLOW_PLUGIN_OFFLINE}, {}}).value();
    model_session session{time, plugins, {}};

    std::size_t open(std::string settings)
    {
        return session.open({"script", "offline", std::move(settings), 0, "", 0}).value();
    }
    cancel_reason call(std::size_t provider, gateway::timed_answer& into, std::chrono::milliseconds limit = {})
    {
        request.messages.resize(1);
        request.messages.front().content = "say something";
        return session.perform(
            [this, provider, &into](cancel_source& cancel) -> awaitable<void> {
                std::vector<std::size_t> to(1, provider);
                into = co_await gateway::timed_call(session.models(), time, std::move(to), request, who, cancel);
            },
            limit);
    }

    gateway::model_request request;
    task_ref who;
};

awaitable<void> wait_for_stop(cancel_source& cancel, boost::asio::io_context& io)
{
    boost::asio::steady_timer never(io, std::chrono::steady_clock::time_point::max());
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { never.cancel(); });
    boost::system::error_code stopped;
    co_await never.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, stopped));
}

awaitable<void> fail_badly()
{
    throw std::logic_error("a bug");
    co_return;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(model_session_suite, fixture)

BOOST_AUTO_TEST_CASE(a_call_is_answered_and_measured)
{
    const std::size_t script = open(R"({"fragment_delay_ms":0})");
    gateway::timed_answer answer;
    BOOST_TEST((call(script, answer) == cancel_reason::none));
    BOOST_REQUIRE(answer.reply.has_value());
    BOOST_TEST(answer.reply.value()->provider == "script");
    BOOST_TEST(answer.pieces > 1U);
    BOOST_TEST(answer.text.size() == answer.bytes);
    BOOST_TEST(answer.text.find("no model was asked") != answer.text.npos);
    BOOST_REQUIRE(answer.first_us.has_value());
    BOOST_TEST(*answer.first_us <= answer.total_us);
}

BOOST_AUTO_TEST_CASE(several_works_one_after_the_other)
{
    const std::size_t script = open(R"({"fragment_delay_ms":0})");
    gateway::timed_answer first;
    gateway::timed_answer second;
    call(script, first);
    call(script, second);
    BOOST_TEST(first.text == second.text);
}

BOOST_AUTO_TEST_CASE(a_late_call_is_stopped)
{
    const std::size_t script = open(R"({"fragment_delay_ms":3600000})");
    gateway::timed_answer answer;
    BOOST_TEST((call(script, answer, std::chrono::milliseconds(1)) == cancel_reason::deadline));
    BOOST_REQUIRE(answer.reply.has_error());
    BOOST_TEST((answer.reply.error().code == errc::deadline_exceeded));
    BOOST_TEST((call(script, answer, std::chrono::milliseconds(1)) == cancel_reason::deadline)); // and asked anew
}

BOOST_AUTO_TEST_CASE(verbs_other_than_chat)
{
    const std::size_t script = open("{}");
    std::vector<result<std::string>> told;
    session.perform([&](cancel_source& cancel) -> awaitable<void> {
        const std::string nothing_more = "{}";
        for (const char* verb : {"models", "sing", "chat"})
        {
            auto one = co_await session.service().ask(script, verb, nothing_more, cancel);
            told.push_back(std::move(one));
        }
    });
    BOOST_REQUIRE(told.size() == 3U);
    BOOST_TEST(told[0].value() == R"({"models":[{"name":"offline-script"}]})");
    BOOST_TEST((told[1].error().code == errc::unsupported));
    BOOST_TEST((told[2].error().code == errc::internal)); // there is one door to models, and this is not it
}

BOOST_AUTO_TEST_CASE(a_signal_stops_this_work_and_all_later)
{
    const auto reason = session.perform([&](cancel_source& cancel) -> awaitable<void> {
        ::raise(SIGTERM);
        co_await wait_for_stop(cancel, session.io());
    });
    BOOST_TEST((reason == cancel_reason::terminated));
    bool done = false;
    const auto later = session.perform([&](cancel_source&) -> awaitable<void> {
        done = true;
        co_return;
    });
    BOOST_TEST((later == cancel_reason::terminated));
    BOOST_TEST(!done);
}

BOOST_AUTO_TEST_CASE(a_bug_in_the_work_comes_out)
{
    BOOST_CHECK_THROW(session.perform([](cancel_source&) { return fail_badly(); }), std::logic_error);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_opened)
{
    BOOST_TEST((session.open({"x", "nowhere", "{}"}).error().code == errc::not_found));
    const error refused = session.open({"x", "offline", R"({"script":"/no/such/script.yaml"})"}).error();
    BOOST_TEST((refused.code == errc::not_found), refused.message);
    BOOST_TEST(refused.message.find("provider 'x'") == 0U, refused.message);
}

BOOST_AUTO_TEST_CASE(secrets_are_masked)
{
    model_session with_proxy(time, plugins, {{{"http_proxy", "http://me:open-sesame-1@127.0.0.1:9"}}, {}});
    BOOST_TEST(with_proxy.masked("they said open-sesame-1") == "they said [secret:proxy password]");
    const error told = with_proxy.masked(error(errc::protocol, "open-sesame-1").with_detail("open-sesame-1"));
    BOOST_TEST(told.message == "[secret:proxy password]");
    BOOST_TEST(told.detail == "[secret:proxy password]");
}

BOOST_AUTO_TEST_SUITE_END()
