#include "tests/support/temp_dir.hpp"

#include <codexflow/line_file.hpp>
#include <codexflow/reverse_lines.hpp>

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using codexflow::line_file;
using codexflow::reverse_lines;
using codexflow::test::temp_dir;

namespace {

struct read_line
{
    std::string text;
    bool torn, oversized;
    std::uint64_t offset;

    bool operator==(const read_line&) const = default;
};

std::vector<read_line> all_of(reverse_lines& lines)
{
    std::vector<read_line> found;
    for (std::string_view line; lines.next(line);)
        found.push_back({std::string(line), lines.torn(), lines.oversized(), lines.offset()});
    BOOST_TEST(!lines.error());
    return found;
}

/// What all_of() must find, made the simple way.
std::vector<read_line> backwards(const std::string& text, std::size_t most)
{
    std::vector<read_line> found;
    for (std::size_t at = 0; at < text.size();)
    {
        const std::size_t end = text.find('\n', at);
        const bool torn = end == std::string::npos;
        std::string line = text.substr(at, torn ? end : end - at);
        const std::size_t size = line.size();
        if (size > most)
            line.clear();
        found.insert(found.begin(), {line, torn, size > most, at});
        at = torn ? text.size() : end + 1;
    }
    return found;
}

struct with_folder
{
    temp_dir dir;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(reverse_lines_suite, with_folder)

BOOST_AUTO_TEST_CASE(the_last_line_comes_first)
{
    const std::string path = dir.write("a", "one\n\ntwo\nthree");
    reverse_lines lines;
    BOOST_REQUIRE(!lines.open(path));
    const std::vector<read_line> wanted{
        {"three", true, false, 9}, {"two", false, false, 5}, {"", false, false, 4}, {"one", false, false, 0}};
    BOOST_TEST((all_of(lines) == wanted));
    std::string_view line;
    BOOST_TEST(!lines.next(line));
}

BOOST_AUTO_TEST_CASE(any_text_any_block_any_limit)
{
    std::mt19937 random(7);
    for (int round = 0; round != 400; ++round)
    {
        std::string text;
        for (auto left = random() % 60; left != 0; --left)
            text += random() % 4 == 0 ? '\n' : static_cast<char>('a' + random() % 26);
        const std::size_t most = round % 3 == 0 ? random() % 6 : 1000;
        const std::size_t block = 1 + random() % 9;
        const std::string path = dir.write("a", text);
        reverse_lines lines(most, block);
        BOOST_REQUIRE(!lines.open(path));
        BOOST_TEST((all_of(lines) == backwards(text, most)),
                   "block " << block << ", most " << most << ": " << text);
    }
}

BOOST_AUTO_TEST_CASE(lines_of_all_sizes_up_to_huge_ones)
{
    std::string text;
    for (const std::size_t size : {std::size_t{10}, std::size_t{65535}, std::size_t{65536}, std::size_t{0},
                                   std::size_t{150'000}, std::size_t{3'000'000}, std::size_t{65537}})
        text += std::string(size, static_cast<char>('a' + size % 26)) + '\n';
    const std::string path = dir.write("a", text);
    reverse_lines lines;
    BOOST_REQUIRE(!lines.open(path));
    BOOST_TEST((all_of(lines) == backwards(text, reverse_lines::usual_most)));
    BOOST_REQUIRE(!lines.open(path)); // again, with the same buffer
    BOOST_TEST((all_of(lines) == backwards(text, reverse_lines::usual_most)));
}

BOOST_AUTO_TEST_CASE(the_end_of_a_large_file_costs_what_it_is_long)
{
    const std::string path = dir / "a";
    std::string million;
    for (int number = 0; number != 10'000; ++number)
        million += std::string(99, 'x') + '\n';
    line_file file(path);
    for (int part = 0; part != 30; ++part)
        BOOST_REQUIRE(!file.append(million).error);
    reverse_lines lines;
    BOOST_REQUIRE(!lines.open(path));
    BOOST_TEST(lines.size() == 30'000'000U);
    std::string_view line;
    for (int left = 50; left != 0; --left)
        BOOST_REQUIRE(lines.next(line));
    BOOST_TEST(line.size() == 99U);
    BOOST_TEST(lines.bytes_read() <= reverse_lines::usual_block);
}

BOOST_AUTO_TEST_CASE(what_happens_to_the_file_afterwards_is_not_seen)
{
    const std::string path = dir / "a";
    line_file file(path);
    file.append("one\ntwo\n");
    reverse_lines lines(1000, 2);
    BOOST_REQUIRE(!lines.open(path));
    file.append("three\n");
    file.rotate(0, 1);
    file.append("four\n");
    const std::vector<read_line> wanted{{"two", false, false, 4}, {"one", false, false, 0}};
    BOOST_TEST((all_of(lines) == wanted));
}

BOOST_AUTO_TEST_CASE(a_file_that_shrinks_is_an_error_and_no_end)
{
    const std::string path = dir.write("a", "one\ntwo\nthree\n");
    reverse_lines lines(1000, 4);
    BOOST_REQUIRE(!lines.open(path));
    std::string_view line;
    BOOST_REQUIRE(lines.next(line));
    std::filesystem::resize_file(path, 2);
    while (lines.next(line))
        ;
    BOOST_TEST(lines.error().code == EIO);
}

BOOST_AUTO_TEST_CASE(empty_files_and_none)
{
    reverse_lines lines;
    std::string_view line;
    BOOST_REQUIRE(!lines.open(dir.write("a", "")));
    BOOST_TEST(!lines.next(line));
    BOOST_TEST(!lines.error());
    BOOST_TEST(lines.open(dir / "none").code == ENOENT);
    std::filesystem::create_symlink(dir / "a", dir / "link");
    BOOST_TEST(lines.open(dir / "link").code == ELOOP);
}

BOOST_AUTO_TEST_SUITE_END()
