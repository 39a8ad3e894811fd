#include "engine/config/settings_check.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;

namespace {

doc::node yaml(std::string_view text) { return doc::parse_yaml(text, "test").value(); }

/// All faults of @p settings, each with its place, the hint behind a bar.
std::string faults_of(std::string_view settings, std::string_view schema)
{
    const doc::node values = yaml(settings);
    problems found;
    check_settings({values, "p", [](const std::string& path) { return location{"at " + path}; }},
                   yaml(schema), found);
    std::string all;
    for (const error& one : found.all())
        all += to_string(one) + (one.hint.empty() ? "" : " | " + one.hint) + '\n';
    return all;
}

constexpr std::string_view open_to_all = "{}";

} // namespace

BOOST_AUTO_TEST_SUITE(settings_check)

BOOST_AUTO_TEST_CASE(what_fits_has_no_faults)
{
    constexpr std::string_view schema = R"({
        type: object, required: [url], additionalProperties: false, properties: {
            url: {type: string, format: base-url}, key: {type: string, format: secret-env},
            n: {type: integer, minimum: 1, maximum: 9}, t: {type: number}, wait: {type: string, format: duration},
            mode: {enum: [fast, slow, 3]}, tags: {type: array, items: {type: string}, maxItems: 2},
            either: {type: [string, "null"]}, rest: {type: object}}})";
    BOOST_TEST(faults_of(R"({url: "https://x", key: MY_KEY, n: 9, t: 2, wait: 3s, mode: 3, tags: [a, b],
                             either: null, rest: {anything: [1]}})",
                         schema) == "");
    BOOST_TEST(faults_of("{url: 'http://x', mode: fast, either: x, t: 0.5}", schema) == "");
}

BOOST_AUTO_TEST_CASE(no_schema_allows_anything)
{
    BOOST_TEST(faults_of("{a: 1}", "null") == "");
    BOOST_TEST(faults_of("{a: 1}", open_to_all) == "");
    BOOST_TEST(faults_of("{a: 1}", "{type: object}") == "");
}

BOOST_AUTO_TEST_CASE(wrong_types)
{
    BOOST_TEST(faults_of("{n: yes please}", "{properties: {n: {type: integer}}}") ==
               "at p.n: p.n must be a whole number, not text\n");
    BOOST_TEST(faults_of("{n: 1.5}", "{properties: {n: {type: integer}}}") ==
               "at p.n: p.n must be a whole number, not a number\n");
    BOOST_TEST(faults_of("{s: 4}", "{properties: {s: {type: string}}}") ==
               "at p.s: p.s must be text, not a whole number | put it in quotes: \"4\"\n");
    BOOST_TEST(faults_of("{s: [x]}", "{properties: {s: {type: [string, boolean]}}}") ==
               "at p.s: p.s must be text or a boolean, not a list\n");
    BOOST_TEST(faults_of("{a: [x, 2]}", "{properties: {a: {items: {type: string}}}}") ==
               "at p.a[1]: p.a[1] must be text, not a whole number | put it in quotes: \"2\"\n");
}

BOOST_AUTO_TEST_CASE(numbers_out_of_range)
{
    BOOST_TEST(faults_of("{n: 0}", "{properties: {n: {minimum: 1}}}") ==
               "at p.n: p.n must be at least 1, not 0\n");
    BOOST_TEST(faults_of("{n: 1}", "{properties: {n: {minimum: 1, maximum: 1}}}") == "");
    BOOST_TEST(faults_of("{n: 2.5}", "{properties: {n: {maximum: 2}}}") ==
               "at p.n: p.n must be at most 2, not 2.5\n");
    BOOST_TEST(faults_of("{n: 0}", "{properties: {n: {exclusiveMinimum: 0}}}") ==
               "at p.n: p.n must be more than 0, not 0\n");
    BOOST_TEST(faults_of("{n: 1}", "{properties: {n: {exclusiveMaximum: 1}}}") ==
               "at p.n: p.n must be less than 1, not 1\n");
    BOOST_TEST(faults_of("{n: .nan}", "{properties: {n: {minimum: 1}}}") ==
               "at p.n: p.n must be at least 1, not .nan\n");
}

