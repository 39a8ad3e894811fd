#include <codexflow/sse.hpp>

#include "tests/support/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

/// The events of a body as "type|data" (an error line as "error!|data"), and how it ended.
struct decoded
{
    std::vector<std::string> events;
    bool truncated = false;
    bool failed = false;
};

decoded decode(const test::pieces& pieces, std::size_t limit = sse_decoder::default_limit)
{
    sse_decoder decoder(limit);
    decoded result;
    sse_event event;
    const auto drain = [&] {
        while (decoder.next(event))
        {
            std::string text(event.error_line ? "error!" : event.type);
            result.events.push_back(text.append("|").append(event.data));
        }
    };
    for (const std::string_view piece : pieces)
    {
        const std::string owned(piece); // dies after drain(), as a read buffer would
        decoder.feed(owned);
        drain();
    }
    decoder.finish();
    drain();
    result.truncated = decoder.truncated();
    result.failed = decoder.failed();
    return result;
}

/// Checks @p body whole, byte by byte and in random pieces.
void check(std::string_view body, const std::vector<std::string>& events, bool truncated = false)
{
    const auto same = [&](const test::pieces& pieces, const std::string& how) {
        BOOST_TEST_CONTEXT(how)
        {
            const decoded got = decode(pieces);
            BOOST_TEST(got.events == events, boost::test_tools::per_element());
            BOOST_TEST(got.truncated == truncated);
            BOOST_TEST(!got.failed);
        }
    };
    same(test::whole(body), "whole");
    same(test::byte_wise(body), "one byte per read");
    for (unsigned seed = 0; seed != 20; ++seed)
        same(test::random_pieces(body, seed, 7), "random pieces, seed " + std::to_string(seed));
}

} // namespace

BOOST_AUTO_TEST_SUITE(sse)

BOOST_AUTO_TEST_CASE(events_of_one_line)
{
    check("data: {\"a\":1}\n\ndata:{\"b\":2}\n\ndata: [DONE]\n\n", {"|{\"a\":1}", "|{\"b\":2}", "|[DONE]"});
}

BOOST_AUTO_TEST_CASE(every_line_end_also_mixed_and_split)
{
    check("data: 1\r\n\r\ndata: 2\r\rdata: 3\n\n", {"|1", "|2", "|3"});
    check("data: a\r\ndata: b\r\n\r\n", {"|a\nb"});
    check("data: a\rdata: b\r\r", {"|a\nb"});
    check("\r\n\r\n\n\rdata: a\n\n", {"|a"});
}

