// What the memory "sqlite" is made of, and what it does with files that are not in order.
#include "plugins/sqlite/database.hpp"
#include "plugins/sqlite/entries.hpp"
#include "plugins/sqlite/schema.hpp"
#include "plugins/sqlite/selection.hpp"
#include "tests/plugins/memory/memory_case.hpp"
#include "tests/support/process.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <memory>

namespace sqlite = codexflow::sqlite;
using codexflow::test::backends;
using codexflow::test::command;
using codexflow::test::entry_json;
using codexflow::test::memory_answer;
using codexflow::test::memory_case;
using codexflow::test::process;

namespace {

struct with_database : memory_case
{
    with_database() : memory_case(backends[1]) { BOOST_REQUIRE(backends[1].name == "sqlite"); }

    std::string file() const { return (where_ / "memory" / "memory.sqlite").string(); }
    sqlite::database direct() const
    {
        std::filesystem::create_directories(where_ / "memory");
        return sqlite::database(file());
    }
    memory_answer append_one() { return ask("append", R"({"entries":[)" + entry_json(1, "a", "x") + "]}"); }

private:
    std::filesystem::path where_ = place().dir().path();
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(sqlite_files, with_database)

BOOST_AUTO_TEST_CASE(looking_makes_no_file)
{
    query();
    result("list", now());
    result("compact", now());
    BOOST_TEST(!std::filesystem::exists(file()));
}

BOOST_AUTO_TEST_CASE(the_file_is_private_and_complete_in_itself)
{
    append({entry_json(1, "a", "x")});
    for (const char* name : {"", "-wal", "-shm"})
    {
        struct stat about
        {};
        BOOST_REQUIRE(::stat((file() + name).c_str(), &about) == 0);
        BOOST_TEST((about.st_mode & 0777) == 0600U, name);
    }
    auto db = direct();
    BOOST_TEST(db.number("PRAGMA user_version") == sqlite::schema_version());
    BOOST_TEST(db.text("PRAGMA journal_mode") == "wal");
    BOOST_TEST(db.text("PRAGMA integrity_check") == "ok");
    BOOST_TEST(db.number("SELECT count(*) FROM words") == 1);
}

BOOST_AUTO_TEST_CASE(what_is_forgotten_is_not_in_the_files_any_more)
{
    append({entry_json(1, "a", "x", R"("output":"zanzibar zanzibar")"), entry_json(2, "b", "x", R"("output":"stays")")});
    BOOST_TEST(member(result("forget", now(R"("text":"zanzibar")")), "forgotten") == "1");
    for (const char* name : {"", "-wal"})
        BOOST_TEST(codexflow::test::read_file(file() + name).find("zanzibar") == std::string::npos, name);
    BOOST_TEST(seconds(R"("text":"stays")") == std::vector{2}, boost::test_tools::per_element());
    BOOST_TEST(direct().number("SELECT count(*) FROM words") == 1);
}

BOOST_AUTO_TEST_CASE(a_large_removal_gives_the_room_back)
{
    std::vector<std::string> many;
    for (int i = 1; i <= 1000; ++i)
        many.push_back(entry_json(i % 60, i % 2 == 0 ? "a" : "b", "x", R"("output":"word)" + std::to_string(i) + ' ' + std::string(1000, 'o') + '"'));
    append(many);
    const std::string done = result("compact", now(R"("max_entries":10)"));
    BOOST_TEST(member(done, "removed") == "980");
    BOOST_TEST(member(done, "kept") == "20");
    BOOST_TEST(std::stoi(member(done, "bytes_after")) * 5 < std::stoi(member(done, "bytes_before")));
    auto db = direct();
    BOOST_TEST(db.text("PRAGMA integrity_check") == "ok");
    db.run("INSERT INTO words(words) VALUES('integrity-check')");
}

BOOST_AUTO_TEST_CASE(a_reader_does_not_stand_in_the_way_of_appends)
{
    std::vector<std::string> many;
    for (int i = 1; i <= 3000; ++i)
        many.push_back(entry_json(i % 60, "a", "x", R"("output":")" + std::string(2000, 'o') + '"'));
    append(many);
    std::vector<std::pair<std::string, std::string>> what{{"query", query_text("", 3000)}};
    for (int i = 0; i != 5; ++i)
        what.emplace_back("append", R"({"entries":[)" + entry_json(1, "b", "x") + "]}");
    what.emplace_back("compact", now());
    const auto answers = client().run_all(what);
    for (const memory_answer& one : answers)
        BOOST_TEST(one.status == CFLOW_OK, one.text);
    BOOST_TEST(answers[0].entries.size() >= 3000U);
}

/// On the reader's connection that append would have to write on top of what the reader sees: SQLite refuses it.
BOOST_AUTO_TEST_CASE(an_append_does_not_mind_a_reader_that_is_behind)
{
    sqlite::entries here(file()), there(file());
    const std::string json = entry_json(1, "a", "x", R"("output":")" + std::string(2000, 'o') + '"');
    codexflow::json::document document;
    BOOST_REQUIRE(document.parse(json));
    const codexflow::remembering::entry one = codexflow::remembering::read_entry(document.root());
    here.append(std::vector(1000, one));
    codexflow::remembering::query asked;
    asked.limit = 1000;
    asked.by.now = INT64_MIN;
    sqlite::selection reading(here.reader(), asked);
    std::vector<std::string> batch;
    BOOST_TEST(reading.next(batch)); // in the midst of it
    there.append({one});
    here.append({one});
    while (reading.next(batch))
        ;
    BOOST_TEST(batch.size() == 1000U);
    BOOST_TEST(direct().number("SELECT count(*) FROM entries") == 1002);
    // why readers have a connection of their own:
    const auto common = here.existing();
    sqlite::selection in_the_way(common, asked);
    batch.clear();
    BOOST_TEST(in_the_way.next(batch));
    there.append({one});
    BOOST_CHECK_THROW(here.append({one}), codexflow::failure);
}

BOOST_AUTO_TEST_CASE(a_file_that_goes_away_under_us_is_begun_again)
{
    append({entry_json(1, "a", "x")});
    std::filesystem::remove_all(place().dir() / "memory");
    BOOST_TEST(query().empty());
    append({entry_json(2, "a", "x")});
    BOOST_TEST(seconds("") == std::vector{2}, boost::test_tools::per_element());
    BOOST_TEST(std::filesystem::exists(file()));
}

BOOST_AUTO_TEST_CASE(what_is_no_database_is_left_alone)
{
    place().dir().write("memory/memory.sqlite", std::string(5000, 'x'));
    for (const memory_answer& answer : {append_one(), ask("query", query_text()), ask("list", now())})
    {
        BOOST_TEST(answer.status == CFLOW_E_IO);
        BOOST_TEST(member(answer.text, "message").find("memory.sqlite") != std::string::npos);
        BOOST_TEST(member(answer.text, "hint").find("recover") != std::string::npos);
    }
    BOOST_TEST(codexflow::test::read_file(file()) == std::string(5000, 'x'));
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_an_error)
{
    std::vector<std::string> many;
    for (int i = 1; i <= 400; ++i)
        many.push_back(entry_json(i % 60, "a", "x", R"("output":")" + std::string(1000, 'o') + '"'));
    append(many);
    direct().number("PRAGMA wal_checkpoint(TRUNCATE)");
    {
        std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
        const std::string rubbish(4096, '\x5A');
        for (int page = 10; page != 80; ++page)
        {
            bytes.seekp(page * 4096);
            bytes.write(rubbish.data(), static_cast<std::streamsize>(rubbish.size()));
        }
    }
    codexflow::test::memory_client fresh(place().of().plugin, place().settings()); // nothing cached
    const auto compacted = fresh.run("compact", now());
    BOOST_TEST(compacted.status == CFLOW_E_IO);
    BOOST_TEST(member(compacted.text, "message").find("damaged") != std::string::npos);
    const auto asked = fresh.run("query", query_text());
    BOOST_TEST(asked.status == CFLOW_E_IO);
    BOOST_TEST(asked.entries.size() < 400U);
}

BOOST_AUTO_TEST_CASE(a_document_that_was_changed_is_counted_and_not_shown)
{
    append({entry_json(1, "a", "x"), entry_json(2, "a", "x")});
    direct().run("UPDATE entries SET document = substr(document, 1, 20) WHERE id = 1");
    const auto answer = ask("query", query_text());
    BOOST_TEST(answer.entries.size() == 1U);
    BOOST_TEST(member(answer.text, "damaged") == "1");
}

BOOST_AUTO_TEST_CASE(files_of_others_and_of_newer_versions_are_refused)
{
    direct().run("CREATE TABLE theirs(x); INSERT INTO theirs VALUES(1)");
    const memory_answer theirs = append_one();
    BOOST_TEST(theirs.status == CFLOW_E_INVALID);
    BOOST_TEST(member(theirs.text, "message").find("another program") != std::string::npos);
    BOOST_TEST(direct().number("SELECT count(*) FROM sqlite_schema") == 1);
    BOOST_TEST(direct().text("PRAGMA journal_mode") != "wal");

    direct().run("DROP TABLE theirs; PRAGMA user_version = 99");
    const memory_answer newer = ask("query", query_text());
    BOOST_TEST(newer.status == CFLOW_E_INVALID);
    BOOST_TEST(member(newer.text, "message").find("version 99") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(links_are_refused_but_not_in_the_folders_above)
{
    std::filesystem::create_directories(place().dir() / "memory");
    place().dir().write("elsewhere", "");
    std::filesystem::create_symlink(place().dir() / "elsewhere", file());
    BOOST_TEST(append_one().status == CFLOW_E_IO);
    BOOST_TEST(std::filesystem::file_size(place().dir() / "elsewhere") == 0U);
    std::filesystem::remove_all(place().dir() / "memory");
    std::filesystem::create_directories(place().dir() / "real");
    std::filesystem::create_directory_symlink(place().dir() / "real", place().dir() / "memory");
    BOOST_TEST(append_one().status == CFLOW_OK);
    BOOST_TEST(std::filesystem::exists(place().dir() / "real" / "memory.sqlite"));
}

BOOST_AUTO_TEST_CASE(many_processes_begin_one_new_file_at_once)
{
    std::vector<std::unique_ptr<process>> children;
    for (int i = 0; i != 6; ++i)
    {
        command run;
        run.program = CODEXFLOW_MEMORY_DRIVER;
        run.arguments = {std::string(place().of().plugin), place().settings(), "append", "w" + std::to_string(i), "2"};
        children.push_back(std::make_unique<process>(run));
    }
    for (const auto& child : children)
    {
        const auto end = child->wait();
        BOOST_TEST(end.status == 0, end.err);
    }
    BOOST_TEST(query().size() == 12U);
    BOOST_TEST(direct().text("PRAGMA integrity_check") == "ok");
}

BOOST_AUTO_TEST_SUITE_END()
