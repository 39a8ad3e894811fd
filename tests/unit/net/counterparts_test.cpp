#include "tests/support/loopback_server.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/net/http_fixture.hpp"
#include "tests/unit/net/tls_server.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>

/** @file
 *  The client against programs that others wrote, where they are installed. */

using codexflow::errc;
using codexflow::net::fault_of;
using codexflow::net::net_fault;
using codexflow::net::proxy_settings;
using codexflow::test::http_fixture;
using codexflow::test::loopback_server;
using codexflow::test::process;
using codexflow::test::received_body;
using codexflow::test::responder;
using request = codexflow::test::http_request;

namespace {

/// The precondition of a test that needs @p program.
auto needs(const char* program)
{
    return boost::unit_test::precondition([program](auto) {
        const char* const set = std::getenv("PATH");
        std::istringstream folders((set == nullptr ? "" : std::string(set)) + ":/usr/sbin");
        for (std::string folder; std::getline(folders, folder, ':');)
            if (std::filesystem::exists(std::filesystem::path(folder) / program))
                return boost::test_tools::assertion_result(true);
        boost::test_tools::assertion_result absent(false);
        absent.message() << program << " is not installed";
        return absent;
    });
}

/// A port that was free a moment ago.
std::string free_port()
{
    const codexflow::test::refusing_port taken;
    return std::to_string(taken.port());
}

/// One of the programs, with a folder and a port of its own; ready when it has said so.
class counterpart
{
public:
    counterpart(const std::string& program, const std::string& configuration, codexflow::test::stream says,
                std::string_view ready)
        : port_(free_port()),
          program_(start(program, configuration))
    {
        BOOST_REQUIRE_MESSAGE(program_.read_until(says, ready), program_.text(says));
    }

    std::string url() const { return "http://127.0.0.1:" + port_; }

private:
    codexflow::test::command start(const std::string& program, std::string configuration)
    {
        const std::string mark = "@PORT@";
        configuration.replace(configuration.find(mark), mark.size(), port_);
        codexflow::test::command what;
        what.program = std::filesystem::exists("/usr/sbin/" + program) ? "/usr/sbin/" + program : program;
        what.directory = folder_.path();
        const std::string file = folder_.write("its.conf", configuration);
        what.arguments = {"-c", file};
        if (program == "nginx")
            what.arguments.insert(what.arguments.end(), {"-p", folder_.path().string()});
        else
            what.arguments.emplace_back("-d");
        return what;
    }

    codexflow::test::temp_dir folder_;
    std::string port_;
    process program_;
};

struct nginx : counterpart
{
    /// @param locations of its only server.
    explicit nginx(const std::string& locations)
        : counterpart("nginx",
                      "daemon off; worker_processes 1; pid nginx.pid; error_log stderr notice; events {}\n"
                      "http { access_log off; client_body_temp_path t1; proxy_temp_path t2;\n"
                      "fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n"
                      "server { listen 127.0.0.1:@PORT@; proxy_http_version 1.1; proxy_buffering off;\n" +
                          locations + "\n} }\n",
                      codexflow::test::stream::err, "start worker process ")
    {}
};

struct tinyproxy : counterpart
{
    explicit tinyproxy(const std::string& more)
        : counterpart("tinyproxy",
                      "Port @PORT@\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\nLogLevel Info\n" + more,
                      codexflow::test::stream::out, "Accepting connections")
    {}
};

struct with_counterpart : http_fixture
{
    codexflow::test::authority ours;

    void use(std::string proxy)
    {
        proxy_settings settings;
        settings.http = settings.https = std::move(proxy);
        settings.proxy_loopback = true;
        codexflow::net::tls_settings tls;
        tls.ca_file = ours.file();
        client.configure(std::move(settings), std::move(tls));
    }
};

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

} // namespace

BOOST_FIXTURE_TEST_SUITE(counterparts, with_counterpart)

BOOST_AUTO_TEST_CASE(wire_58_a_gzip_stream_through_nginx, *needs("nginx"))
{
    codexflow::test::gate more;
    loopback_server origin([&](const request&, responder& to) {
        to.write_head(200, {{"Content-Type", "text/event-stream"}});
        to.write_chunk("data: first\n\n");
        to.wait(more);
        to.write_chunk("data: second\n\n");
    });
    const nginx between("gzip on; gzip_types text/event-stream; gzip_min_length 0; gzip_proxied any;\n"
                        "location / { proxy_pass " +
                        origin.url() + "; }");
    auto got = open({"POST", between.url(), {{"Accept-Encoding", "gzip"}}, "{}"}); // else it sends it plain
    BOOST_REQUIRE(got.has_value());
    for (const auto& [name, value] : (*got)->headers())
        BOOST_TEST(name != "content-encoding");
    received_body body;
    BOOST_TEST(read_piece(**got, body));
    BOOST_TEST(body.bytes == "data: first\n\n");
    more.open();
    const received_body rest = read_all(**got);
    BOOST_TEST(!rest.failed);
    BOOST_TEST(rest.bytes == "data: second\n\n");
}

