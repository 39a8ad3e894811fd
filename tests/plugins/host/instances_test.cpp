#include "tests/plugins/host/boundary_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::errc;
using codexflow::test::boundary_fixture;

BOOST_FIXTURE_TEST_SUITE(instances, boundary_fixture)

BOOST_AUTO_TEST_CASE(a_refusal_of_settings_is_passed_on)
{
    const auto got = make("raw", "refuse");
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::invalid_argument));
    BOOST_TEST(to_string(got.error()).find("the setting 'model' is missing") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_refusal_without_a_reason_is_the_plugins_fault)
{
    const auto got = make("raw", "refuse silently");
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::plugin_misbehaved));
    BOOST_TEST(got.error().message.find("without saying why") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(create_may_throw_anything)
{
    for (const char* what : {"throw", "throw 7"})
    {
        const auto got = make("raw", what);
        BOOST_REQUIRE(!got.has_value());
        BOOST_TEST((got.error().code == errc::plugin_misbehaved));
        BOOST_TEST(got.error().message.find("exception") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(destroy_may_throw)
{
    auto other = std::make_unique<boundary_fixture>();
    BOOST_REQUIRE(other->make("raw", "throw on destroy").has_value());
    other.reset(); // and the process is still there
}

BOOST_AUTO_TEST_CASE(the_sdk_turns_exceptions_into_messages)
{
    const auto refused = make("scripted", R"({"fault":"failure"})");
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == errc::invalid_argument));
    BOOST_TEST(refused.error().message == "plugin 'test.scripted': the setting 'fault' says so");

    const auto broken = make("scripted", R"({"fault":"exception"})");
    BOOST_REQUIRE(!broken.has_value());
    BOOST_TEST((broken.error().code == errc::plugin_misbehaved));
    BOOST_TEST(to_string(broken.error()).find("out of the constructor") != std::string::npos);

    const auto number = make("scripted", R"({"fault":"number"})");
    BOOST_REQUIRE(!number.has_value());
    BOOST_TEST((number.error().code == errc::plugin_misbehaved));
}

BOOST_AUTO_TEST_CASE(several_of_one_plugin)
{
    const auto first = make("scripted");
    const auto second = make("scripted");
    BOOST_REQUIRE(first.has_value());
    BOOST_REQUIRE(second.has_value());
    BOOST_TEST(((*first)->self() != (*second)->self()));
    BOOST_TEST(run(**first, "chat", R"({"do":""})").status == CFLOW_OK);
    BOOST_TEST(run(**second, "chat", R"({"do":""})").status == CFLOW_OK);
}

BOOST_AUTO_TEST_SUITE_END()
