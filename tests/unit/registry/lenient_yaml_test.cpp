#include "engine/registry/lenient_yaml.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow;

namespace {

std::vector<std::string> remarks(const lenient_document& made)
{
    std::vector<std::string> lines;
    for (const notice& one : made.notices)
        lines.push_back(to_string(one.what));
    return lines;
}

void check_lines(const std::vector<std::string>& got, const std::vector<std::string>& expected)
{
    BOOST_TEST(got == expected, boost::test_tools::per_element());
}

} // namespace

BOOST_AUTO_TEST_SUITE(lenient_yaml)

BOOST_AUTO_TEST_CASE(what_is_valid_is_read_without_a_word)
{
    const auto made = parse_lenient_yaml("name: a\ntext: \"b: c\"\n", "f");
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->notices.empty());
    BOOST_TEST(made->root.find("text")->text == "b: c");
}

BOOST_AUTO_TEST_CASE(values_that_look_like_text_are_text)
{
    const auto made = parse_lenient_yaml("name: a\n"
                                         "description: Use it when: the \"user\" asks\n"
                                         "model: @fast\n"
                                         "ends: with:\n"
                                         "half: \"quoted\" and more\n"
                                         "list:\n  - say: one: two\n"
                                         "url: http://host:80/\n",
                                         "f");
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->root.find("description")->text == "Use it when: the \"user\" asks");
    BOOST_TEST(made->root.find("description")->where.line == 2U);
    BOOST_TEST(made->root.find("model")->text == "@fast");
    BOOST_TEST(made->root.find("ends")->text == "with:");
    BOOST_TEST(made->root.find("half")->text == "\"quoted\" and more");
    BOOST_TEST(made->root.find("list")->items.at(0).find("say")->text == "one: two");
    BOOST_TEST(made->root.find("url")->text == "http://host:80/");
    check_lines(remarks(*made), {"f:2:1: the value of 'description' is not valid YAML and was read as text",
                                 "f:3:1: the value of 'model' is not valid YAML and was read as text",
                                 "f:4:1: the value of 'ends' is not valid YAML and was read as text",
                                 "f:5:1: the value of 'half' is not valid YAML and was read as text",
                                 "f:7:1: the value of 'say' is not valid YAML and was read as text"});
}

BOOST_AUTO_TEST_CASE(a_broken_section_is_left_out_and_named)
{
    const auto made =
        parse_lenient_yaml("name: a\nhooks:\n  pre: |\n    one\nimport sys\nprint(1)\ncolor: red\n", "f");
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->root.find("name")->text == "a");
    BOOST_TEST(made->root.find("color")->text == "red");
    BOOST_TEST(made->root.find("hooks") == nullptr);
    BOOST_TEST_REQUIRE(made->notices.size() == 1U);
    BOOST_TEST(to_string(made->notices[0].what)
                   .starts_with("f:2:1: the section 'hooks' cannot be read and is left out"));
}

BOOST_AUTO_TEST_CASE(a_broken_limit_is_a_fault)
{
    for (const char* section :
         {"tools: [Read\n", "capabilities:\n  allowed_tools: {a\n", "constraints:\n - a: [\n"})
    {
        const auto made = parse_lenient_yaml("name: a\n" + std::string(section) + "color: red\n", "f");
        BOOST_TEST_REQUIRE(made.has_error(), section);
        BOOST_TEST(made.error().where.file == "f");
        BOOST_TEST(made.error().where.line >= 2U);
    }
}

BOOST_AUTO_TEST_CASE(nothing_readable_is_a_fault) { BOOST_TEST(parse_lenient_yaml("[\n", "f").has_error()); }

BOOST_AUTO_TEST_SUITE_END()