BOOST_AUTO_TEST_CASE(wire_59_63_64_65_what_nginx_says_itself, *needs("nginx"))
{
    loopback_server origin([](const request& asked, responder& to) { to.reply(200, asked.body); });
    const codexflow::test::refusing_port nobody;
    const nginx between("location /moved { return 307 /here?x=1; } location /found { return 302 /here; }\n"
                        "location /small { client_max_body_size 10; proxy_pass " +
                        origin.url() +
                        "; }\n"
                        "location /down { proxy_pass " +
                        nobody.url() +
                        "; } location /empty { return 444; }\n"
                        "location /old { chunked_transfer_encoding off; proxy_pass " +
                        origin.url() +
                        "; }\n"
                        "location /here { proxy_pass " +
                        origin.url() + "; }");
    const auto post = [&](const char* path, const std::string& body) {
        return open({"POST", between.url() + path, {}, body});
    };
    auto moved = post("/moved", "the body");
    BOOST_REQUIRE(moved.has_value());
    BOOST_TEST((*moved)->status() == 200);
    BOOST_TEST(read_all(**moved).bytes == "the body");
    BOOST_TEST(origin.received().at(0).target == "/here?x=1");
    BOOST_TEST((*post("/found", "x"))->status() == 302);
    BOOST_TEST((*post("/small", std::string(std::size_t{4} << 20, 'x')))->status() == 413);
    auto down = post("/down", "x");
    BOOST_REQUIRE(down.has_value());
    BOOST_TEST((*down)->status() == 502);
    BOOST_TEST(read_all(**down).bytes.find("<html>") == 0U);
    auto old = post("/old", "until the close");
    BOOST_REQUIRE(old.has_value());
    BOOST_TEST(read_all(**old).bytes == "until the close");
    client.close_idle();
    const auto empty = post("/empty", "x");
    BOOST_REQUIRE(!empty.has_value());
    BOOST_TEST((fault_of(empty.error()) == net_fault::upstream_closed));
}

BOOST_AUTO_TEST_CASE(wire_66_through_tinyproxy, *needs("tinyproxy"))
{
    loopback_server plain([](const request&, responder& to) { to.reply(200, "plain"); });
    codexflow::test::tls_server secured(ours.issue("IP:127.0.0.1"), ok);
    const std::string https = "https://127.0.0.1:" + std::to_string(secured.port());
    const tinyproxy proxy("BasicAuth me topsecret\nConnectPort " + std::to_string(secured.port()) + "\n");
    const std::string host = proxy.url().substr(7);

    use("http://me:topsecret@" + host);
    BOOST_TEST(fetch(plain.url() + "/x").bytes == "plain");
    BOOST_TEST(plain.received().at(0).target == "/x");
    BOOST_TEST(plain.received().at(0).header("proxy-authorization") == "");
    BOOST_TEST(plain.received().at(0).header("via") != ""); // it did go through
    BOOST_TEST(fetch(https).bytes == "ok");
    BOOST_TEST(fetch(https).bytes == "ok");
    BOOST_TEST(secured.connections() == 1U);
    const auto other = get("https://127.0.0.1:" + std::to_string(plain.port()));
    BOOST_REQUIRE(!other.has_value());
    BOOST_TEST(to_string(fault_of(other.error())) == "proxy_refused");
    BOOST_TEST(other.error().message.find("403") != std::string::npos);

    const auto asks_for_credentials = [&](const std::string& url) {
        const auto got = get(url);
        BOOST_REQUIRE(!got.has_value());
        BOOST_TEST(to_string(fault_of(got.error())) == "proxy_auth", got.error().message);
    };
    use(host);
    asks_for_credentials(plain.url());
    asks_for_credentials(https);
    use("me:wrong@" + host);
    asks_for_credentials(https); // it says 401 to wrong ones, which only a tunnel's answer can be told by
    BOOST_TEST((*get(plain.url()))->status() == 401);
    BOOST_TEST(plain.requests() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
