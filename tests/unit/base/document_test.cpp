#include "tests/unit/base/document_outcome.hpp"

#include "engine/base/problems.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

namespace codexflow::doc {
namespace {

BOOST_AUTO_TEST_SUITE(document)

BOOST_AUTO_TEST_CASE(scalars_are_read_by_their_kind)
{
    const auto read = parse_yaml("[9223372036854775807, 9223372036854775808, 1.5, true, text]", "f");
    BOOST_TEST_REQUIRE(read.has_value());
    const auto& items = read->items;
    BOOST_TEST((as_integer(items[0]) == INT64_MAX));
    BOOST_TEST(!as_integer(items[1]).has_value());
    BOOST_TEST((as_number(items[1]) == 9223372036854775808.0));
    BOOST_TEST((as_number(items[2]) == 1.5));
    BOOST_TEST(!as_integer(items[2]).has_value());
    BOOST_TEST((as_boolean(items[3]) == true));
    BOOST_TEST(!as_boolean(items[4]).has_value());
    BOOST_TEST(!as_number(items[4]).has_value());
    BOOST_TEST(json_of(items[1]) == "9223372036854775808");
}

BOOST_AUTO_TEST_CASE(written_json_reads_back_equal)
{
    const std::string text = R"({"a":[1,2.50,null,true,false,"\"\\\n\t\r\u0001é"],"":{},"b":[]})";
    const auto once = parse_json(text, "f");
    BOOST_TEST_REQUIRE(once.has_value(), outcome(once));
    BOOST_TEST(json_of(*once) == text);
}

BOOST_AUTO_TEST_CASE(files_are_read_by_their_name)
{
    const auto folder = std::filesystem::temp_directory_path() / "codexflow-document-test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "d.yaml");
    const auto write = [&](const char* name, std::string_view text) {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    };
    BOOST_TEST(outcome(load(write("a.yaml", "a: 1\n"))) == R"({"a":1})");
    BOOST_TEST(outcome(load(write("a.json", "{\"a\":\t1}"))) == R"({"a":1})");
    const auto bad = write("b.json", "a: 1\n");
    BOOST_TEST(outcome(load(bad)) == bad.string() + ":1:1: expected a value, found 'a'");
    const auto missing = load(folder / "none.yaml");
    BOOST_TEST_REQUIRE(!missing.has_value());
    BOOST_TEST((missing.error().code == errc::not_found));
    BOOST_TEST(to_string(missing.error()) ==
               (folder / "none.yaml").string() + ": cannot read the file: No such file or directory");
    const auto directory = load(folder / "d.yaml");
    BOOST_TEST_REQUIRE(!directory.has_value());
    BOOST_TEST((directory.error().code == errc::invalid_argument));
    std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(problems_list)

BOOST_AUTO_TEST_CASE(the_first_problem_carries_the_others)
{
    problems found;
    BOOST_TEST(found.none());
    found.add(error(errc::not_found, "one", {"f", 1, 2}).with_hint("do this"));
    found.add(error(errc::invalid_argument, "two", {"f", 3, 4}).with_hint("do that"));
    found.add(error(errc::invalid_argument, "three"));
    const error all = found.combined(1);
    BOOST_TEST(to_string(all) == "f:1:2: one");
    BOOST_TEST((all.code == errc::not_found));
    BOOST_TEST(all.hint == "do this\nalso: f:3:4: two (do that)\nand 1 more");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow::doc
