#include "engine/record/secret_scan.hpp"

#include "engine/record/line_checksum.hpp"
#include "engine/record/redaction.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/record/fake_redactor.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

using namespace codexflow;

namespace {

struct fixture
{
    fixture() { by.add(std::make_unique<test::fake_redactor>(test::replacing("SECRET", "[REDACTED:x]"))); }

    std::string told(const std::string& name) const
    {
        std::string text;
        const auto done = scan_file(dir.path() / name, by, [&](const found_secret& one) {
            text += std::to_string(one.line) + ':' + std::to_string(one.column) + ' ';
        });
        BOOST_TEST_REQUIRE(done.has_value());
        return *done == scanned_as::binary ? "binary" : text;
    }
    std::string read(const std::string& name) const
    {
        std::ifstream in(dir.path() / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    bool rewrite(const std::string& name) const
    {
        const auto done = redact_file(dir.path() / name, by);
        BOOST_TEST_REQUIRE(done.has_value());
        return *done;
    }

    test::temp_dir dir;
    redaction by;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(secret_scan, fixture)

BOOST_AUTO_TEST_CASE(lines_and_columns_count_from_one)
{
    dir.write("a", "SECRET\nx SECRET SECRET\n\nSECRET");
    BOOST_TEST(told("a") == "1:1 2:3 2:10 4:1 ");
    dir.write("none", "nothing\n");
    BOOST_TEST(told("none") == "");
    dir.write("empty", "");
    BOOST_TEST(told("empty") == "");
    dir.write("zero", std::string_view("SECRET\0", 7));
    BOOST_TEST(told("zero") == "binary");
}

BOOST_AUTO_TEST_CASE(a_large_file_is_looked_at_in_parts_and_each_secret_told_once)
{
    std::string text, wanted;
    for (std::uint64_t line = 1; text.size() < (3U << 20U); ++line)
    {
        const bool here = line % 997 == 0;
        text += here ? "here is a SECRET of it\n" : "there is nothing in this line of the file\n";
        if (here)
            wanted += std::to_string(line) + ":11 ";
    }
    dir.write("large", text);
    BOOST_TEST((told("large") == wanted));
}

BOOST_AUTO_TEST_CASE(a_line_without_end_is_looked_at_in_parts)
{
    const std::size_t border = std::size_t{1} << 20U;
    for (const std::size_t at : {border - 20'000, border - 16'384, border - 3, border, border + 5})
    {
        std::string text(3 * border, '.');
        text.replace(at, 6, "SECRET");
        dir.write("line", text);
        BOOST_TEST(told("line") == "1:" + std::to_string(at + 1) + ' ');
    }
}

BOOST_AUTO_TEST_CASE(a_file_is_redacted_in_place_and_keeps_its_mode)
{
    dir.write("a", "one SECRET\n");
    ::chmod((dir.path() / "a").c_str(), 0640);
    BOOST_TEST(rewrite("a"));
    BOOST_TEST(read("a") == "one [REDACTED:x]\n");
    struct stat state = {};
    ::stat((dir.path() / "a").c_str(), &state);
    BOOST_TEST((state.st_mode & 0777U) == 0640U);
    BOOST_TEST(!rewrite("a"));
}

BOOST_AUTO_TEST_CASE(lines_of_a_journal_stay_sealed)
{
    const auto sealed = [](const std::string& open) { return open + std::string(line_seal(open).text()); };
    dir.write("journal.jsonl", sealed(R"({"kind":"chunk","text":"a SECRET")") + sealed(R"({"kind":"chunk","text":"b")") + "torn SECRET");
    BOOST_TEST(rewrite("journal.jsonl"));
    BOOST_TEST(read("journal.jsonl") ==
               sealed(R"({"kind":"chunk","text":"a [REDACTED:x]")") + sealed(R"({"kind":"chunk","text":"b")") + "torn [REDACTED:x]");
}

BOOST_AUTO_TEST_CASE(folders_are_walked_and_links_are_not_followed)
{
    dir.write("f/b", "x");
    dir.write("f/sub/a", "x");
    std::filesystem::create_symlink(dir.path() / "f" / "b", dir.path() / "f" / "link");
    const auto all = files_below(dir.path() / "f");
    BOOST_TEST_REQUIRE(all.has_value());
    BOOST_TEST_REQUIRE(all->size() == 2U);
    BOOST_TEST((*all)[0].filename().string() == "b");
    const auto gone = files_below(dir.path() / "nowhere");
    BOOST_TEST_REQUIRE(!gone.has_value());
    BOOST_TEST((gone.error().code == errc::not_found));
}

BOOST_AUTO_TEST_SUITE_END()