BOOST_AUTO_TEST_CASE(values_of_a_closed_list)
{
    BOOST_TEST(faults_of("{m: fsat}", "{properties: {m: {enum: [fast, slow]}}}") ==
               "at p.m: p.m cannot be 'fsat' | did you mean 'fast'?\n");
    BOOST_TEST(faults_of("{m: 7}", "{properties: {m: {enum: [1, 2]}}}") ==
               "at p.m: p.m cannot be 7 | one of: 1, 2\n");
    BOOST_TEST(faults_of("{m: 7}", "{properties: {m: {const: 8}}}") == "at p.m: p.m must be 8, not 7\n");
}

BOOST_AUTO_TEST_CASE(unknown_and_missing_settings)
{
    constexpr std::string_view schema = "{required: [model], properties: {model: {}, base_url: {}}}";
    BOOST_TEST(faults_of("{model: m, bas_url: x}", schema) ==
               "at p.bas_url: unknown setting 'bas_url' in p | did you mean 'base_url'?\n");
    BOOST_TEST(faults_of("{base_url: x}", schema) == "at p: p has no 'model' | add model: ...\n");
    BOOST_TEST(faults_of("null", schema) == "at p: p has no 'model' | add model: ...\n");
    BOOST_TEST(faults_of("{o: {b: 1}}", "{properties: {o: {properties: {a: {}}}}}") ==
               "at p.o.b: unknown setting 'b' in p.o | one of: a\n");
    BOOST_TEST(faults_of("{x: 1}", "{properties: {a: {}}, additionalProperties: true}") == "");
    BOOST_TEST(faults_of("{x: 1}", "{additionalProperties: {type: string}}") ==
               "at p.x: p.x must be text, not a whole number | put it in quotes: \"1\"\n");
    BOOST_TEST(faults_of("{x: 1}", "{additionalProperties: false}") == "at p.x: unknown setting 'x' in p\n");
}

BOOST_AUTO_TEST_CASE(sizes)
{
    BOOST_TEST(faults_of("{s: ''}", "{properties: {s: {minLength: 1}}}") == "at p.s: p.s is empty\n");
    BOOST_TEST(faults_of("{s: häß}", "{properties: {s: {minLength: 3, maxLength: 3}}}") == "");
    BOOST_TEST(faults_of("{s: abcd}", "{properties: {s: {maxLength: 3}}}") ==
               "at p.s: p.s must have at most 3 characters, not 4\n");
    BOOST_TEST(faults_of("{a: [1]}", "{properties: {a: {minItems: 2}}}") ==
               "at p.a: p.a must have at least 2 elements, not 1\n");
}

BOOST_AUTO_TEST_CASE(a_secret_in_the_place_of_a_variables_name_is_refused_and_not_shown)
{
    const std::string faults =
        faults_of("{api_key_env: sk-live-1234567890}", "{properties: {api_key_env: {format: secret-env}}}");
    BOOST_TEST(faults.find("must be the name of an environment variable") != faults.npos);
    BOOST_TEST(faults.find("1234567890") == faults.npos);
}

BOOST_AUTO_TEST_CASE(other_formats)
{
    BOOST_TEST(faults_of("{u: localhost}", "{properties: {u: {format: base-url}}}") ==
               "at p.u: p.u must begin with http:// or https://\n");
    BOOST_TEST(
        faults_of("{d: 10 minutes}", "{properties: {d: {format: duration}}}").find("not a length of time") !=
        std::string::npos);
    BOOST_TEST(faults_of("{x: y}", "{properties: {x: {format: something-else}}}") == "");
}

BOOST_AUTO_TEST_CASE(several_faults_are_all_found)
{
    BOOST_TEST(faults_of("{a: x, b: y}", "{properties: {a: {type: integer}, b: {type: boolean}}}") ==
               "at p.a: p.a must be a whole number, not text\nat p.b: p.b must be a boolean, not text\n");
}

BOOST_AUTO_TEST_CASE(keywords_that_are_not_checked_are_named)
{
    const auto found = unchecked_keywords(yaml("{type: object, oneOf: [], properties: {a: {pattern: x, "
                                               "description: d}, b: {items: {multipleOf: 2}}}}"));
    BOOST_TEST_REQUIRE(found.size() == 3U);
    BOOST_TEST(found[0] == "oneOf");
    BOOST_TEST(found[1] == "properties.a.pattern");
    BOOST_TEST(found[2] == "properties.b.items.multipleOf");
}

BOOST_AUTO_TEST_SUITE_END()