BOOST_AUTO_TEST_CASE(wire_12_cr_and_lf_of_one_end_in_two_reads)
{
    const decoded got = decode({"data: a\r", "\ndata: b\r", "\n\r", "\n"});
    const std::vector<std::string> expected{"|a\nb"};
    BOOST_TEST(got.events == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_mark_is_dropped)
{
    check("\xEF\xBB\xBF"
          "data: a\n\n",
          {"|a"});
    check("\xEF\xBB\xBF\xEF\xBB\xBF"
          "data: a\n\ndata: b\n\n",
          {"|b"}); // the second one is part of a name
    check("\xEF\xBB"
          "data: a\n\ndata: b\n\n",
          {"|b"});
}

BOOST_AUTO_TEST_CASE(wire_13_data_lines_join_with_lf)
{
    check("data: a\ndata:\ndata:  b\n\n", {"|a\n\n b"});
    check("data\n\n", {"|"});
    check("data\ndata\n\n", {"|\n"});
}

BOOST_AUTO_TEST_CASE(wire_15_comments_unknown_fields_and_lines_without_colon_are_skipped)
{
    check(": ping\n:\ndata: a\n: in between\nfoo: x\nbar\n\n: OPENROUTER PROCESSING\n\ndata: b\n\n",
          {"|a", "|b"});
}

BOOST_AUTO_TEST_CASE(wire_14_events_without_data_are_skipped_and_reset_the_type)
{
    check("event: ping\n\ndata: a\n\nevent: ping\ndata: 17.11.2026\n\ndata: b\n\n",
          {"|a", "ping|17.11.2026", "|b"});
}

BOOST_AUTO_TEST_CASE(id_and_retry)
{
    sse_decoder decoder;
    decoder.feed("id: 7\nretry: 1500\ndata: a\n\nid: b\0d\nretry: 1s\ndata: b\n\nid\ndata: c\n\n"sv);
    sse_event event;
    BOOST_REQUIRE(decoder.next(event));
    BOOST_TEST(event.id == "7");
    BOOST_REQUIRE(decoder.next(event));
    BOOST_TEST(event.id == "7"); // an id with NUL is ignored
    BOOST_TEST(decoder.retry_ms().value() == 1500U);
    BOOST_REQUIRE(decoder.next(event));
    BOOST_TEST(event.id == "");
    BOOST_TEST(!decoder.next(event));
}

BOOST_AUTO_TEST_CASE(lines_named_error_are_given)
{
    check("data: a\n\nerror: {\"code\":500}\n\n", {"|a", "error!|{\"code\":500}"});
    check("data: a\nerror: x\ndata: b\n\n", {"error!|x", "|a\nb"});
    check("error: {\"code\":500}", {"error!|{\"code\":500}"}); // not even a line end
    check("error: {\"code\":5", {}, true);
}

BOOST_AUTO_TEST_CASE(at_the_end_a_whole_event_counts)
{
    check("data: {\"a\":1}\n", {"|{\"a\":1}"});
    check("data: {\"a\":1}", {"|{\"a\":1}"});
    check("data: {\"a\":1}\r", {"|{\"a\":1}"});
    check("data: [DONE]", {"|[DONE]"});
    check("data: {\"a\":\ndata: 1}", {"|{\"a\":\n1}"});
    check("data: a\n\n: bye", {"|a"});
    check("", {});
}

BOOST_AUTO_TEST_CASE(at_the_end_a_broken_event_is_truncation)
{
    check("data: {\"a\":1}\n\ndata: {\"b\"", {"|{\"a\":1}"}, true);
    check("data: [DONE", {}, true);
    check("data: 12", {}, true); // may have been 123
    check("data", {}, true);
    check("da", {}, true);
    check("event: error\n", {}, true);
}

BOOST_AUTO_TEST_CASE(an_event_in_one_piece_is_not_copied)
{
    const std::string body = "data: {\"a\":1}\n\n";
    sse_decoder decoder;
    decoder.feed(body);
    sse_event event;
    BOOST_REQUIRE(decoder.next(event));
    BOOST_TEST(static_cast<const void*>(event.data.data()) == static_cast<const void*>(body.data() + 6));
}

BOOST_AUTO_TEST_CASE(wire_74_limits_hold_for_lines_and_for_joined_data)
{
    const std::string line = "data: " + std::string(94, 'x') + "\n";
    BOOST_TEST(decode({line + "\n"}, 100).events.size() == 1U);
    for (const test::pieces& pieces : {test::whole(line), test::byte_wise(line)})
    {
        const decoded got = decode(pieces, 99);
        BOOST_TEST(got.failed);
        BOOST_TEST(got.events.empty());
    }
    const std::string twice = line + line + "\n";
    BOOST_TEST(decode({twice}, 100).failed);
    const std::string endless(1000, 'x');
    BOOST_TEST(decode({endless}, 100).failed);
}

BOOST_AUTO_TEST_CASE(nul_bytes_are_refused)
{
    BOOST_TEST(decode({std::string_view("\0\0\0\0", 4)}).failed);
    BOOST_TEST(decode({"data: a\n", std::string_view("\0\n", 2)}).failed);
}

BOOST_AUTO_TEST_CASE(a_failed_decoder_gives_nothing_more)
{
    sse_decoder decoder(8);
    sse_event event;
    decoder.feed("data: 0123456789\n\ndata: a\n\n");
    BOOST_TEST(!decoder.next(event));
    BOOST_TEST(decoder.failed());
    decoder.feed("data: a\n\n");
    BOOST_TEST(!decoder.next(event));
    decoder.finish();
    BOOST_TEST(!decoder.next(event));
}

BOOST_AUTO_TEST_SUITE_END()
