#include "engine/workspace/answer_files.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;
using namespace codexflow::workspace;

namespace {

/// "path=content;" of each file, then "!fault" of each fault; line ends shown as |.
std::string read(std::string_view answer)
{
    const answer_files found = read_answer_files(answer);
    std::string text;
    for (const answer_file& one : found.files)
        text += one.path + '=' + one.content + ';';
    for (const std::string& fault : found.faults)
        text += '!' + fault;
    for (char& c : text)
        c = c == '\n' ? '|' : c;
    return text;
}

std::string refusal(std::string_view path)
{
    const auto made = relative_file_path(path);
    return made ? "(" + *made + ")" : made.error().message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(files_of_answers)

BOOST_AUTO_TEST_CASE(an_answer_that_is_json)
{
    BOOST_TEST(read(R"({"files":[{"path":"a","content":"x\ny"},{"path":"b/c","content":""}]})") == "a=x|y;b/c=;");
    BOOST_TEST(read("\n {\"title\":1,\"files\":[]} \n") == "");
    BOOST_TEST(read(R"("{\"files\":[{\"path\":\"a\",\"content\":\"```file:b\\nx\\n```\"}]}")") == "a=```file:b|x|```;");
}

BOOST_AUTO_TEST_CASE(json_within_words)
{
    BOOST_TEST(read("Here it is:\n{\"files\":[{\"path\":\"a\",\"content\":\"{}\"}]}\nDone.") == "a={};");
    BOOST_TEST(read("Use {braces}: {\"files\":[{\"path\":\"a\",\"content\":\"x\"}]}.") == "a=x;");
    BOOST_TEST(read("First {a}.\n```json\n{\"files\":[{\"path\":\"a\",\"content\":\"x\"}]}\n```\nand {b}\n"
                    "```\n{\"files\":[{\"path\":\"b\",\"content\":\"y\"}]}\n```\n") == "a=x;b=y;");
}

BOOST_AUTO_TEST_CASE(entries_that_are_no_files_are_told)
{
    BOOST_TEST(read(R"({"files":[{"path":"a"},{"content":"x"},"b",{"path":"c","content":"y"}]})") ==
               "c=y;!files[0] ('a') has no content that is text!files[1] has no path that is text"
               "!files[2] has no path that is text");
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_it_is_left_alone)
{
    for (const char* answer : {"", "no files here", R"({"files":["a.c","b.c"]})", R"({"files":"a"})", "{\"files\":", "} files {",
                               "```cpp\nint x;\n```\n", "`file:a`", "text ```file:a\nx\n```"})
        BOOST_TEST(read(answer) == "", answer);
}

BOOST_AUTO_TEST_CASE(blocks)
{
    BOOST_TEST(read("Intro\n```file:src/a.c\nint a;\n\n```\nbetween\n```file: b.txt \n```\n") == "src/a.c=int a;||;b.txt=;");
    BOOST_TEST(read("```file:a\r\nx\r\n```\r\n").size() == 6u); // "a=x\r|;": content as it is
    BOOST_TEST(read("````file:a.md\n```file:b\nx\n```\n````\n") == "a.md=```file:b|x|```|;");
    BOOST_TEST(read("```file:a.md\nRun:\n```sh\nmake\n```\nand so on\n```\nend") == "a.md=Run:|```sh|make|```|and so on|;");
    BOOST_TEST(read("```file:a\n{\"files\":[{\"path\":\"b\",\"content\":\"x\"}]}\n```") ==
               "a={\"files\":[{\"path\":\"b\",\"content\":\"x\"}]}|;");
}

BOOST_AUTO_TEST_CASE(a_block_without_an_end_is_no_file)
{
    BOOST_TEST(read("```file:a\nhalf") == "!the block of 'a' has no end");
    BOOST_TEST(read("```file:a\nx\n```file:b\ny\n```\n") == "b=y|;!the block of 'a' has no end");
    BOOST_TEST(read("```file:a\nx\n```sh\n```\n") == "!the block of 'a' has no end");
}

BOOST_AUTO_TEST_CASE(a_file_inside_of_another_block_is_an_example)
{
    BOOST_TEST(read("````md\n```file:a\nx\n```\n````\n```file:b\ny\n```\n") == "b=y|;");
}

BOOST_AUTO_TEST_CASE(paths)
{
    BOOST_TEST(refusal("src/a.c") == "(src/a.c)");
    BOOST_TEST(refusal("./src//./a.c") == "(src/a.c)");
    BOOST_TEST(refusal("..a/...") == "(..a/...)");
    BOOST_TEST(refusal("\xC3\xA4 b") == "(\xC3\xA4 b)");
    BOOST_TEST(refusal(".gitignore") == "(.gitignore)");
    BOOST_TEST(refusal("") == "'' is no path");
    BOOST_TEST(refusal("/etc/passwd") == "'/etc/passwd' is not relative");
    BOOST_TEST(refusal("~/x") == "'~/x' is not relative");
    BOOST_TEST(refusal("../scaffold-evil/x") == "'../scaffold-evil/x' goes up");
    BOOST_TEST(refusal("a/../b") == "'a/../b' goes up");
    BOOST_TEST(refusal("a/") == "'a/' is a folder");
    BOOST_TEST(refusal(".") == "'.' is a folder");
    BOOST_TEST(refusal("a/.") == "'a/.' is a folder");
    BOOST_TEST(refusal(std::string_view("a\0b", 3)) == "'a\\x00b' holds a control character");
    BOOST_TEST(refusal("a\nb") == "'a\\x0ab' holds a control character");
    BOOST_TEST(refusal("a\\..\\b") == "'a\\..\\b' holds a backslash");
    BOOST_TEST(refusal(".git/hooks/pre-commit").ends_with("lies in a git repository's own folder"));
    BOOST_TEST(refusal("sub/.GIT/config").ends_with("lies in a git repository's own folder"));
    BOOST_TEST(refusal(std::string(256, 'a')).ends_with("has a name that is too long"));
    BOOST_TEST(refusal(std::string(255, 'a')) == "(" + std::string(255, 'a') + ")");
}

BOOST_AUTO_TEST_SUITE_END()
