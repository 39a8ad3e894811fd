#include "engine/base/document_builder.hpp"
#include "engine/base/document_text.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace codexflow::doc {
namespace {

std::string compact(const node& value)
{
    std::string text;
    write_json(value, text);
    return text;
}

/// That @p value comes back from its YAML and from its JSON.
void check_comes_back(const node& value)
{
    const std::string yaml = yaml_text(value), json = json_text(value);
    const auto from_yaml = parse_yaml(yaml, "text.yaml");
    BOOST_TEST_REQUIRE(from_yaml.has_value(), yaml << (from_yaml ? "" : to_string(from_yaml.error())));
    BOOST_TEST(compact(*from_yaml) == compact(value), yaml);
    BOOST_TEST(yaml_text(*from_yaml) == yaml); // and is stable
    const auto from_json = parse_json(json, "text.json");
    BOOST_TEST_REQUIRE(from_json.has_value());
    BOOST_TEST(compact(*from_json) == compact(value));
}

node under(const char* key, std::string_view text) { return mapping_builder().set(key, text).take(); }

} // namespace

BOOST_AUTO_TEST_SUITE(document_text)

BOOST_AUTO_TEST_CASE(yaml_as_people_write_it)
{
    const std::vector<std::string> list{"plain", "- dash", "true", "7d", "12", "a: b", "**/*.js", "it's", "", "no", "2025-07-25"};
    const node value = mapping_builder()
                           .set("version", 1)
                           .set("level", 0.65)
                           .set("yes", true)
                           .set("list", list)
                           .set("none", std::vector<std::string>())
                           .set("inner", mapping_builder().set("text", "one\ntwo").take())
                           .take();
    BOOST_TEST(yaml_text(value) == "version: 1\nlevel: 0.65\n\"yes\": true\nlist:\n  - plain\n  - '- dash'\n"
                                   "  - 'true'\n  - 7d\n  - '12'\n  - 'a: b'\n  - '**/*.js'\n  - it's\n  - ''\n"
                                   "  - 'no'\n  - '2025-07-25'\nnone: []\ninner:\n  text: |-\n    one\n    two\n");
    check_comes_back(value);
}

BOOST_AUTO_TEST_CASE(long_lines_are_folded)
{
    std::string text;
    for (int i = 0; i != 40; ++i)
        text += (i == 0 ? "word" : " word") + std::to_string(i);
    const std::string yaml = yaml_text(under("k", text));
    BOOST_TEST(yaml.starts_with("k: >-\n  word0 word1 "));
    for (std::size_t at = 0; at < yaml.size();)
    {
        const std::size_t end = yaml.find('\n', at);
        BOOST_TEST(end - at <= 120U);
        at = end + 1;
    }
    check_comes_back(under("k", text));
    check_comes_back(under("k", std::string(300, 'x')));
    check_comes_back(under("k", std::string(150, 'x') + "  two  blanks " + std::string(150, 'y')));
}

BOOST_AUTO_TEST_CASE(awkward_texts_come_back)
{
    for (const char* text :
         {"\n", "\n\n", "a\n", "a\n\n", "\na", "  a\nb", "a\n  b\n", "a \n b ", " ", "\t", "a\tb", "a\n\tb\n",
          "\ta\nb", "a\r\nb", "\x01", "…", "\u2028", "\u00A0", "\uFEFF", "---", "--- a", "...", "a\n---\nb\n",
          "a\n...\n", "#", "a #b", "a# b", "a\n# b\n", "key:", "key: value", "&a", "*a", "!t", "|", ">", "%a", "@a", "`a`",
          "{a}", "[a]", "a, b", "\"a\"", "'a'", "~", "null", "Null", "1e3", "0x10", ".5", "1_000", "1:30", "y", "ON",
          "<<", "=", "?", "? a", ":", ": a", "-", "-a", "\\", "\\n", "😀", "a\n\n\nb", "   \n  x", "x\n   \ny\n"})
    {
        check_comes_back(under("k", text));
        check_comes_back(make(std::vector<std::string>{text, "x"}));
        check_comes_back(mapping_builder().set(text, "key").take());
    }
}

BOOST_AUTO_TEST_CASE(any_text_comes_back)
{
    std::mt19937 random(11);
    constexpr std::string_view pieces[] = {"a", "b c", " ", "\n", ":", ": ", "- ", "#", " #", "'", "\"", "\t", "é",
                                           "{", "]", "*", "word ", "\n\n", "  ", "0", "|", ">", "…", "\\", "%"};
    for (int round = 0; round != 4000; ++round)
    {
        std::string text;
        for (auto left = random() % 60; left != 0; --left)
            text += pieces[random() % std::size(pieces)];
        check_comes_back(mapping_builder().set("k", text).set("l", make(std::vector<std::string>{text})).take());
    }
}

BOOST_AUTO_TEST_CASE(json_on_lines_of_its_own)
{
    const node value = mapping_builder().set("a", std::vector<int>{1, 2}).set("b", std::vector<int>()).take();
    BOOST_TEST(json_text(value) == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow::doc
