#include "cli/render/table.hpp"

#include <boost/test/unit_test.hpp>

using codexflow::cli::render_table;

BOOST_AUTO_TEST_SUITE(table)

BOOST_AUTO_TEST_CASE(columns_are_as_wide_as_their_widest_cell)
{
    BOOST_TEST(render_table({"A", "NAME"}, {{"long", "x"}, {"\u65e5\u672c\u8a9e", "two\nlines"}}, 0) ==
               "A       NAME\n"
               "long    x\n"
               "\u65e5\u672c\u8a9e  two lines\n");
}

BOOST_AUTO_TEST_CASE(the_last_column_is_clipped_to_the_window)
{
    const std::string text(50, 'x');
    BOOST_TEST(render_table({"A", "B"}, {{"1", text}}, 20) ==
               "A  B\n1  " + std::string(16, 'x') + "\u2026\n");
    BOOST_TEST(render_table({"A", "B"}, {{"1", text}}, 5) == "A  B\n1  " + std::string(9, 'x') + "\u2026\n");
    BOOST_TEST(render_table({"A", "B"}, {}, 5) == "A  B\n");
}

BOOST_AUTO_TEST_SUITE_END()
