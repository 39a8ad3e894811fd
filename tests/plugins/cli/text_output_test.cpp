#include "plugins/cli/text_output.hpp"

#include "tests/plugins/cli/decoding.hpp"

#include <boost/test/unit_test.hpp>

using decoded = codexflow::test::decoded<codexflow::cli::text_output>;

BOOST_AUTO_TEST_SUITE(plain_output)

BOOST_AUTO_TEST_CASE(characters_stay_whole_and_the_last_line_end_goes)
{
    for (unsigned seed = 0; seed != 20; ++seed)
    {
        const decoded got("\nGr\xC3\xBC\xC3\x9F"
                          "e \xF0\x9F\x8C\x8D\n\nbye\r\n\n",
                          seed, 3);
        BOOST_TEST(got.text == "\nGr\xC3\xBC\xC3\x9F"
                               "e \xF0\x9F\x8C\x8D\n\nbye");
        BOOST_TEST(got.output.error() == "");
        BOOST_TEST(got.output.fault() == "");
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_text_is_replaced)
{
    BOOST_TEST(decoded("a\xFF"
                       "b\xC3")
                   .text == "a\xEF\xBF\xBD"
                            "b\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(nothing_is_nothing)
{
    BOOST_TEST(decoded("").text == "");
    BOOST_TEST(decoded("\n\n").text == "");
    BOOST_TEST(!decoded("").output.truncated());
}

BOOST_AUTO_TEST_SUITE_END()
