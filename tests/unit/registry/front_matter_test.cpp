#include "engine/registry/front_matter.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;

BOOST_AUTO_TEST_SUITE(front_matter)

BOOST_AUTO_TEST_CASE(front_and_body_keep_their_lines)
{
    const markdown_parts parts = split_front_matter("---\nname: a\n---\n\n# Title\ntext\n");
    BOOST_TEST(parts.has_front);
    BOOST_TEST(parts.front == "\nname: a\n"); // line 2, as in the file
    BOOST_TEST(parts.body == "\n# Title\ntext\n");
    BOOST_TEST(parts.body_line == 4U);
}

BOOST_AUTO_TEST_CASE(as_people_write_it)
{
    BOOST_TEST(split_front_matter("\xEF\xBB\xBF---\r\nname: a\r\n---\r\nx").front == "\nname: a\n");
    const markdown_parts indented =
        split_front_matter("\n\n    ---\n    name: a\n    list:\n      - b\n    ---\n    # T\n");
    BOOST_TEST(indented.front == "\n\n\nname: a\nlist:\n  - b\n");
    BOOST_TEST(indented.body == "# T\n");
}

BOOST_AUTO_TEST_CASE(texts_without_it)
{
    for (const char* text : {"", "\n", "# Title\n---\nname: a\n---\n", "name: a\n", "----\nname: a\n---\n"})
    {
        const markdown_parts parts = split_front_matter(text);
        BOOST_TEST(!parts.has_front, text);
        BOOST_TEST(!parts.unclosed, text);
        BOOST_TEST(parts.body_line == 1U);
    }
    const markdown_parts open = split_front_matter("---\nname: a\n");
    BOOST_TEST(open.unclosed);
    BOOST_TEST(open.body == "---\nname: a\n"); // nothing of it is lost
}

BOOST_AUTO_TEST_CASE(what_a_text_begins_with)
{
    const std::string text =
        "```\n# comment\n```\n- list\n\n# The Title \nOne line\nand the next.\n\nAnother.\n";
    BOOST_TEST(first_heading(text) == "The Title");
    BOOST_TEST(first_paragraph(text) == "One line and the next.");
    BOOST_TEST(first_heading("## Second\ntext") == "");
    BOOST_TEST(first_paragraph("# T\n1. one\n> q\n| t |\n") == "");
}

BOOST_AUTO_TEST_CASE(bullets_are_those_of_the_outermost_lists)
{
    const auto found = first_bullets("1. Steps\n   - below\n- one\n  - below one\n```yaml\n- name: x\n```\n* two \n-no\n- three\n", 2);
    BOOST_TEST((found == std::vector<std::string>{"one", "two"}));
    BOOST_TEST(first_bullets("text", 5).empty());
}

BOOST_AUTO_TEST_SUITE_END()
