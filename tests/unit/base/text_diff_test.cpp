#include "engine/base/text_diff.hpp"

#include <boost/test/unit_test.hpp>

#include <charconv>
#include <random>
#include <string>
#include <vector>

namespace codexflow {
namespace {

std::vector<std::string> split_lines(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();)
    {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        lines.push_back(text.substr(at, end - at));
        at = end;
    }
    return lines;
}

/// Applies a diff the way `patch` does, checking every line it keeps or takes away.
std::string patched(const std::string& before, const std::string& diff)
{
    const auto old_lines = split_lines(before), script = split_lines(diff);
    std::string made;
    std::size_t at = 0; // in old_lines
    for (std::size_t i = 2; i < script.size(); ++i)
    {
        std::string line = script[i];
        if (line.starts_with("@@ -"))
        {
            std::size_t first = 0;
            std::from_chars(line.data() + 4, line.data() + line.size(), first);
            const bool none = line.substr(0, line.find('+')).find(",0 ") != line.npos;
            for (const std::size_t end = none ? first : first - 1; at != end; ++at)
                made += old_lines.at(at);
            continue;
        }
        if (i + 1 < script.size() && script[i + 1].starts_with("\\"))
            line.pop_back();
        if (line.starts_with("\\"))
            continue;
        if (line[0] != '+')
            BOOST_TEST(old_lines.at(at++) == line.substr(1));
        if (line[0] != '-')
            made += line.substr(1);
    }
    for (; at != old_lines.size(); ++at)
        made += old_lines[at];
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(text_diff)

BOOST_AUTO_TEST_CASE(the_same_needs_nothing)
{
    BOOST_TEST(unified_diff("", "", "x") == "");
    BOOST_TEST(unified_diff("a\nb\n", "a\nb\n", "x") == "");
}

BOOST_AUTO_TEST_CASE(a_change_stands_among_its_neighbours)
{
    BOOST_TEST(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "f") ==
               "--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    BOOST_TEST(unified_diff("", "a\nb\n", "f") == "--- f\n+++ f\n@@ -0,0 +1,2 @@\n+a\n+b\n");
    BOOST_TEST(unified_diff("a\n", "", "f") == "--- f\n+++ f\n@@ -1 +0,0 @@\n-a\n");
    BOOST_TEST(unified_diff("a", "a\n", "f") ==
               "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

BOOST_AUTO_TEST_CASE(changes_far_apart_have_hunks_of_their_own)
{
    std::string before, after;
    for (int i = 1; i <= 30; ++i)
    {
        before += std::to_string(i) + '\n';
        after += i == 3 || i == 25 ? "x\n" : std::to_string(i) + '\n';
    }
    const std::string diff = unified_diff(before, after, "f");
    BOOST_TEST(diff.find("@@ -1,6 +1,6 @@\n") != diff.npos, diff);
    BOOST_TEST(diff.find("@@ -22,7 +22,7 @@\n") != diff.npos, diff);
}

BOOST_AUTO_TEST_CASE(applied_it_gives_the_other_text)
{
    std::mt19937 random(5);
    const auto some_text = [&random] {
        std::string text;
        for (auto left = random() % 40; left != 0; --left)
            text += std::string(1, static_cast<char>('a' + random() % 5)) + '\n';
        if (!text.empty() && random() % 4 == 0)
            text.pop_back();
        return text;
    };
    for (int round = 0; round != 2000; ++round)
    {
        const std::string before = some_text(), after = some_text();
        BOOST_TEST(patched(before, unified_diff(before, after, "f")) == (before == after ? before : after));
    }
}

BOOST_AUTO_TEST_CASE(texts_without_end_are_replaced)
{
    std::string before, after;
    for (int i = 0; i != 3000; ++i)
    {
        before += "a" + std::to_string(i) + '\n';
        after += "b" + std::to_string(i) + '\n';
    }
    BOOST_TEST(patched(before, unified_diff(before, after, "f")) == after);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
