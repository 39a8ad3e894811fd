#include "tests/unit/net/http_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace codexflow::test {
namespace {

/// Takes one answer to a read.
struct one_read final : net::body_reader
{
    explicit one_read(received_body& into) : body(into) {}

    void on_body(std::string_view bytes) override
    {
        ++calls;
        ended = bytes.empty();
        body.bytes += bytes;
        body.pieces += bytes.empty() ? 0 : 1;
        body.largest = std::max(body.largest, bytes.size());
    }
    void on_body_failed(const error& why) override
    {
        ++calls;
        ended = true;
        body.failed = why;
    }

    received_body& body;
    int calls = 0;
    bool ended = false;
};

} // namespace

void http_fixture::run_until(const std::function<bool()>& done)
{
    while (!done())
    {
        io.restart();
        BOOST_REQUIRE_MESSAGE(io.run_one_for(std::chrono::seconds(30)) != 0, "nothing happens any more");
    }
}

void http_fixture::begin_open(net::http_request request)
{
    answered = false;
    boost::asio::co_spawn(io, client.open(std::move(request), limits, cancel),
                          [this](const std::exception_ptr& bug, opened got) {
                              BOOST_TEST(!bug);
                              answer = std::move(got);
                              answered = true;
                          });
}

http_fixture::opened http_fixture::open(net::http_request request)
{
    begin_open(std::move(request));
    run_until([this] { return answered; });
    return std::move(answer);
}

http_fixture::opened http_fixture::get(const std::string& url) { return open({"GET", url, {}, {}}); }

bool http_fixture::read_piece(net::http_exchange& from, received_body& body)
{
    one_read reader(body);
    from.read(reader);
    BOOST_REQUIRE_MESSAGE(reader.calls == 0, "a read must not be answered from inside read()");
    run_until([&] { return reader.calls != 0; });
    return !reader.ended;
}

received_body http_fixture::read_all(net::http_exchange& from)
{
    received_body body;
    while (read_piece(from, body))
    {
    }
    return body;
}

received_body http_fixture::fetch(const std::string& url)
{
    opened got = get(url);
    if (got)
        return read_all(**got);
    received_body none;
    none.failed = got.error();
    return none;
}

} // namespace codexflow::test
