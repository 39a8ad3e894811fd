#include "engine/plugin/grants.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using codexflow::plugin::grants;
using codexflow::plugin::grants_of;
using names = std::set<std::string>;

namespace {

/// What the component 'p' may do with these settings.
grants given(const std::string& needs, const std::string& properties, const std::string& settings)
{
    const auto about = codexflow::plugin::parse_manifest(
        R"({"id":"a","version":"1","needs":)" + needs + R"(,"components":[{"kind":"provider","name":"p","config":
            {"type":"object","properties":)" + properties + "}}]}", "a.so");
    BOOST_REQUIRE(about.has_value());
    const auto with = codexflow::doc::parse_json(settings, "settings");
    BOOST_REQUIRE(with.has_value());
    return grants_of(*about, about->components[0], *with);
}

const std::string openai = R"({"api_key_env":{"type":"string","format":"secret-env","default":"OPENAI_API_KEY"},
    "base_url":{"type":"string","format":"base-url","default":"https://api.openai.com/v1"},
    "model":{"type":"string"}})";

} // namespace

BOOST_AUTO_TEST_SUITE(plugin_grants)

BOOST_AUTO_TEST_CASE(what_the_manifest_declares)
{
    const grants got = given(R"({"secrets":["A","B"],"hosts":["API.Example.org"]})", "{}", R"({"x":"https://other.org"})");
    BOOST_TEST((got.secrets == names{"A", "B"}));
    BOOST_TEST((got.hosts == names{"api.example.org"})); // as a parsed URL names it
}

BOOST_AUTO_TEST_CASE(what_the_settings_name)
{
    const grants got = given("{}", openai, R"({"api_key_env":"MY_KEY","base_url":"http://Localhost:8080/v1","model":"m"})");
    BOOST_TEST((got.secrets == names{"MY_KEY"}));
    BOOST_TEST((got.hosts == names{"localhost"}));
}

BOOST_AUTO_TEST_CASE(what_the_settings_leave_to_the_default)
{
    const grants got = given("{}", openai, "{}");
    BOOST_TEST((got.secrets == names{"OPENAI_API_KEY"}));
    BOOST_TEST((got.hosts == names{"api.openai.com"}));
}

BOOST_AUTO_TEST_CASE(what_is_no_text_or_no_url_grants_nothing)
{
    const grants got = given("{}", openai, R"({"api_key_env":7,"base_url":"nonsense"})");
    BOOST_TEST(got.secrets.empty());
    BOOST_TEST(got.hosts.empty());
}

BOOST_AUTO_TEST_SUITE_END()
