#include "engine/base/clock.hpp"
#include "engine/net/http_client.hpp"
#include "engine/plugin/child_environment.hpp"
#include "engine/plugin/services.hpp"

#include <codexflow/view.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

using namespace codexflow;
using list = std::vector<std::string>;

namespace {

struct fixture
{
    boost::asio::io_context io;
    net::http_client http{io};
    system_clock time;
    plugin::service_context services{io, http, time, {}, {}, 0};
    plugin::host_view host{services, "test.plugin"};
    std::vector<cflow_field> environment;
    std::vector<cflow_str> inherit;
    std::string scratch;

    fixture()
    {
        services.variables = {
            {"PATH", "/bin"}, {"LC_ALL", "C"}, {"LC_TIME", "C"}, {"OPENAI_API_KEY", "sk"}, {"MINE", "m"}};
        host.secrets = {{"KEY", "value-of-key"}, {"UNSET", ""}};
        host.variables = {"MINE"};
    }

    void set(std::string_view name, std::string_view value)
    {
        environment.push_back({to_abi(name), to_abi(value)});
    }
    void pass(std::string_view name) { inherit.push_back(to_abi(name)); }

    result<list> made(std::size_t size = sizeof(cflow_process_spec))
    {
        cflow_process_spec spec{};
        spec.struct_size = static_cast<std::uint32_t>(size);
        spec.environment = environment.data();
        spec.environment_count = environment.size();
        spec.inherit = inherit.data();
        spec.inherit_count = inherit.size();
        return plugin::child_environment(host, spec, scratch);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(child_environment, fixture)

BOOST_AUTO_TEST_CASE(what_is_given_and_nothing_else)
{
    BOOST_TEST(made()->empty());
    set("A", "1");
    BOOST_TEST(*made() == list{"A=1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(harmless_variables_are_passed_on_when_asked_for)
{
    pass("PATH");
    pass("HOME"); // not set
    pass("LC_*");
    BOOST_TEST(*made() == (list{"LC_ALL=C", "LC_TIME=C", "PATH=/bin"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(others_only_if_the_user_names_them)
{
    pass("MINE");
    BOOST_TEST(*made() == list{"MINE=m"}, boost::test_tools::per_element());
    pass("OPENAI_API_KEY");
    const auto refused = made();
    BOOST_REQUIRE(!refused);
    BOOST_TEST((refused.error().code == errc::permission_denied));
    BOOST_TEST(refused.error().hint.find("pass_env") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_pattern_brings_no_more_than_its_names_would)
{
    pass("*");
    BOOST_TEST(*made() == (list{"LC_ALL=C", "LC_TIME=C", "MINE=m", "PATH=/bin"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(secrets_are_filled_in)
{
    set("API_KEY", "Bearer {{secret:KEY}}");
    BOOST_TEST(*made() == list{"API_KEY=Bearer value-of-key"}, boost::test_tools::per_element());
    set("OTHER", "{{secret:OPENAI_API_KEY}}");
    BOOST_TEST((made().error().code == errc::permission_denied));
    environment.pop_back();
    set("OTHER", "{{secret:UNSET}}");
    BOOST_TEST((made().error().code == errc::unauthenticated));
}

BOOST_AUTO_TEST_CASE(what_is_given_goes_before_what_is_inherited)
{
    pass("PATH");
    set("PATH", "/mine");
    BOOST_TEST(*made() == list{"PATH=/mine"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(temporary_files_go_where_the_host_says_unless_the_plugin_knows_better)
{
    services.variables["TMPDIR"] = "/tmp";
    pass("TMPDIR");
    BOOST_TEST(*made() == list{"TMPDIR=/tmp"}, boost::test_tools::per_element());
    scratch = "/run/tmp";
    BOOST_TEST(*made() == list{"TMPDIR=/run/tmp"}, boost::test_tools::per_element());
    set("TMPDIR", "/mine");
    BOOST_TEST(*made() == list{"TMPDIR=/mine"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_older_plugin_inherits_nothing)
{
    pass("PATH");
    BOOST_TEST(made(offsetof(cflow_process_spec, inherit))->empty());
}

BOOST_AUTO_TEST_CASE(names_that_are_none)
{
    for (const std::string_view name :
         {std::string_view(""), std::string_view("A=B"), std::string_view("A\0B", 3)})
    {
        environment.clear();
        set(name, "x");
        BOOST_TEST((made().error().code == errc::invalid_argument));
    }
}

BOOST_AUTO_TEST_SUITE_END()
