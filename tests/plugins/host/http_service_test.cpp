#include "tests/plugins/host/boundary_fixture.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::cancel_reason;
using codexflow::test::boundary_fixture;
using codexflow::test::gate;
using codexflow::test::loopback_server;
using codexflow::test::puppet;
using codexflow::test::responder;
using request = codexflow::test::http_request;

namespace {

struct with_raw : boundary_fixture
{
    puppet told;
    codexflow::plugin::component_instance& raw = provider("raw");

    void begin_get(const loopback_server& server, std::string verb = "get")
    {
        told.url = server.url() + "/x";
        begin(raw, std::move(verb), told.address());
    }
    codexflow::plugin::operation_end get(const std::string& url, std::string verb = "get")
    {
        told.url = url;
        return run(raw, std::move(verb), told);
    }
};

const auto stalls = [](const request&, responder& to) {
    to.write_head(200);
    to.write_chunk("first");
    to.wait_closed();
};

const auto silent = [](const request&, responder& to) { to.wait_closed(); };

} // namespace

BOOST_FIXTURE_TEST_SUITE(http_service, with_raw)

BOOST_AUTO_TEST_CASE(brings_a_body)
{
    loopback_server server([](const request&, responder& to) {
        to.write_head(200);
        to.write_chunk("one ");
        to.write_chunk("two");
    });
    const auto end = get(server.url());
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(out.text == "one two");
    BOOST_TEST(told.inline_callbacks == 0);
    BOOST_TEST(told.released == 1);
}

BOOST_AUTO_TEST_CASE(says_what_failed)
{
    const codexflow::test::refusing_port port;
    const auto end = get(port.url());
    BOOST_TEST(end.status == CFLOW_E_IO);
    BOOST_TEST(end.text.find("refused") != std::string::npos);
    BOOST_TEST(told.inline_callbacks == 0);
}

BOOST_AUTO_TEST_CASE(a_url_that_is_none)
{
    for (const char* url : {"", "nonsense", "ftp://h/", "http://me:pw@h/"})
    {
        const auto end = get(url);
        BOOST_TEST(end.status == CFLOW_E_INVALID);
        BOOST_TEST(told.inline_callbacks == 0); // although it failed at once
    }
}

BOOST_AUTO_TEST_CASE(a_body_cut_short_is_an_error)
{
    loopback_server server([](const request&, responder& to) {
        to.write_head(200);
        to.write_chunk("half");
        to.close();
    });
    const auto end = get(server.url());
    BOOST_TEST(end.status == CFLOW_E_IO);
    BOOST_TEST(out.text == "half");
    BOOST_TEST(told.text.find("closed in the middle") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(cancel_while_the_answer_is_awaited)
{
    loopback_server server(silent);
    begin_get(server);
    run_until([&] { return server.requests() == 1; });
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status == CFLOW_E_CANCELLED);
    BOOST_TEST(told.callbacks == 1);
    BOOST_TEST(told.released == 1);
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(cancel_while_the_body_is_awaited)
{
    loopback_server server(stalls);
    begin_get(server);
    run_until([this] { return out.text == "first"; });
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status == CFLOW_E_CANCELLED);
    BOOST_TEST(told.status == CFLOW_E_CANCELLED);
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(an_open_can_be_given_up)
{
    loopback_server server([](const request&, responder& to) { to.reply(200, "ok"); });
    const auto end = get(server.url(), "give up an open");
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(told.callbacks == 1);
    BOOST_TEST(told.status == CFLOW_E_CANCELLED);
}

BOOST_AUTO_TEST_CASE(a_read_can_be_given_up)
{
    loopback_server server(stalls);
    const auto end = get(server.url(), "give up a read");
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(told.callbacks == 2);
    BOOST_TEST(told.status == CFLOW_E_CANCELLED);
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(an_end_with_a_read_in_flight_cancels_it)
{
    loopback_server server([](const request&, responder& to) {
        to.write_head(200);
        to.wait_closed();
    });
    const auto end = get(server.url(), "end while reading");
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(told.callbacks == 2);
    BOOST_TEST(told.status == CFLOW_E_CANCELLED);
    BOOST_TEST(told.released == 1);
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(a_stream_that_was_forgotten_is_closed_for_the_plugin)
{
    loopback_server server(stalls);
    const auto end = get(server.url(), "forget to close");
    BOOST_TEST(end.status == CFLOW_OK);
    io.restart();
    io.run();
    BOOST_TEST(server.wait_for_open_connections(0, std::chrono::seconds(5)));
}

BOOST_AUTO_TEST_CASE(a_stream_left_behind_by_an_exception_is_closed)
{
    loopback_server server(stalls);
    const auto end = get(server.url(), "throw from an open");
    BOOST_TEST(end.status == CFLOW_E_EXCEPTION);
    told.free(told);
    io.restart();
    io.run();
    BOOST_TEST(server.wait_for_open_connections(0, std::chrono::seconds(5)));
}

BOOST_AUTO_TEST_CASE(closing_while_reading_ends_both)
{
    loopback_server server([](const request&, responder& to) {
        to.write_head(200);
        to.wait_closed();
    });
    const auto end = get(server.url(), "close while reading");
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(a_second_read_at_once_is_refused)
{
    loopback_server server([](const request&, responder& to) { to.reply(200, "body"); });
    const auto end = get(server.url(), "read twice at once");
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(out.text == "body"); // the first one goes on
    BOOST_TEST(told.callbacks == 4); // open, the refusal, the body, its end
}

BOOST_AUTO_TEST_CASE(a_request_of_no_known_size_is_refused)
{
    run(raw, "small request", told);
    BOOST_TEST(told.callbacks == 1);
    BOOST_TEST(told.status == CFLOW_E_INVALID);
}

BOOST_AUTO_TEST_CASE(a_slow_consumer_reaches_the_server)
{
    constexpr std::size_t total = std::size_t{64} << 20;
    std::atomic<std::size_t> written{0};
    loopback_server server([&](const request&, responder& to) {
        to.write_head(200, {{"Content-Length", std::to_string(total)}});
        const std::string block(65536, 'x');
        while (written < total && to.write_chunk(block))
            written += block.size();
        to.finish();
    });
    auto& plain_c = provider("plain_c");
    out.high_water = 100'000;
    out.catches_up = false;
    begin(plain_c, "chat", R"({"url":")" + server.url() + "\"}");
    run_until([this] { return out.asked == 1; });
    for (std::size_t before = total + 1; before != written;) // until nothing moves any more
    {
        before = written;
        io.restart();
        io.run_for(std::chrono::milliseconds(200));
    }
    BOOST_TEST(written < total / 2);
    BOOST_TEST(out.text.size() < 200'000U);
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_SUITE_END()
