// How a text is cut must not matter: not for what is found, and not for a byte of the rest.
#include "tests/plugins/secrets/redacted.hpp"
#include "tests/support/provider_replies.hpp"
#include "tests/support/secret_shapes.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

using namespace codexflow;
using test::redacted;

namespace {

/// Texts up to this long are cut in three at every pair of places; of longer ones every 5th and 7th place is taken.
constexpr std::size_t all_pairs = 140;

void check_pieces(std::string_view text, const std::string& wanted, const test::pieces& cut)
{
    const std::string made = redacted(cut);
    if (made != wanted) // not a check of its own: there are millions
        BOOST_TEST(made == wanted, "of '" << text << "' in pieces came '" << made << "' and not '" << wanted << '\'');
}

} // namespace

BOOST_AUTO_TEST_SUITE(splits)

void check_all_cuts(const std::string& text, const test::secret_shape& one)
{
    const std::string_view all(text);
    const std::string wanted = redacted(all);
    for (const std::string& needle : one.needles)
        BOOST_TEST(wanted.find(needle) == std::string::npos, wanted);
    const std::size_t by_first = text.size() <= all_pairs ? 1 : 5, by_second = text.size() <= all_pairs ? 1 : 7;
    for (std::size_t first = 0; first <= text.size(); ++first)
        check_pieces(text, wanted, {all.substr(0, first), all.substr(first)});
    for (std::size_t first = 0; first <= text.size(); first += by_first)
        for (std::size_t second = first; second <= text.size(); second += by_second)
            check_pieces(text, wanted, {all.substr(0, first), all.substr(first, second - first), all.substr(second)});
    check_pieces(text, wanted, test::byte_wise(all));
}

BOOST_AUTO_TEST_CASE(in_two_at_every_place_and_in_three)
{
    for (const auto& one : test::secret_shapes())
    {
        check_all_cuts("key: " + one.text + "\", end", one);
        check_all_cuts("{\"a\":" + test::json_string("key: " + one.text) + "}", one); // as the arguments of a call
    }
}

BOOST_AUTO_TEST_CASE(random_texts_in_random_pieces)
{
    const std::vector<std::string> parts{
        "sk-",     "sk-ant-", "AKIA",        "ABCDEFGH",    "eyJ",     "eyJhbGciOiJI", ".",     "://",   "user:",
        "pass1",   "@",       "Bearer ",     "-----BEGIN ", "PRIVATE KEY", "-----",    "-----END ", "\n", "\\n",
        "\\\\",    "\\u00",   "%3",          " ",           "\"",      "word",         "a1b2c3d4e5f6g7h8", "==",
        "Authorization: ",    "x-api-key",   "=",           ":",       "Proc-Type: 4", "12", "hooks.slack.com/services/",
        "\xC3\xA4", "\x1B[3", "m",           "&sig=",       "ghp_",    "-",            "/",    "\\/",   "AccountKey=",
        "\\u000d", "\\u000a", "aws_secret_access_key"};
    std::mt19937 random(20251122);
    for (int round = 0; round != 20'000; ++round)
    {
        std::string text;
        for (std::size_t count = 1 + random() % 14; count != 0; --count)
            text += parts[random() % parts.size()];
        const std::string wanted = redacted(std::string_view(text));
        check_pieces(text, wanted, test::random_pieces(text, static_cast<unsigned>(round), 9));
        check_pieces(text, wanted, test::byte_wise(text));
    }
}

BOOST_AUTO_TEST_CASE(what_is_held_back_is_bounded)
{
    const std::vector<std::string> starts{"eyJ", "://", "-----BEGIN PRIVATE KEY-----\n", "Authorization: ", "sk-", "Bearer ",
                                          "-----BEGIN PRIVATE KEY-----\nABCDEFGHIJKLMNOPQRSTUVW\n", "x-api-key: ", "AccountKey="};
    for (const std::string& start : starts)
        for (const char filler : {'a', 'A', '1', ' ', '-', ':', '\\', '=', '\n', '.'})
        {
            secrets::scanner scanner(test::usual_rules());
            std::size_t fed = start.size(), written = scanner.feed(start).size();
            for (int i = 0; i != 400; ++i)
            {
                const std::string piece(50, filler);
                fed += piece.size();
                written += scanner.feed(piece).size();
            }
            // Either it was passed on, or it is swallowed: its end shows that nothing is held.
            BOOST_TEST(scanner.end().size() < 2100U, start << " and " << filler);
            BOOST_TEST(written <= fed + 40);
        }
}

BOOST_AUTO_TEST_SUITE_END()
