#include <codexflow/ndjson.hpp>

#include "tests/support/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;

namespace {

struct decoded
{
    std::vector<std::string> lines;
    bool unterminated = false;
    bool failed = false;
};

decoded decode(const test::pieces& pieces, std::size_t limit = ndjson_decoder::default_limit)
{
    ndjson_decoder decoder(limit);
    decoded result;
    std::string_view line;
    for (const std::string_view piece : pieces)
    {
        const std::string owned(piece); // dies before the next piece, as a read buffer would
        decoder.feed(owned);
        while (decoder.next(line))
            result.lines.emplace_back(line);
    }
    decoder.finish();
    while (decoder.next(line))
        result.lines.emplace_back(line);
    result.unterminated = decoder.unterminated();
    result.failed = decoder.failed();
    return result;
}

void check(std::string_view body, const std::vector<std::string>& lines, bool unterminated = false)
{
    const auto same = [&](const test::pieces& pieces, const std::string& how) {
        BOOST_TEST_CONTEXT(how)
        {
            const decoded got = decode(pieces);
            BOOST_TEST(got.lines == lines, boost::test_tools::per_element());
            BOOST_TEST(got.unterminated == unterminated);
            BOOST_TEST(!got.failed);
        }
    };
    same(test::whole(body), "whole");
    same(test::byte_wise(body), "one byte per read");
    for (unsigned seed = 0; seed != 20; ++seed)
        same(test::random_pieces(body, seed, 7), "random pieces, seed " + std::to_string(seed));
}

} // namespace

BOOST_AUTO_TEST_SUITE(ndjson)

BOOST_AUTO_TEST_CASE(lines_end_with_lf_or_cr_lf)
{
    check("{\"a\":1}\n{\"b\":2}\r\n", {"{\"a\":1}", "{\"b\":2}"});
}

BOOST_AUTO_TEST_CASE(empty_and_blank_lines_are_skipped)
{
    check("\n\r\n{\"a\":1}\n\n  \t\n{\"b\":2}\n\n", {"{\"a\":1}", "{\"b\":2}"});
    check("", {});
    check("  \n \r", {});
}

BOOST_AUTO_TEST_CASE(the_last_line_may_lack_its_end)
{
    check("{\"a\":1}\n{\"b\":2}", {"{\"a\":1}", "{\"b\":2}"}, true);
    check("{\"b\":2}\r", {"{\"b\":2}"}, true);
}

BOOST_AUTO_TEST_CASE(one_mark_is_dropped) { check("\xEF\xBB\xBF{\"a\":1}\n", {"{\"a\":1}"}); }

BOOST_AUTO_TEST_CASE(a_line_in_one_piece_is_not_copied)
{
    const std::string body = "{\"a\":1}\n";
    ndjson_decoder decoder;
    decoder.feed(body);
    std::string_view line;
    BOOST_REQUIRE(decoder.next(line));
    BOOST_TEST(static_cast<const void*>(line.data()) == static_cast<const void*>(body.data()));
}

BOOST_AUTO_TEST_CASE(wire_74_the_limit_holds_and_nul_bytes_are_refused)
{
    const std::string line(100, 'x');
    BOOST_TEST(!decode({line + "\n"}, 100).failed);
    BOOST_TEST(decode({line + "\n"}, 99).failed);
    BOOST_TEST(decode(test::byte_wise(line), 99).failed);
    const decoded got = decode({std::string_view("{}\n\0\0\0\0", 7)});
    BOOST_TEST(got.failed);
    BOOST_TEST(got.lines.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
