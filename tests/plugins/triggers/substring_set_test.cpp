#include "plugins/triggers/substring_set.hpp"
#include "tests/bench/generated_rules.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow;
using triggers::substring_set;

BOOST_AUTO_TEST_SUITE(triggers_substrings)

BOOST_AUTO_TEST_CASE(nothing_is_in_nothing)
{
    substring_set none;
    none.compile();
    BOOST_TEST(none.find("text").empty());
    substring_set one;
    one.add("a");
    one.compile();
    BOOST_TEST(one.find("").empty());
    BOOST_TEST(one.find("bab").size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_same_as_looking_for_each)
{
    test::numbers from(5);
    const auto random = [&](std::size_t most) { // few letters, so that strings lie in each other
        std::string text;
        for (std::size_t left = 1 + from.below(most); left != 0; --left)
            text += static_cast<char>("ab\xC3"[from.below(3)]);
        return text;
    };
    for (int round = 0; round != 300; ++round)
    {
        std::vector<std::string> strings;
        substring_set set;
        for (std::size_t left = from.below(40); left != 0; --left)
        {
            strings.push_back(random(6));
            set.add(strings.back());
        }
        set.compile();
        const std::string text = random(60);
        std::vector<std::uint32_t> expected;
        for (std::uint32_t i = 0; i != strings.size(); ++i)
            if (text.find(strings[i]) != std::string::npos)
                expected.push_back(i);
        BOOST_TEST_REQUIRE(set.find(text) == expected, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()
