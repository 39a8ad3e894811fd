// What the memory "jsonl" is made of: names of files, lines, and what is in the files.
#include "plugins/jsonl/file_names.hpp"
#include "plugins/jsonl/line_filter.hpp"
#include "plugins/jsonl/line_format.hpp"
#include "plugins/jsonl/rewrite.hpp"
#include "tests/plugins/memory/memory_case.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace jsonl = codexflow::jsonl;
namespace remembering = codexflow::remembering;
using codexflow::test::backends;
using codexflow::test::entry_json;
using codexflow::test::memory_case;
using codexflow::test::read_file;

namespace {

struct with_folder : memory_case
{
    with_folder() : memory_case(backends.front()) {}

    std::filesystem::path file(std::string_view name) { return place().dir() / "memory" / name; }
    void write(std::string_view name, std::string_view text)
    {
        place().dir().write(std::filesystem::path("memory") / name, text);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(jsonl_parts)

BOOST_AUTO_TEST_CASE(names_of_files)
{
    BOOST_TEST(jsonl::file_name_of("coder") == "coder.jsonl");
    BOOST_TEST(jsonl::file_name_of("my alias:2") == "my alias:2.jsonl");
    BOOST_TEST(jsonl::file_name_of("../etc/passwd") == "%2E.%2Fetc%2Fpasswd.jsonl");
    BOOST_TEST(jsonl::file_name_of("..") == "%2E..jsonl");
    BOOST_TEST(jsonl::file_name_of("100%") == "100%25.jsonl");
    BOOST_TEST(jsonl::file_name_of(std::string_view("a\0b\n", 4)) == "a%00b%0A.jsonl");
    BOOST_CHECK_THROW(jsonl::file_name_of(""), codexflow::failure);
    BOOST_CHECK_THROW(jsonl::file_name_of(std::string(300, 'a')), codexflow::failure);
    BOOST_TEST(!jsonl::alias_of("coder.jsonl.new").has_value());
    BOOST_TEST(!jsonl::alias_of(".jsonl").has_value());
    BOOST_TEST(!jsonl::alias_of("100%.jsonl").has_value());
    BOOST_TEST(!jsonl::alias_of("%61.jsonl").has_value()); // "a" has another file
    BOOST_TEST(!jsonl::alias_of(".hidden.jsonl").has_value());
    std::mt19937 random(3);
    for (int round = 0; round != 2000; ++round)
    {
        std::string alias;
        for (auto left = 1 + random() % 8; left != 0; --left)
            alias += static_cast<char>(random() % 4 == 0 ? "./%\\:2F"[random() % 7] : random());
        BOOST_TEST((jsonl::alias_of(jsonl::file_name_of(alias)) == alias));
    }
}

BOOST_AUTO_TEST_CASE(the_lines_of_the_original_are_read_and_written)
{
    const std::string line = R"({"ts":"2025-09-18T11:20:41.275Z","agentId":"system-architect","alias":"architect",)"
                             R"("namespace":"default","sessionId":"s-1","taskId":"t-1","summary":"CLI exited 0","ok":true,)"
                             R"("output":"{\"x\":1}\n"})";
    jsonl::line_reader reader;
    const auto read = reader.read(line);
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(read->agent_id == "system-architect");
    BOOST_TEST(read->extra == "");
    BOOST_TEST(jsonl::line_of(*read) == line + '\n');
    const std::string ours = R"({"ts":"2025-09-18T11:20:41.275Z","alias":"a","output":{"a": 1},"runId":"r","expiresAt":)"
                             R"("2026-01-01T00:00:00.000Z","score":0.50,"tags":["x"]})";
    const auto more = reader.read(ours);
    BOOST_REQUIRE(more.has_value());
    BOOST_TEST(more->extra == R"({"score":0.50,"tags":["x"]})");
    BOOST_TEST(jsonl::line_of(*more) == ours + '\n');
}

BOOST_AUTO_TEST_CASE(what_is_no_entry)
{
    jsonl::line_reader reader;
    for (const std::string_view line :
         {"", "{", "[]", "null", R"("text")", R"({"ts":"2025-09-18T11:20:41.275Z"})", R"({"alias":"a"})",
          R"({"ts":"when","alias":"a"})", R"({"ts":1,"alias":"a"})", R"({"ts":"2025-09-18T11:20:41.275Z","alias":"a","output":"cut)"})
        BOOST_TEST(!reader.read(line).has_value(), line);
    BOOST_TEST(reader.read(R"( {"ts":"2025-09-18T11:20:41.275Z","agentId":"a","summary":null,"ok":"yes"} )" "\r").has_value());
}

BOOST_AUTO_TEST_CASE(a_line_stays_one_line_whatever_the_entry_holds)
{
    codexflow::json::document document;
    const std::string text = "{\"ts\":\"2025-09-18T11:20:41.275Z\",\"alias\":\"a\",\"output\":{\n\"k\":\n1},\"extra\":{\"x\":[\n]}}";
    BOOST_REQUIRE(document.parse(text));
    const std::string line = jsonl::line_of(remembering::read_entry(document.root()));
    BOOST_TEST(std::count(line.begin(), line.end(), '\n') == 1);
    BOOST_TEST(jsonl::line_reader().read(std::string_view(line).substr(0, line.size() - 1)).has_value());
}

/// The quick look never holds back what the thorough one lets through: any line, any filter.
BOOST_AUTO_TEST_CASE(the_quick_filter_agrees_with_the_thorough_one)
{
    std::mt19937 random(5);
    const std::vector<std::string> texts{"a", "b", "task-1", "x/y", "Gr\\u00fc\\u00dfe", "gr\xC3\xBC\xC3\x9F" "e", "\\u0061", "A b", "\\\"q\\\"", "a\\/b", "Test"};
    const std::vector<std::string> asked{"a", "b", "task-1", "x/y", "gr\xC3\xBC\xC3\x9F" "e", "A b", "\\\"q\\\"", "a/b", "test", "q"};
    const auto pick = [&random](const std::vector<std::string>& from) { return from[random() % from.size()]; };
    jsonl::line_reader reader;
    int fit = 0;
    for (int round = 0; round != 20'000; ++round)
    {
        const std::string second = std::to_string(10 + random() % 3);
        const std::string line = R"({"ts":"2025-01-01T00:00:)" + second + R"(.000Z","agentId":")" + pick(texts) + R"(","alias":"o","taskId":")" +
                                 pick(texts) + R"(","summary":")" + pick(texts) + R"("})";
        std::string request = R"({"limit":1,"now":"2025-02-01T00:00:00.000Z")";
        if (random() % 2 == 0)
            request += R"(,"agent_id":")" + pick(asked) + '"';
        if (random() % 2 == 0)
            request += R"(,"task_id":")" + pick(asked) + '"';
        if (random() % 2 == 0)
            request += R"(,"text":")" + pick(asked) + '"';
        if (random() % 3 == 0)
            request += R"(,"since":"2025-01-01T00:00:11.000Z")";
        const remembering::filter by = remembering::read_query(request + '}').by;
        const auto read = reader.read(line);
        BOOST_REQUIRE(read.has_value());
        if (!by.fits(*read))
            continue;
        ++fit;
        BOOST_TEST(jsonl::line_filter(by).may_fit(line), request << " held back " << line);
    }
    BOOST_TEST(fit > 500);
    const remembering::filter by = remembering::read_query(R"({"limit":1,"now":"2025-02-01T00:00:00.000Z","task_id":"zz"})").by;
    BOOST_TEST(!jsonl::line_filter(by).may_fit(R"({"ts":"2025-01-01T00:00:00.000Z","alias":"a","taskId":"z"})"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(jsonl_files, with_folder)

BOOST_AUTO_TEST_CASE(the_files_are_as_the_original_has_them_and_private)
{
    append({entry_json(1, "coder", "x", R"("namespace":"default","task_id":"t","summary":"s","ok":true,"output":"o")")});
    BOOST_TEST(read_file(file("coder.jsonl")) ==
               R"({"ts":"2025-01-01T00:00:01.000Z","agentId":"x","alias":"coder","namespace":"default","taskId":"t","summary":"s","ok":true,"output":"o"})"
               "\n");
    struct stat about
    {};
    BOOST_REQUIRE(::stat(file("coder.jsonl").c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 0777) == 0600U);
}

BOOST_AUTO_TEST_CASE(damaged_lines_are_counted_and_kept)
{
    const std::string good = R"({"ts":"2025-01-01T00:00:01.000Z","alias":"a","weird": [1,  2]})";
    const std::string over = R"({"ts":"2025-01-01T00:00:02.000Z","alias":"a","expiresAt":"2025-01-01T00:00:03.000Z"})";
    write("a.jsonl", "rubbish\n" + good + "\n\n{\"ts\":\"2025\n" + over + "\n" + over.substr(0, 40));
    const auto answer = ask("query", query_text());
    BOOST_TEST(answer.entries.size() == 1U);
    BOOST_TEST(member(answer.text, "damaged") == "3");
    BOOST_TEST(member(result("list", now()), "damaged") == "3");
    append({entry_json(4, "a", "x")});
    BOOST_TEST(member(result("compact", now()), "removed") == "1");
    const std::string kept = read_file(file("a.jsonl"));
    BOOST_TEST(kept.starts_with("rubbish\n" + good + "\n\n{\"ts\":\"2025\n" + over.substr(0, 40) + "\n{\"ts\""));
    BOOST_TEST(member(result("forget", now(R"("alias":"a")")), "forgotten") == "2");
    BOOST_TEST(read_file(file("a.jsonl")) == "rubbish\n\n{\"ts\":\"2025\n" + over.substr(0, 40) + "\n");
}

BOOST_AUTO_TEST_CASE(compaction_without_anything_to_remove_touches_nothing)
{
    append({entry_json(1, "a", "x")});
    const auto before = std::filesystem::last_write_time(file("a.jsonl"));
    struct stat first
    {}, second
    {};
    BOOST_REQUIRE(::stat(file("a.jsonl").c_str(), &first) == 0);
    const std::string done = result("compact", now());
    BOOST_REQUIRE(::stat(file("a.jsonl").c_str(), &second) == 0);
    BOOST_TEST(first.st_ino == second.st_ino);
    BOOST_TEST((before == std::filesystem::last_write_time(file("a.jsonl"))));
    BOOST_TEST(member(done, "bytes_before") == member(done, "bytes_after"));
}

BOOST_AUTO_TEST_CASE(a_file_of_which_nothing_is_left_goes)
{
    append({entry_json(1, "a", "x"), entry_json(2, "b", "x")});
    result("forget", now(R"("alias":"a")"));
    BOOST_TEST(!std::filesystem::exists(file("a.jsonl")));
    BOOST_TEST(!std::filesystem::exists(file("a.jsonl.new")));
    BOOST_TEST(std::filesystem::exists(file("b.jsonl")));
    append({entry_json(3, "a", "x")});
    BOOST_TEST(seconds(R"("alias":"a")") == std::vector{3}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_compaction_that_was_overtaken_begins_again_and_goes_first)
{
    std::string lines;
    for (int i = 1; i <= 9; ++i)
        lines += R"({"ts":"2025-01-01T00:00:0)" + std::to_string(i) + R"(.000Z","alias":"a"})" "\n";
    write("a.jsonl", lines);
    const auto second = [](const remembering::entry& one) { return one.ts[18]; };
    jsonl::removal odd, three;
    odd.goes = [&](const remembering::entry& one) { return second(one) % 2 == 1; };
    three.goes = [&](const remembering::entry& one) { return second(one) % 3 == 0; };
    const jsonl::memory_file where{"a", file("a.jsonl").string()};
    jsonl::rewrite slow(where, odd); // has the file open
    jsonl::rewrite quick(where, three);
    while (quick.next())
        ;
    BOOST_TEST(quick.result().removed == 3U);
    codexflow::line_file(where.path).append(R"({"ts":"2025-01-01T00:00:10.000Z","alias":"a"})" "\n");
    while (slow.next())
        ;
    BOOST_TEST(slow.result().removed == 3U); // 1, 5, 7: the others have gone already
    BOOST_TEST(slow.result().kept == 4U);
    BOOST_TEST(seconds("") == (std::vector{10, 8, 4, 2}), boost::test_tools::per_element());
    BOOST_TEST(!std::filesystem::exists(file("a.jsonl.new")));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_an_error_that_names_the_file)
{
    std::filesystem::create_directories(place().dir() / "memory");
    std::filesystem::create_symlink("/dev/null", file("a.jsonl"));
    const auto answer = ask("append", R"({"entries":[)" + entry_json(1, "a", "x") + "]}");
    BOOST_TEST(answer.status == CFLOW_E_IO);
    BOOST_TEST(member(answer.text, "message").find("memory/a.jsonl: open: ") != std::string::npos);
    BOOST_TEST(member(answer.text, "hint").find("symbolic link") != std::string::npos);
    std::filesystem::remove_all(place().dir() / "memory");
    place().dir().write("memory", "in the way");
    const auto blocked = ask("append", R"({"entries":[)" + entry_json(1, "a", "x") + "]}");
    BOOST_TEST(blocked.status == CFLOW_E_IO);
    BOOST_TEST(member(blocked.text, "hint").find("--no-memory") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(more_files_than_may_be_open_at_once)
{
    std::vector<std::string> entries;
    for (int i = 0; i != 300; ++i)
        entries.push_back(entry_json(i % 60, "alias" + std::to_string(i), "x"));
    append(entries);
    rlimit before{};
    BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    rlimit few = before;
    few.rlim_cur = 128; // of which the memory keeps 64 open for appending
    BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
    const auto found = ask("query", query_text());
    const auto forgotten = ask("forget", now(R"("agent_id":"x")"));
    ::setrlimit(RLIMIT_NOFILE, &before);
    BOOST_TEST(found.status == CFLOW_OK, found.text);
    BOOST_TEST(found.entries.size() == 300U);
    BOOST_TEST(forgotten.text == R"({"forgotten":300})");
}

BOOST_AUTO_TEST_CASE(lines_of_64_MiB)
{
    append({entry_json(1, "a", "x", R"("output":")" + std::string(64 << 20, 'z') + '"'), entry_json(2, "a", "x")});
    BOOST_TEST(seconds("") == (std::vector{2, 1}), boost::test_tools::per_element());
    BOOST_TEST(member(result("forget", now(R"("before":"2025-01-01T00:00:02.000Z")")), "forgotten") == "1");
}

BOOST_AUTO_TEST_CASE(real_files)
{
    const std::filesystem::path real = std::filesystem::path(CODEXFLOW_SHARED_DIR) / "data/codex-flow/data/memory";
    if (!std::filesystem::exists(real))
    {
        BOOST_TEST_MESSAGE("SKIPPED: " << real << " is not there");
        return;
    }
    std::filesystem::copy(real, place().dir() / "memory");
    time = "2026-01-01T00:00:00.000Z";
    const auto everything = ask("query", query_text());
    BOOST_TEST(everything.entries.size() == 82U);
    BOOST_TEST(member(everything.text, "damaged") == "");
    const std::string list = result("list", now());
    codexflow::json::document document;
    BOOST_REQUIRE(document.parse(list));
    BOOST_TEST(document.root()["aliases"].size() == 6U);
    BOOST_TEST(query(R"("alias":"unit-alias")").size() == 18U);
    BOOST_TEST(query(R"("text":"dung beetles")").size() > 3U);
    // through our writer and back
    jsonl::line_reader reader;
    for (const auto& one : std::filesystem::directory_iterator(real))
    {
        std::ifstream in(one.path());
        for (std::string line; std::getline(in, line);)
        {
            const auto read = reader.read(line);
            BOOST_REQUIRE(read.has_value());
            const auto again = reader.read(std::string_view(jsonl::line_of(*read)));
            BOOST_REQUIRE(again.has_value());
            BOOST_TEST(again->json() == read->json());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
