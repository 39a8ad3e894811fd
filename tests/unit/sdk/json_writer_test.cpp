#include <codexflow/json_writer.hpp>

#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <string>

using namespace codexflow;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(json_writing)

BOOST_AUTO_TEST_CASE(writes_nested_values_with_commas_where_they_belong)
{
    std::string out;
    json_writer w(out);
    w.begin_object().member("a", "x").member("b", true).member("n", nullptr);
    w.key("list")
        .begin_array()
        .value(1)
        .begin_object()
        .end_object()
        .value("y")
        .begin_array()
        .end_array()
        .end_array();
    w.raw_member("r", "{\"k\":1.0}").member("z", 2).end_object();
    BOOST_TEST(out == R"({"a":"x","b":true,"n":null,"list":[1,{},"y",[]],"r":{"k":1.0},"z":2})");
}

BOOST_AUTO_TEST_CASE(numbers_of_every_width)
{
    std::string out;
    json_writer(out)
        .begin_array()
        .value(std::numeric_limits<std::int64_t>::min())
        .value(std::numeric_limits<std::uint64_t>::max())
        .value(std::int16_t{-3})
        .value(0.1)
        .value(1e300)
        .value(std::numeric_limits<double>::infinity())
        .end_array();
    BOOST_TEST(out == "[-9223372036854775808,18446744073709551615,-3,0.1,1e+300,null]");
}

BOOST_AUTO_TEST_CASE(strings_are_escaped_and_mended)
{
    std::string out;
    append_json_string(out, "q\" b\\ n\n t\t r\r z\0 \x1F \x7F \xC3\xA9 \xFF \xED\xA0\xBC end"s);
    BOOST_TEST(out ==
               "\"q\\\" b\\\\ n\\n t\\t r\\r z\\u0000 \\u001f \x7F \xC3\xA9 \xEF\xBF\xBD \xEF\xBF\xBD end\"");
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_back)
{
    std::string every;
    for (int c = 0; c != 128; ++c)
        every += static_cast<char>(c);
    every += "\xE2\x82\xAC\xF0\x9F\x8C\x8D";
    std::string out;
    json_writer(out).begin_object().member(every, every).end_object();
    json::document doc;
    BOOST_REQUIRE(doc.parse(out));
    BOOST_TEST(doc.root()[every].string() == every);
}

BOOST_AUTO_TEST_CASE(appends_to_what_is_there)
{
    std::string out = "data: ";
    json_writer(out).value("x");
    BOOST_TEST(out == "data: \"x\"");
}

BOOST_AUTO_TEST_SUITE_END()
