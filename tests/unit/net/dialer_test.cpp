#include "engine/base/cancellation.hpp"
#include "engine/net/dialer.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/unit/net/raw_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

using codexflow::errc;
using codexflow::net::dialer;
using codexflow::test::loopback_server;
using codexflow::test::refusing_port;
using codexflow::test::responder;
using codexflow::test::silent_port;
using namespace std::chrono_literals;

namespace {

const auto say_ok = [](const codexflow::test::http_request&, responder& to) { to.reply(200, "ok"); };

struct with_dialer
{
    boost::asio::io_context io{1};
    codexflow::net::deadline_sweeper sweeper{io};
    dialer dial{io, sweeper};
    codexflow::net::http_limits limits;
    codexflow::cancel_source cancel;
    bool done = false;
    dialer::connected got = codexflow::error(errc::internal, "nothing came yet");

    static dialer::endpoint v4(std::uint16_t port)
    {
        return {boost::asio::ip::make_address("127.0.0.1"), port};
    }
    static dialer::endpoint v6(std::uint16_t port) { return {boost::asio::ip::make_address("::1"), port}; }

    void begin(const std::vector<dialer::endpoint>& to)
    {
        boost::asio::co_spawn(io, dial.connect(to, "key", limits, cancel),
                              [this](const std::exception_ptr& bug, dialer::connected link) {
                                  BOOST_TEST(!bug);
                                  got = std::move(link);
                                  done = true;
                              });
    }
    void run_until(const std::function<bool()>& until)
    {
        while (!until())
        {
            io.restart();
            BOOST_REQUIRE(io.run_one_for(30s) != 0);
        }
    }
    void connect(const std::vector<dialer::endpoint>& to)
    {
        begin(to);
        run_until([this] { return done; });
    }
};

bool mentions(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(dialling, with_dialer)

BOOST_AUTO_TEST_CASE(wire_56_localhost_as_ipv6_first_goes_on_to_ipv4)
{
    loopback_server server(say_ok); // on 127.0.0.1 only
    const std::vector<dialer::endpoint> both{v6(server.port()), v4(server.port())};
    connect(both);
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((*got)->tcp().remote_endpoint().address().is_v4());
    BOOST_TEST((*got)->key() == "key");
}

BOOST_AUTO_TEST_CASE(wire_56_a_black_hole_does_not_take_the_time_of_the_next_address)
{
    const silent_port hole;
    loopback_server server(say_ok);
    limits.connect = 200ms;
    const std::vector<dialer::endpoint> both{v4(hole.port()), v4(server.port())};
    connect(both); // the second begins when a limit over all would have passed
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((*got)->tcp().remote_endpoint().port() == server.port());
}

BOOST_AUTO_TEST_CASE(wire_56_the_error_names_every_address)
{
    const silent_port hole;
    const refusing_port refusing;
    limits.connect = 50ms;
    const std::vector<dialer::endpoint> both{v4(hole.port()), v4(refusing.port())};
    connect(both);
    BOOST_REQUIRE(!got.has_value());
    const codexflow::error& why = got.error();
    BOOST_TEST((why.code == errc::unavailable));
    BOOST_TEST(why.phase == "connect");
    BOOST_TEST(
        mentions(why.message, "127.0.0.1:" + std::to_string(hole.port()) + ": no answer within 0.05 s"));
    BOOST_TEST(mentions(why.message,
                        "127.0.0.1:" + std::to_string(refusing.port()) + ": connect: Connection refused"));
}

BOOST_AUTO_TEST_CASE(wire_56_when_all_are_late_it_is_a_time_limit)
{
    const silent_port one;
    const silent_port other;
    limits.connect = 50ms;
    const std::vector<dialer::endpoint> both{v4(one.port()), v4(other.port())};
    connect(both);
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::deadline_exceeded));
    BOOST_TEST(got.error().phase == "connect");
}

BOOST_AUTO_TEST_CASE(wire_57_a_cancelled_attempt_is_the_last)
{
    const silent_port hole;
    loopback_server server(say_ok);
    const std::vector<dialer::endpoint> both{v4(hole.port()), v4(server.port())};
    begin(both);
    io.poll();
    BOOST_TEST(!done);
    cancel.cancel(codexflow::cancel_reason::interrupted);
    run_until([this] { return done; });
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::cancelled));
    BOOST_TEST(server.connections() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
