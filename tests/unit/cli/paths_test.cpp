#include "cli/paths.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::cli;

BOOST_AUTO_TEST_SUITE(paths)

BOOST_AUTO_TEST_CASE(the_install_is_found_from_the_program)
{
    const auto found = paths_of_install("/opt/cf/bin/codex-flow");
    BOOST_TEST(found.plugins == "/opt/cf/lib/codex-flow/plugins");
    BOOST_TEST(found.examples == "/opt/cf/share/codex-flow/examples");
}

BOOST_AUTO_TEST_CASE(this_program_knows_itself) { BOOST_TEST(own_program().filename() == "unit_cli"); }

BOOST_AUTO_TEST_CASE(the_users_plugins)
{
    BOOST_TEST(user_plugins({{"XDG_DATA_HOME", "/data"}, {"HOME", "/home/u"}}).value() ==
               "/data/codex-flow/plugins");
    BOOST_TEST(user_plugins({{"HOME", "/home/u"}}).value() == "/home/u/.local/share/codex-flow/plugins");
    BOOST_TEST(user_plugins({{"XDG_DATA_HOME", "relative"}, {"HOME", "/home/u"}}).value() ==
               "/home/u/.local/share/codex-flow/plugins");
    BOOST_TEST(!user_plugins({}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
