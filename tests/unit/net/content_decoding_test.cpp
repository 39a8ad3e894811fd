#include "engine/net/content_decoding.hpp"
#include "tests/unit/net/compress.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using codexflow::errc;
using codexflow::net::make_content_decoder;
using codexflow::test::coding;
using codexflow::test::compress;

namespace {

/// Decodes @p wire as it is in pieces of @p in bytes, with @p out bytes of room each time.
std::string decode(std::string_view encoding, std::string_view wire, std::size_t in = 4096,
                   std::size_t out = 4096)
{
    const auto decoder = make_content_decoder(encoding);
    BOOST_REQUIRE(decoder != nullptr);
    std::vector<char> room(out);
    std::string text;
    while (!wire.empty())
    {
        std::string_view piece = wire.substr(0, in);
        wire.remove_prefix(piece.size());
        for (bool more = false; !piece.empty() || more;)
        {
            const auto did = decoder->decode(piece, room.data(), room.size());
            if (!did)
                return text + " error " + std::string(to_string(did.error().code)) + ' ' + did.error().phase;
            piece.remove_prefix(did->used);
            text.append(room.data(), did->placed);
            more = did->placed == room.size();
            BOOST_REQUIRE((did->used != 0 || did->placed != 0 || piece.empty())); // no standing still
        }
    }
    const auto whole = decoder->finish();
    return whole ? text
                 : text + " error " + std::string(to_string(whole.error().code)) + ' ' + whole.error().phase;
}

std::string long_text()
{
    std::string text;
    for (int i = 0; i != 5000; ++i)
        text += std::to_string(i * 7919 % 10007) + ' ';
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(content_decoding)

BOOST_AUTO_TEST_CASE(wire_58_all_codings_in_pieces_of_any_size)
{
    const std::string text = long_text();
    for (const std::size_t in : {1U, 2U, 7U, 4096U, 1000000U})
        for (const std::size_t out : {1U, 13U, 4096U, 1000000U})
        {
            BOOST_TEST(decode("gzip", compress(text, coding::gzip), in, out) == text);
            BOOST_TEST(decode("deflate", compress(text, coding::zlib), in, out) == text);
            BOOST_TEST(decode("deflate", compress(text, coding::raw), in, out) == text);
        }
    BOOST_TEST(decode("X-Gzip", compress("hello", coding::gzip)) == "hello");
    BOOST_TEST(decode(" GZIP ", compress("", coding::gzip)) == "");
}

BOOST_AUTO_TEST_CASE(wire_58_what_has_come_comes_out_at_once)
{
    codexflow::test::compressor server(coding::gzip);
    const auto decoder = make_content_decoder("gzip");
    std::string room(100, '\0');
    for (const std::string event : {"data: one\n\n", "data: two\n\n"})
    {
        const std::string wire = server.feed(event);
        const auto did = decoder->decode(wire, room.data(), room.size());
        BOOST_REQUIRE(did.has_value());
        BOOST_TEST(room.substr(0, did->placed) == event);
        BOOST_TEST(!decoder->finish().has_value());
    }
}

BOOST_AUTO_TEST_CASE(wire_58_members_follow_each_other)
{
    const std::string two = compress("one ", coding::gzip) + compress("two", coding::gzip);
    for (const std::size_t in : {1U, 4096U})
    {
        BOOST_TEST(decode("gzip", two, in) == "one two");
        BOOST_TEST(decode("gzip", two, in, 2) == "one two");
        BOOST_TEST(decode("gzip", two + std::string(20, '\0'), in) == "one two");
        BOOST_TEST(decode("gzip", two + "rubbish", in).starts_with("one two error protocol body"));
    }
    BOOST_TEST(decode("deflate", compress("one", coding::zlib) + "rubbish") == "one error protocol body");
}

BOOST_AUTO_TEST_CASE(wire_58_every_cut_is_seen)
{
    const std::string text = "a text that is cut somewhere";
    for (const coding how : {coding::gzip, coding::zlib, coding::raw})
    {
        const std::string wire = compress(text, how);
        for (std::size_t left = 1; left != wire.size(); ++left)
        {
            const std::string got = decode(how == coding::gzip ? "gzip" : "deflate", wire.substr(0, left));
            BOOST_TEST(got.ends_with(" error unavailable body"), "cut at " << left);
        }
    }
    // In the second member too.
    const std::string two = compress("one", coding::gzip) + compress("two", coding::gzip);
    BOOST_TEST(decode("gzip", two.substr(0, two.size() - 1)) == "onetwo error unavailable body");
}

BOOST_AUTO_TEST_CASE(wire_58_rubbish_is_the_peers_fault)
{
    BOOST_TEST(decode("gzip", "data: not gzip\n\n") == " error protocol body");
    BOOST_TEST(decode("deflate", "\xff\xff\xff\xff") == " error protocol body");
    std::string damaged = compress("some text", coding::gzip);
    damaged[damaged.size() - 6] ^= 1; // its checksum
    BOOST_TEST(decode("gzip", damaged).ends_with(" error protocol body"));
}

BOOST_AUTO_TEST_CASE(an_empty_body_needs_no_stream)
{
    BOOST_TEST(decode("gzip", "") == "");
    BOOST_TEST(decode("deflate", "") == "");
    BOOST_TEST(decode("br", "") == "");
}

BOOST_AUTO_TEST_CASE(none_and_unknown_ones)
{
    BOOST_TEST((make_content_decoder("") == nullptr));
    BOOST_TEST((make_content_decoder("Identity") == nullptr));
    for (const char* unknown : {"br", "zstd", "gzip, gzip"})
    {
        const auto got = make_content_decoder(unknown)->decode("x", nullptr, 0);
        BOOST_REQUIRE(!got.has_value());
        BOOST_TEST((got.error().code == errc::protocol));
        BOOST_TEST(got.error().message.find(unknown) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(wire_75_a_bomb_fills_no_more_than_the_room)
{
    std::string wire = compress(std::string(std::size_t{8} << 20, 'x'), coding::gzip);
    BOOST_TEST(wire.size() < 20000U);
    const auto decoder = make_content_decoder("gzip");
    std::vector<char> room(1000);
    std::size_t total = 0;
    std::string_view left = wire;
    for (bool more = true; more;)
    {
        const auto did = decoder->decode(left, room.data(), room.size());
        BOOST_REQUIRE(did.has_value());
        BOOST_REQUIRE(did->placed <= room.size());
        left.remove_prefix(did->used);
        total += did->placed;
        more = !left.empty() || did->placed == room.size();
    }
    BOOST_TEST(total == std::size_t{8} << 20);
    BOOST_TEST(decoder->finish().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
