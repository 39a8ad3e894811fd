#include "engine/plugin/grants.hpp"
#include "engine/plugin/inspect.hpp"
#include "tests/plugins/host/boundary_fixture.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::test::boundary_fixture;
using codexflow::test::loopback_server;
using codexflow::test::puppet;
using codexflow::test::responder;
using request = codexflow::test::http_request;

namespace {

struct with_secrets : boundary_fixture
{
    loopback_server server{[](const request&, responder& to) { to.reply(200, "ok"); }};
    puppet told;

    /// What the manifest of the sample declares, with these values for its secrets.
    codexflow::plugin::operation_end send(std::string header, const std::string& host = "127.0.0.1")
    {
        const auto from = codexflow::plugin::inspect(codexflow::test::sample("raw"));
        BOOST_REQUIRE(from.has_value());
        const auto given = grants_of(from->about, from->about.components.front(), {});
        secrets values;
        for (const std::string& name : given.secrets)
            values[name] = name == "DECLARED" ? "sk-0123456789" : "";
        const auto instance = make("raw", "{}", "", values, given.hosts);
        BOOST_REQUIRE(instance.has_value());
        told.url = "http://" + host + ":" + std::to_string(server.port()) + "/";
        told.header = std::move(header);
        return run(**instance, "get", told);
    }
    std::string arrived() const { return std::string(server.received().at(0).header("authorization")); }
};

bool mentions(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(secrets, with_secrets)

BOOST_AUTO_TEST_CASE(are_filled_in_for_a_declared_host)
{
    BOOST_TEST(send("Bearer {{secret:DECLARED}}").status == CFLOW_OK);
    BOOST_TEST(arrived() == "Bearer sk-0123456789");
}

BOOST_AUTO_TEST_CASE(more_than_one_in_a_value)
{
    BOOST_TEST(send("{{secret:DECLARED}}:{{secret:DECLARED}};").status == CFLOW_OK);
    BOOST_TEST(arrived() == "sk-0123456789:sk-0123456789;");
}

BOOST_AUTO_TEST_CASE(are_not_sent_to_another_host)
{
    const auto end = send("Bearer {{secret:DECLARED}}", "localhost"); // the same machine by another name
    BOOST_TEST(end.status == CFLOW_E_DENIED);
    BOOST_TEST(mentions(end.text, "'DECLARED'"));
    BOOST_TEST(mentions(end.text, "'localhost'"));
    BOOST_TEST(!mentions(end.text, "sk-0123456789"));
    BOOST_TEST(server.connections() == 0U);
    BOOST_TEST(told.inline_callbacks == 0);
}

BOOST_AUTO_TEST_CASE(that_were_not_declared_do_not_exist)
{
    const auto end = send("Bearer {{secret:OTHER}}");
    BOOST_TEST(end.status == CFLOW_E_DENIED);
    BOOST_TEST(mentions(end.text, "'OTHER'"));
    BOOST_TEST(server.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(that_are_not_set_are_missed_by_name)
{
    const auto end = send("Bearer {{secret:UNSET}}");
    BOOST_TEST(end.status == CFLOW_E_AUTH);
    BOOST_TEST(mentions(end.text, "'UNSET'"));
    BOOST_TEST(server.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_no_reference_is_sent_as_it_is)
{
    BOOST_TEST(send("{{secret:DECLARED").status == CFLOW_OK);
    BOOST_TEST(arrived() == "{{secret:DECLARED");
}

BOOST_AUTO_TEST_SUITE_END()
