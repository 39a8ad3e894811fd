#include "engine/base/document.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <random>

/** @file
 *  Seeded mutations of valid documents: whatever comes in, the parsers answer with a tree or with an
 *  error that has a place inside the text, and what was read can be written and read again. */
namespace codexflow::doc {
namespace {

constexpr std::array<std::string_view, 5> seeds{
    "version: 1\nagent:\n  id: coder\n  tags: [a, \"b\", 'c']\n  text: |-\n    one\n\n    two\n  fold: >\n   "
    " x\n    y\n",
    "{\"reviewer\": [\"Review a.ts\", {\"type\": \"code.review\", \"n\": [1, -2.5e3, true, null]}], "
    "\"t\\u00e9\": \"\\n\"}",
    "a: &x {k: 1}\nb: *x\nc:\n  <<: *x\n  - d\n? q\n: !!str 5\n",
    "%YAML 1.2\n---\n- - 1\n  - 2\n- {a: {b: {c: [[[]]]}}}\n...\n",
    "# note\nk\xC3\xA9y: \xE2\x82\xAC\r\n\"q\": 'it''s'\r\nnum: [0x1F, 0o7, .5, -.inf, ~]\r\n",
};

constexpr std::string_view alphabet = "{}[]:,-?&*!|>'\"%@`#\\ \t\n\r0123456789aeinfltru~<.\xC3\xA9\xF0\xFF";

std::string mutate(std::mt19937& random)
{
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    std::string text(seeds[below(seeds.size())]);
    const std::size_t changes = 1 + below(12);
    for (std::size_t i = 0; i < changes && !text.empty(); ++i)
    {
        const std::size_t at = below(text.size());
        switch (below(5))
        {
        case 0: text[at] = alphabet[below(alphabet.size())]; break;
        case 1: text.insert(at, 1, alphabet[below(alphabet.size())]); break;
        case 2: text.erase(at, 1 + below(8)); break;
        case 3: text.insert(at, text.substr(below(text.size()), below(24))); break;
        default: text[at] = static_cast<char>(below(256)); break;
        }
    }
    return text;
}

using parser = result<node> (*)(std::string_view, const std::string&);

void check(parser parse, const std::string& text)
{
    const auto read = parse(text, "f");
    if (!read)
    {
        const error& e = read.error();
        BOOST_REQUIRE_MESSAGE(e.code == errc::invalid_argument && e.where.file == "f" && !e.message.empty(),
                              text);
        const auto lines = 1 + static_cast<unsigned>(std::count(text.begin(), text.end(), '\n'));
        BOOST_REQUIRE_MESSAGE(e.where.line >= 1 && e.where.line <= lines, text);
        return;
    }
    std::string written, again;
    write_json(*read, written);
    const auto reread = parse_json(written, "f");
    BOOST_REQUIRE_MESSAGE(reread.has_value(), text << "\n" << written);
    write_json(*reread, again);
    BOOST_REQUIRE_EQUAL(written, again);
}

BOOST_AUTO_TEST_SUITE(document_fuzz)

BOOST_AUTO_TEST_CASE(mutated_yaml_is_read_or_refused)
{
    std::mt19937 random(20250922);
    for (int i = 0; i < 20'000; ++i)
        check(parse_yaml, mutate(random));
}

BOOST_AUTO_TEST_CASE(mutated_json_is_read_or_refused)
{
    std::mt19937 random(4711);
    for (int i = 0; i < 40'000; ++i)
        check(parse_json, mutate(random));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow::doc
