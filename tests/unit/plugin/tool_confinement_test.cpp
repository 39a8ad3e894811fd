#include "engine/plugin/tool_confinement.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using list = std::vector<std::string>;

namespace {

constexpr std::string_view call = R"({"tool":"t","arguments":{"roots":[{"path":"/","access":"write"}],"scratch":"/"},)"
                                  R"("workspace":"/w","scratch":"/w/tmp","roots":[{"path":"/w","access":"write"},)"
                                  R"({"path":"/p","access":"read"},{"path":"relative","access":"write"},)"
                                  R"({"path":"/q","access":"everything"}]})";

workspace::sandbox switched_on()
{
    workspace::sandbox made;
    made.on = true;
    made.layers = {true, true, 7};
    made.write = {"/cache"};
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(tool_confinement)

BOOST_AUTO_TEST_CASE(a_call_may_change_its_roots_and_what_the_user_granted)
{
    const auto made = plugin::place_of(switched_on(), call);
    BOOST_TEST(made.confined.layers.files);
    BOOST_TEST(made.confined.layers.network);
    BOOST_TEST(made.confined.write == (list{"/w", "/cache"}), boost::test_tools::per_element());
    BOOST_TEST(!made.confined.read.has_value());
    BOOST_TEST(made.scratch == "/w/tmp");
}

BOOST_AUTO_TEST_CASE(where_reading_is_narrow_the_roots_to_read_count)
{
    workspace::sandbox held = switched_on();
    held.read.emplace(1, "/data");
    BOOST_TEST(*plugin::place_of(held, call).confined.read == (list{"/data", "/p", "/q"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_operation_without_roots_may_change_nothing_of_its_own)
{
    for (const std::string_view request : {"{}", "", "[]", "no JSON", R"({"roots":{"path":"/"}})", R"({"roots":[5,{"path":7}]})"})
    {
        const auto made = plugin::place_of(switched_on(), request);
        BOOST_TEST(made.confined.layers.files);
        BOOST_TEST(made.confined.write == list{"/cache"}, boost::test_tools::per_element());
        BOOST_TEST(made.scratch == "");
    }
}

BOOST_AUTO_TEST_CASE(without_a_sandbox_nothing_is_confined)
{
    const auto made = plugin::place_of({}, call);
    BOOST_TEST(!made.confined.layers.files);
    BOOST_TEST(!made.confined.layers.network);
    BOOST_TEST(made.scratch == "");
}

BOOST_AUTO_TEST_SUITE_END()
