#include "engine/base/document.hpp"

#include "engine/base/problems.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace codexflow::doc {
namespace {

std::string place(const node& value)
{
    return std::to_string(value.where.line) + ":" + std::to_string(value.where.column);
}

std::string json_of(const node& value)
{
    std::string out;
    write_json(value, out);
    return out;
}

/// "f:line:column: message | hint", or the JSON of what was read.
std::string outcome(const result<node>& read)
{
    if (read)
        return json_of(*read);
    const error& e = read.error();
    return to_string(e) + (e.hint.empty() ? "" : " | " + e.hint);
}

std::string yaml(std::string_view text) { return outcome(parse_yaml(text, "f")); }
std::string json(std::string_view text) { return outcome(parse_json(text, "f")); }

struct sample
{
    std::string_view text, expected;
};

BOOST_AUTO_TEST_SUITE(document)

BOOST_AUTO_TEST_CASE(json_keeps_the_place_of_every_key_and_value)
{
    const auto read = parse_json("{\n\t\"a\": [1, -2.5e3, {\"b\" : null}],\r\n  \"\xC3\xA9\": \"x\", \"c\": true}", "f");
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(place(*read) == "1:1");
    const member* a = read->find_member("a");
    BOOST_TEST_REQUIRE(a != nullptr);
    BOOST_TEST(a->where.line == 2U);
    BOOST_TEST(a->where.column == 2U);
    BOOST_TEST(place(a->value) == "2:7");
    BOOST_TEST(place(a->value.items[0]) == "2:8");
    BOOST_TEST(place(a->value.items[1]) == "2:11");
    BOOST_TEST(a->value.items[1].text == "-2.5e3");
    BOOST_TEST(place(a->value.items[2]) == "2:19");
    BOOST_TEST(place(*a->value.items[2].find("b")) == "2:26");
    BOOST_TEST(place(*read->find("\xC3\xA9")) == "3:8");
    BOOST_TEST(place(*read->find("c")) == "3:18"); // characters, not bytes
    BOOST_TEST(read->find("d") == nullptr);
    BOOST_TEST(read->items.empty());
}

BOOST_AUTO_TEST_CASE(json_accepts_byte_order_mark_crlf_and_tabs)
{
    BOOST_TEST(json("\xEF\xBB\xBF{\r\n\t\"a\":\t1\r\n}\r\n") == R"({"a":1})");
}

BOOST_AUTO_TEST_CASE(json_errors_say_where_and_what_was_expected)
{
    const sample samples[] = {
        {"", "f:1:1: expected a value, found the end of the text"},
        {" \n ", "f:2:2: expected a value, found the end of the text"},
        {"{\"a\": }", "f:1:7: expected a value, found '}'"},
        {"{\"a\" 1}", "f:1:6: expected ':' after the key, found '1'"},
        {"{\"a\": 1\n \"b\": 2}", "f:2:2: expected ',' or '}', found '\"'"},
        {"{\"a\": 1,}", "f:1:9: expected a key in double quotes, found '}' | remove the ',' before it"},
        {"[1 2]", "f:1:4: expected ',' or ']', found '2'"},
        {"[1,]", "f:1:4: expected a value, found ']' | remove the ',' before it"},
        {"[1", "f:1:3: expected ',' or ']', found the end of the text"},
        {"{a: 1}", "f:1:2: expected a key in double quotes, found 'a'"},
        {"{'a': 1}", "f:1:2: expected a key in double quotes, found ''' | JSON strings stand in double quotes"},
        {"{\"a\": 1} x", "f:1:10: expected the end of the text after the value, found 'x'"},
        {"{\"a\": 1, // note\n}", "f:1:10: expected a key in double quotes, found '/' | JSON has no comments"},
        {"{\"a\": tru}", "f:1:10: expected a value, found '}'"},
        {"\"a\nb\"", "f:1:3: expected no line end or tab inside a string, found the end of the line | write \\n or \\t"},
        {"\"a\tb\"", "f:1:3: expected no line end or tab inside a string, found a tab | write \\n or \\t"},
        {"\"a", "f:1:3: expected a closing '\"', found the end of the text"},
        {"\"\\q\"", "f:1:2: expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u, found '\\'"},
        {"[\"\\ud83d x\"]", "f:1:3: expected the second half of the surrogate pair, found '\\'"},
        {"[\"\\udc00\"]",
         "f:1:2: the string holds half of a surrogate pair | characters above U+FFFF need both halves: "
         "\\ud83d\\ude00"},
        {"[1.]", "f:1:4: expected a digit after '.', found ']'"},
        {"[1e999]", "f:1:2: expected a number below 1.8e308, found '1'"},
        {"[01]", "f:1:3: expected ',' or ']', found '1'"},
        {"{\"a\":1,\n\"b\":2,\n \"a\":3,\"b\":4}",
         "f:3:2: the key 'a' stands here for the second time; the first is at f:1:2 | remove one of the two"},
        {std::string_view("[1,\0]", 5),
         "f:1:4: the control character 0x00 is not allowed | write it as an escape in a double-quoted string"},
        {"[\"\xC3\xA9\xFF\"]", "f:1:4: the byte 0xFF is not UTF-8 | save the file as UTF-8"},
        {"\xFF\xFE{", "f:1:1: the text is UTF-16 | save it as UTF-8"},
    };
    for (const auto& [text, expected] : samples)
        BOOST_TEST(json(text) == expected);
}

BOOST_AUTO_TEST_CASE(json_nesting_is_bounded)
{
    BOOST_TEST(json(std::string(128, '[') + std::string(128, ']')).size() == 256U);
    BOOST_TEST(json(std::string(129, '[') + std::string(129, ']')) == "f:1:129: more than 128 levels of nesting");
    BOOST_TEST(json(std::string(1'000'000, '[')) == "f:1:129: more than 128 levels of nesting");
}

BOOST_AUTO_TEST_CASE(yaml_keeps_the_place_of_every_key_and_value)
{
    const auto read = parse_yaml("# note\r\na:\r\n  - x\r\n  - {k: 1}\r\n\xC3\xA9\xC3\xA9: b\r\nempty:\r\n\r\nlast: |\r\n  t1\r\n  t2\r\n",
                                 "f");
    BOOST_TEST_REQUIRE(read.has_value(), outcome(read));
    BOOST_TEST(json_of(*read) == "{\"a\":[\"x\",{\"k\":1}],\"\xC3\xA9\xC3\xA9\":\"b\",\"empty\":null,\"last\":\"t1\\nt2\\n\"}");
    BOOST_TEST(place(*read) == "2:1");
    BOOST_TEST(place(*read->find("a")) == "3:3");
    BOOST_TEST(place(read->find("a")->items[0]) == "3:5");
    BOOST_TEST(place(*read->find("a")->items[1].find("k")) == "4:9");
    BOOST_TEST(place(*read->find("\xC3\xA9\xC3\xA9")) == "5:5");
    BOOST_TEST(place(*read->find("empty")) == "6:1"); // nothing is there: the place of its key
    BOOST_TEST(read->find_member("last")->where.line == 8U);
}

BOOST_AUTO_TEST_CASE(yaml_scalars_have_the_types_of_the_core_schema)
{
    BOOST_TEST(yaml("[~, null, '', true, False, yes, on, 1, -1, +7, 0x10, 0o17, 1.50, .5, 1e3, -.inf, .nan, 1.0.0, "
                    "2024-01-01, \"1\", '~', !!str 5, !!float 2, 12:30, 1_000, '']") ==
               R"([null,null,"",true,false,"yes","on",1,-1,7,16,15,1.50,0.5,1e3,"-.inf",".nan","1.0.0",)"
               R"("2024-01-01","1","~","5",2,"12:30","1_000",""])");
    BOOST_TEST(yaml("") == "null");
    BOOST_TEST(yaml("# only a note\n") == "null");
    BOOST_TEST(yaml("\xEF\xBB\xBF" "a: 1") == R"({"a":1})");
    BOOST_TEST(yaml("1: a\ntrue: b") == R"({"1":"a","true":"b"})");
}

BOOST_AUTO_TEST_CASE(yaml_errors_say_where)
{
    const sample samples[] = {
        {"a: b: c\n",
         "f:1:5: the YAML cannot be read: illegal map value | a value that holds ': ' must stand in quotes"},
        {"a: 1\n\tb: 2\n", "f:2:1: the YAML cannot be read: illegal tab when looking for indentation | indent with spaces: this line begins "
         "with a tab"},
        {"a: {b: [1, 2\n", "f:2:1: the YAML cannot be read: end of sequence flow not found"},
        {"a: [1, 2\nb: 3", "f:2:2: the YAML cannot be read: end of sequence flow not found"},
        {"a: 1\n b: 2\n", "f:2:3: the YAML cannot be read: illegal map value | a value that holds ': ' must stand in quotes"},
        {"a:\n  - 1\n b: 2\n",
         "f:3:2: the YAML cannot be read: end of map not found | check that this line is indented like the ones above it"},
        {"a: *x\n", "f:1:4: the YAML cannot be read: the referenced anchor is not defined"},
        {"a: &x [*x]\n", "f:1:8: the alias stands inside the value it names"},
        {"a: \"\\q\"\n", "f:1:7: the YAML cannot be read: unknown escape character: q"},
        {"a: 1\nb: 2\nb: 3\na: 4\n",
         "f:3:1: the key 'b' stands here for the second time; the first is at f:2:1 | remove one of the two"},
        {"? [a]\n: 1\n", "f:1:3: a list or mapping cannot be a key | check that every [ and { here is closed"},
        {": 1\n", "f:1:1: a key is missing before ':'"},
        {"a: !mine 1\n", "f:1:4: the tag '!mine' is not supported"},
        {"a: !!int x\n", "f:1:4: 'x' is not a value of the tag !!int"},
        {"a: 1\n---\nb: 2\n", "f:2:1: a second document begins here | put it into a file of its own"},
        {"a: \x04\nb: 1",
         "f:1:4: the control character 0x04 is not allowed | write it as an escape in a double-quoted string"},
        {"a: \xC3(", "f:1:4: the byte 0xC3 is not UTF-8 | save the file as UTF-8"},
        {"<<: 1\n", "f:1:1: '<<' needs a mapping or a list of mappings, not a whole number"},
    };
    for (const auto& [text, expected] : samples)
        BOOST_TEST(yaml(text) == expected);
}

BOOST_AUTO_TEST_CASE(yaml_aliases_and_merge_keys_are_expanded)
{
    BOOST_TEST(yaml("a: &x {k: 1, l: 2}\nb: *x\nc: {l: 3, <<: *x}\nd: {<<: [{m: 4}, *x]}\n") ==
               R"({"a":{"k":1,"l":2},"b":{"k":1,"l":2},"c":{"l":3,"k":1},"d":{"m":4,"k":1,"l":2}})");
    BOOST_TEST(yaml("\"<<\": 1\n") == R"({"<<":1})"); // quoted: an ordinary key
    const auto read = parse_yaml("a: &x 5\nb: *x\n", "f");
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(place(*read->find("b")) == "2:4");
}

BOOST_AUTO_TEST_CASE(yaml_expansion_is_bounded)
{
    std::string laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i)
    {
        const std::string before = "*a" + std::to_string(i - 1);
        laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int k = 0; k < 10; ++k)
            laughs += (k > 0 ? "," : "") + before;
        laughs += "]\n";
    }
    const auto began = std::chrono::steady_clock::now();
    BOOST_TEST(yaml(laughs).ends_with("aliases expand this document beyond a million values or 64 MiB"));
    BOOST_TEST((std::chrono::steady_clock::now() - began < std::chrono::seconds(20)));

    std::string wide = "a: &a \"" + std::string(1U << 20U, 'x') + "\"\nb: [";
    for (int i = 0; i < 100; ++i)
        wide += "*a,";
    BOOST_TEST(yaml(wide + "]\n").ends_with("aliases expand this document beyond a million values or 64 MiB"));

    std::string deep = "a0: &a0 [x]\n"; // each alias adds levels that the text itself does not show
    for (int i = 1; i < 200; ++i)
        deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
    BOOST_TEST(yaml(deep) == "f:128:14: more than 128 levels of nesting");
}

BOOST_AUTO_TEST_CASE(yaml_nesting_is_bounded)
{
    BOOST_TEST(yaml(std::string(128, '[') + std::string(128, ']')).size() == 256U);
    BOOST_TEST(yaml(std::string(129, '[') + std::string(129, ']')) == "f:1:129: more than 128 levels of nesting");
    BOOST_TEST(yaml(std::string(100'000, '[')) ==
               "f:1:1: a list or mapping cannot be a key | check that every [ and { here is closed");
}

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

BOOST_AUTO_TEST_CASE(a_very_long_line_takes_linear_time)
{
    std::string text = "[";
    for (int i = 0; i < 200'000; ++i)
        text += "\"\xC3\xA9\",";
    text += "1]";
    const auto began = std::chrono::steady_clock::now();
    const auto read = parse_json(text, "f");
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->items.back().where.column == 1U + 200'000U * 4U + 1U);
    BOOST_TEST((std::chrono::steady_clock::now() - began < std::chrono::seconds(10)));
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
