#include <codexflow/iso_time.hpp>

#include <boost/test/unit_test.hpp>

using codexflow::from_iso_time;
using codexflow::to_iso_time;

BOOST_AUTO_TEST_SUITE(iso_time)

BOOST_AUTO_TEST_CASE(there_and_back)
{
    for (const std::string_view text : {"2025-09-18T11:52:31.366Z", "1970-01-01T00:00:00.000Z",
                                        "2024-02-29T23:59:59.999Z", "1969-12-31T23:59:59.999Z", "9999-12-31T00:00:00.001Z"})
    {
        const auto when = from_iso_time(text);
        BOOST_REQUIRE(when.has_value());
        BOOST_TEST(to_iso_time(*when) == text);
    }
    BOOST_TEST(*from_iso_time("2025-09-18T11:52:31.366Z") == 1758196351366);
}

BOOST_AUTO_TEST_CASE(other_forms_of_the_same_moment)
{
    for (const std::string_view text :
         {"2025-09-18T11:52:31.5Z", "2025-09-18T11:52:31.500999Z", "2025-09-18T13:52:31.5+02:00", "2025-09-18T13:52:31.5+0200",
          "2025-09-18 11:52:31.500z", "2025-09-18T06:22:31.50-05:30"})
        BOOST_TEST(from_iso_time(text).value_or(0) == 1758196351500, text);
}

BOOST_AUTO_TEST_CASE(what_is_none)
{
    for (const std::string_view text :
         {"", "now", "2025-09-18", "2025-09-18T11:52:31", "2025-13-18T11:52:31Z", "2025-02-30T11:52:31Z", "2025-09-18T24:00:00Z",
          "2025-09-18T11:60:31Z", "2025-09-18T11:52:31.Z", "2025-09-18T11:52:31.366Zx", "2025-09-18T11:52:31+25:00", "1758196351366"})
        BOOST_TEST(!from_iso_time(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
