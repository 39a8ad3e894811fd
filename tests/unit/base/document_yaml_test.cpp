#include "tests/unit/base/document_outcome.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace codexflow::doc {
namespace {

BOOST_AUTO_TEST_SUITE(document_yaml)

BOOST_AUTO_TEST_CASE(yaml_keeps_the_place_of_every_key_and_value)
{
    const auto read = parse_yaml("# note\r\na:\r\n  - x\r\n  - {k: 1}\r\n\xC3\xA9\xC3\xA9: "
                                 "b\r\nempty:\r\n\r\nlast: |\r\n  t1\r\n  t2\r\n",
                                 "f");
    BOOST_TEST_REQUIRE(read.has_value(), outcome(read));
    BOOST_TEST(json_of(*read) ==
               "{\"a\":[\"x\",{\"k\":1}],\"\xC3\xA9\xC3\xA9\":\"b\",\"empty\":null,\"last\":\"t1\\nt2\\n\"}");
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
    BOOST_TEST(
        yaml("[~, null, '', true, False, yes, on, 1, -1, +7, 0x10, 0o17, 1.50, .5, 1e3, -.inf, .nan, 1.0.0, "
             "2024-01-01, \"1\", '~', !!str 5, !!float 2, 12:30, 1_000, '']") ==
        R"([null,null,"",true,false,"yes","on",1,-1,7,16,15,1.50,0.5,1e3,"-.inf",".nan","1.0.0",)"
        R"("2024-01-01","1","~","5",2,"12:30","1_000",""])");
    BOOST_TEST(yaml("") == "null");
    BOOST_TEST(yaml("# only a note\n") == "null");
    BOOST_TEST(yaml("\xEF\xBB\xBF"
                    "a: 1") == R"({"a":1})");
    BOOST_TEST(yaml("1: a\ntrue: b") == R"({"1":"a","true":"b"})");
}

BOOST_AUTO_TEST_CASE(yaml_errors_say_where)
{
    const sample samples[] = {
        {"a: b: c\n",
         "f:1:5: the YAML cannot be read: illegal map value | a value that holds ': ' must stand in quotes"},
        {"a: 1\n\tb: 2\n", "f:2:1: the YAML cannot be read: illegal tab when looking for indentation | "
                           "indent with spaces: this line begins "
                           "with a tab"},
        {"a: {b: [1, 2\n", "f:2:1: the YAML cannot be read: end of sequence flow not found"},
        {"a: [1, 2\nb: 3", "f:2:2: the YAML cannot be read: end of sequence flow not found"},
        {"a: 1\n b: 2\n",
         "f:2:3: the YAML cannot be read: illegal map value | a value that holds ': ' must stand in quotes"},
        {"a:\n  - 1\n b: 2\n", "f:3:2: the YAML cannot be read: end of map not found | check that this line "
                               "is indented like the ones above it"},
        {"a: *x\n", "f:1:4: the YAML cannot be read: the referenced anchor is not defined"},
        {"a: &x [*x]\n", "f:1:8: the alias stands inside the value it names"},
        {"a: \"\\q\"\n", "f:1:7: the YAML cannot be read: unknown escape character: q"},
        {"a: 1\nb: 2\nb: 3\na: 4\n",
         "f:3:1: the key 'b' stands here for the second time; the first is at f:2:1 | remove one of the two"},
        {"? [a]\n: 1\n",
         "f:1:3: a list or mapping cannot be a key | check that every [ and { here is closed"},
        {": 1\n", "f:1:1: a key is missing before ':'"},
        {"a: !mine 1\n", "f:1:4: '1' is not a value of the tag '!mine'"},
        {"a: !!int x\n", "f:1:4: 'x' is not a value of the tag 'tag:yaml.org,2002:int'"},
        {"a: !mine [1]\n", "f:1:4: the tag '!mine' is not supported"},
        {"a: 1\n---\nb: 2\n", "f:2:1: a second document begins here | put it into a file of its own"},
        {"a: \x04\nb: 1", "f:1:4: the control character 0x04 is not allowed | write it as an escape in a "
                          "double-quoted string"},
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
    BOOST_TEST(
        yaml(wide + "]\n").ends_with("aliases expand this document beyond a million values or 64 MiB"));

    std::string deep = "a0: &a0 [x]\n"; // each alias adds levels that the text itself does not show
    for (int i = 1; i < 200; ++i)
        deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
    BOOST_TEST(yaml(deep) == "f:128:14: more than 128 levels of nesting");
}

BOOST_AUTO_TEST_CASE(yaml_nesting_is_bounded)
{
    BOOST_TEST(yaml(std::string(128, '[') + std::string(128, ']')).size() == 256U);
    BOOST_TEST(yaml(std::string(129, '[') + std::string(129, ']')) ==
               "f:1:129: more than 128 levels of nesting");
    BOOST_TEST(yaml(std::string(100'000, '[')) ==
               "f:1:1: a list or mapping cannot be a key | check that every [ and { here is closed");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow::doc
