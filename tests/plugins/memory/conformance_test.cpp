// What every memory must do, through the boundary.
#include "tests/plugins/memory/memory_case.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

using codexflow::test::backend;
using codexflow::test::backends;
using codexflow::test::entry_json;
using codexflow::test::memory_answer;
using codexflow::test::memory_case;
using strings = std::vector<std::string>;

namespace {
const auto all = boost::unit_test::data::make(backends);
}

BOOST_AUTO_TEST_SUITE(memory_conformance)

BOOST_DATA_TEST_CASE(what_was_appended_comes_back_newest_first, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    const std::string old = R"({"ts":"2025-01-01T00:00:01.000Z","alias":"a","agent_id":"x","namespace":"default"})";
    const std::string full =
        R"({"ts":"2025-01-01T00:00:02.000Z","alias":"a","agent_id":"x","namespace":"n","session_id":"s","task_id":"t",)"
        R"("run_id":"r","summary":"Gr\u00fc\u00dfe \"q\" \\ \n","ok":false,"output":{"k":[1.0,-0,1e3,null,true,"\u001b[0m"],"":{}},)"
        R"("expires":"2099-01-01T00:00:00.000Z","extra":{"z":1.50,"a":"b"}})";
    const std::string text = R"({"ts":"2025-01-01T00:00:03.000Z","alias":"b","namespace":"default","output":"just text"})";
    memory.append({old});
    memory.append({full, text});
    const strings found = memory.query();
    BOOST_REQUIRE(found.size() == 3U);
    BOOST_TEST(memory.same(found[0], text));
    BOOST_TEST(memory.same(found[1], full));
    BOOST_TEST(memory.same(found[2], old));
    BOOST_TEST(found[1].find(R"("output":{"k":[1.0,-0,1e3,null,true,"\u001b[0m"],"":{}})") != std::string::npos);
    BOOST_TEST(found[1].find(R"("extra":{"z":1.50,"a":"b"})") != std::string::npos);
}

BOOST_DATA_TEST_CASE(what_is_empty_is_empty, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    BOOST_TEST(memory.query().empty());
    BOOST_TEST(memory.result("list", memory.now()) == R"({"aliases":[]})");
    BOOST_TEST(memory.result("append", R"({"entries":[]})") == R"({"appended":0})");
    BOOST_TEST(memory.result("forget", R"({"alias":"a",)" + memory.now().substr(1)) == R"({"forgotten":0})");
    BOOST_TEST(memory.member(memory.result("compact", memory.now()), "removed") == "0");
}

BOOST_DATA_TEST_CASE(filters_choose, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    for (int i = 1; i <= 8; ++i)
        memory.append({entry_json(i, i % 2 == 0 ? "even" : "odd", "agent" + std::to_string(i % 3),
                                  R"("session_id":"s)" + std::to_string(i % 4) + R"(","task_id":"t)" + std::to_string(i) +
                                      R"(","run_id":"r)" + std::to_string(i / 4) + R"(","namespace":")" +
                                      (i == 5 ? "other" : "default") + '"')});
    BOOST_TEST(memory.seconds(R"("alias":"even")") == (std::vector{8, 6, 4, 2}), boost::test_tools::per_element());
    BOOST_TEST(memory.seconds(R"("agent_id":"agent1")") == (std::vector{7, 4, 1}), boost::test_tools::per_element());
    BOOST_TEST(memory.seconds(R"("agent_id":"agent1","alias":"odd")") == (std::vector{7, 1}), boost::test_tools::per_element());
    BOOST_TEST(memory.seconds(R"("namespace":"other")") == std::vector{5}, boost::test_tools::per_element());
    BOOST_TEST(memory.seconds(R"("namespace":"default","session_id":"s1")") == std::vector{1}, boost::test_tools::per_element());
    BOOST_TEST(memory.seconds(R"("task_id":"t3")") == std::vector{3}, boost::test_tools::per_element());
    BOOST_TEST(memory.seconds(R"("run_id":"r2")") == std::vector{8}, boost::test_tools::per_element());
    BOOST_TEST(memory.seconds(R"("since":"2025-01-01T00:00:06.000Z")") == (std::vector{8, 7, 6}), boost::test_tools::per_element());
    BOOST_TEST(memory.seconds(R"("since":"2025-01-01T01:00:02.000+01:00","before":"2025-01-01T00:00:04.000Z")") ==
                   (std::vector{3, 2}),
               boost::test_tools::per_element());
    BOOST_TEST(memory.seconds(R"("alias":"eve")").empty());
    BOOST_TEST(memory.seconds(R"("alias":"EVEN")").empty());
    BOOST_TEST(memory.seconds(R"("task_id":"t%")").empty());
}

BOOST_DATA_TEST_CASE(text_is_found_by_words, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    memory.append({entry_json(1, "a", "x", R"("summary":"Fixed the LOGIN page","output":"rest_api done\nNext: tests")"),
                   entry_json(2, "a", "x", R"("summary":"interest rates","output":{"Files":["Login.cs"],"n":42})"),
                   entry_json(3, "b", "x", R"("summary":"\u00dcber die Br\u00fccke","output":"it's \"quoted\" AND (odd) * NEAR OR -x")"),
                   entry_json(4, "b", "x", R"("ok":true)")});
    const auto by = [&](std::string_view text) {
        std::string filter = R"("text":)";
        codexflow::append_json_string(filter, text);
        return memory.seconds(filter);
    };
    BOOST_TEST(by("login") == (std::vector{2, 1}), boost::test_tools::per_element());
    BOOST_TEST(by("log") == (std::vector{2, 1}), boost::test_tools::per_element());
    BOOST_TEST(by("rest") == std::vector{1}, boost::test_tools::per_element());
    BOOST_TEST(by("next login") == std::vector{1}, boost::test_tools::per_element());
    BOOST_TEST(by("api") == std::vector{1}, boost::test_tools::per_element());
    BOOST_TEST(by("login nothing").empty());
    BOOST_TEST(by("files 42") == std::vector{2}, boost::test_tools::per_element());
    BOOST_TEST(by("\xC3\xBC" "BER br\xC3\xBC") == std::vector{3}, boost::test_tools::per_element());
    BOOST_TEST(by("ber").empty());
    BOOST_TEST(by("\"quoted\" AND odd*") == std::vector{3}, boost::test_tools::per_element());
    BOOST_TEST(by("it's NEAR(x)") == std::vector{3}, boost::test_tools::per_element());
    BOOST_TEST(by("true").empty());
}

BOOST_DATA_TEST_CASE(limits_end_an_answer, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    strings entries;
    for (int i = 1; i <= 30; ++i)
        entries.push_back(entry_json(i, "a", "x", R"("output":")" + std::string(100, 'o') + '"'));
    memory.append(entries);
    const memory_answer three = memory.ask("query", memory.query_text("", 3));
    BOOST_TEST(three.entries.size() == 3U);
    BOOST_TEST(memory.member(three.text, "count") == "3");
    BOOST_TEST(memory.member(three.text, "truncated") == "");
    const std::size_t size = three.entries.front().size();
    const memory_answer bounded = memory.ask("query", memory.query_text(R"("max_bytes":)" + std::to_string(5 * size + 10)));
    BOOST_TEST(bounded.entries.size() == 5U);
    BOOST_TEST(memory.member(bounded.text, "truncated") == "true");
    BOOST_TEST(memory.member(bounded.text, "bytes") == std::to_string(5 * size));
    BOOST_TEST(memory.ask("query", memory.query_text(R"("max_bytes":3)")).entries.empty());
    BOOST_TEST(memory.ask("query", memory.query_text("", 100'000)).entries.size() == 30U);
}

BOOST_DATA_TEST_CASE(what_is_over_is_hidden_and_then_removed, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    memory.append({entry_json(1, "a", "x"), entry_json(2, "a", "x", R"("expires":"2025-01-02T00:00:00.000Z")"),
                   entry_json(3, "a", "x", R"("expires":"2098-01-01T00:00:00.000Z")")});
    BOOST_TEST(memory.seconds("") == (std::vector{3, 2, 1}), boost::test_tools::per_element());
    memory.time = "2025-01-02T00:00:00.000Z";
    BOOST_TEST(memory.seconds("") == (std::vector{3, 1}), boost::test_tools::per_element());
    BOOST_TEST(memory.member(memory.result("list", memory.now()), "aliases").find(R"("entries":2)") != std::string::npos);
    const std::string first = memory.result("compact", memory.now());
    BOOST_TEST(memory.member(first, "removed") == "1");
    BOOST_TEST(memory.member(first, "kept") == "2");
    memory.time = "2025-01-01T12:00:00.000Z";
    BOOST_TEST(memory.seconds("") == (std::vector{3, 1}), boost::test_tools::per_element());
    // those that do not say are over after the default time, those that say are not
    memory.time = "2025-01-02T00:00:01.000Z";
    BOOST_TEST(memory.member(memory.result("compact", memory.now(R"("default_ttl_ms":86400001)")), "removed") == "0");
    BOOST_TEST(memory.member(memory.result("compact", memory.now(R"("default_ttl_ms":86400000)")), "removed") == "1");
    BOOST_TEST(memory.seconds("") == std::vector{3}, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(caps_hold_each_alias_and_the_oldest_go, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    for (int i = 1; i <= 10; ++i)
        memory.append({entry_json(i, i <= 7 ? "a" : "b", "x", R"("output":")" + std::string(200, 'o') + '"')});
    BOOST_TEST(memory.member(memory.result("compact", memory.now(R"("max_entries":5)")), "removed") == "2");
    BOOST_TEST(memory.seconds("") == (std::vector{10, 9, 8, 7, 6, 5, 4, 3}), boost::test_tools::per_element());
    const std::string done = memory.result("compact", memory.now(R"("max_bytes":1000)"));
    const auto left = memory.seconds(R"("alias":"a")");
    BOOST_TEST((left.size() == 2 || left.size() == 3)); // of two to three hundred bytes each
    BOOST_TEST(left.front() == 7);
    BOOST_TEST(memory.seconds(R"("alias":"b")").size() == 3U);
    BOOST_TEST(memory.member(done, "kept") == std::to_string(left.size() + 3));
    BOOST_TEST(memory.member(memory.result("compact", memory.now(R"("max_entries":0)")), "kept") == "0");
    BOOST_TEST(memory.query().empty());
}

BOOST_DATA_TEST_CASE(forgetting_removes_what_fits_and_nothing_else, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    for (int i = 1; i <= 6; ++i)
        memory.append({entry_json(i, i % 2 == 0 ? "a" : "b", "x", R"("task_id":"t)" + std::to_string(i) + R"(","summary":"word)" +
                                                                       std::to_string(i) + '"')});
    memory.append({entry_json(7, "a", "x", R"("task_id":"t2","expires":"2025-01-01T00:00:08.000Z")")});
    BOOST_TEST(memory.ask("forget", memory.now()).status == CFLOW_E_INVALID);
    BOOST_TEST(memory.ask("forget", memory.now(R"("limit":3)")).status == CFLOW_E_INVALID);
    BOOST_TEST(memory.seconds("").size() == 6U); // one is over and not shown
    const auto forget = [&](std::string_view filter) { return memory.member(memory.result("forget", memory.now(filter)), "forgotten"); };
    BOOST_TEST(forget(R"("task_id":"t9")") == "0");
    BOOST_TEST(forget(R"("text":"word3")") == "1");
    memory.time = "2025-02-01T00:00:00.000Z";
    BOOST_TEST(forget(R"("task_id":"t2")") == "2"); // the one that is over and not shown too
    BOOST_TEST(memory.seconds("") == (std::vector{6, 5, 4, 1}), boost::test_tools::per_element());
    BOOST_TEST(forget(R"("alias":"b","before":"2025-01-01T00:00:05.000Z")") == "1");
    BOOST_TEST(memory.seconds("") == (std::vector{6, 5, 4}), boost::test_tools::per_element());
    BOOST_TEST(forget(R"("alias":"a")") == "2");
    BOOST_TEST(memory.seconds("") == std::vector{5}, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(no_two_names_share_a_place, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    const strings names{"a",    "A",     "..",  ".",     "../a",   "a/b",   "a:b",  "a%3Ab", "%",     "_",  "*",   "a*",
                        "[a]",  "a b",   "a\"", "a\\b",  "\xC3\xA4", "a.jsonl", "session", "a:x:default:s", "'; DROP TABLE entries; --"};
    for (std::size_t i = 0; i != names.size(); ++i)
        for (std::size_t j = 0; j != 2; ++j)
            memory.append({entry_json(static_cast<int>(i + 1), names[i], j == 0 ? "agent" : names[names.size() - i - 1])});
    for (std::size_t i = 0; i != names.size(); ++i)
    {
        const std::string filter = R"("alias":)" + codexflow::test::quoted(names[i]);
        const auto found = memory.seconds(filter);
        BOOST_TEST(found == std::vector<int>(2, static_cast<int>(i + 1)), boost::test_tools::per_element());
    }
    const std::string list = memory.result("list", memory.now());
    codexflow::json::document document;
    BOOST_REQUIRE(document.parse(list));
    std::set<std::string> listed;
    for (const auto each : document.root()["aliases"].elements())
        listed.emplace(each["alias"].string());
    BOOST_TEST(listed == std::set<std::string>(names.begin(), names.end()), boost::test_tools::per_element());
    const std::string gone = R"("alias":"a")";
    BOOST_TEST(memory.member(memory.result("forget", memory.now(gone)), "forgotten") == "2");
    BOOST_TEST(memory.query().size() == 2 * names.size() - 2);
}

BOOST_DATA_TEST_CASE(the_list_says_what_there_is, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    memory.append({entry_json(2, "a", "x"), entry_json(1, "a", "y"), entry_json(3, "a", "x"), entry_json(4, "b", "z")});
    codexflow::json::document document;
    const std::string text = memory.result("list", memory.now());
    BOOST_REQUIRE(document.parse(text));
    const codexflow::json::value aliases = document.root()["aliases"];
    BOOST_REQUIRE(aliases.size() == 2U);
    BOOST_TEST(aliases[0]["alias"].string() == "a");
    BOOST_TEST(aliases[0]["agent_ids"].raw() == R"(["x","y"])");
    BOOST_TEST(aliases[0]["entries"].as_int64().value_or(0) == 3);
    BOOST_TEST(aliases[0]["oldest"].string() == "2025-01-01T00:00:01.000Z");
    BOOST_TEST(aliases[0]["newest"].string() == "2025-01-01T00:00:03.000Z");
    BOOST_TEST(aliases[0]["bytes"].as_int64().value_or(0) > 100);
    BOOST_TEST(aliases[1]["alias"].string() == "b");
}

BOOST_DATA_TEST_CASE(large_entries, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    const std::string large = entry_json(1, "a", "x", R"("output":")" + std::string(150'000, 'x') + R"( needle")");
    const std::string huge = entry_json(2, "a", "x", R"("output":")" + std::string(8 << 20, 'y') + R"( needle")");
    memory.append({large});
    memory.append({huge});
    const strings found = memory.query(R"("text":"needle")");
    BOOST_REQUIRE(found.size() == 2U);
    BOOST_TEST(memory.same(found[0], huge));
    BOOST_TEST(memory.same(found[1], large));
    BOOST_TEST(memory.member(memory.result("compact", memory.now(R"("max_bytes":1000000)")), "removed") == "2"); // newest first
}

BOOST_DATA_TEST_CASE(wrong_requests_change_nothing, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    memory.append({entry_json(1, "a", "x")});
    const std::string good = entry_json(2, "a", "x");
    for (const auto& [verb, request] : std::vector<std::pair<std::string, std::string>>{
             {"append", "nonsense"},
             {"append", R"({"entries":[)" + good + R"(,{"alias":"a"}]})"},
             {"query", "{}"},
             {"query", memory.query_text(R"("text":"?!")")},
             {"forget", "{}"},
             {"compact", "{}"},
             {"list", "[]"}})
        BOOST_TEST(memory.ask(verb, request).status == CFLOW_E_INVALID, verb << ' ' << request);
    BOOST_TEST(memory.ask("dance", "{}").status == CFLOW_E_UNSUPPORTED);
    BOOST_TEST(memory.query().size() == 1U);
}

BOOST_DATA_TEST_CASE(operations_at_once, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    std::vector<std::pair<std::string, std::string>> what;
    for (int i = 1; i <= 50; ++i)
    {
        what.emplace_back("append", R"({"entries":[)" + entry_json(i, "a" + std::to_string(i % 3), "x") + "]}");
        if (i % 10 == 0)
            what.emplace_back("compact", memory.now(R"("max_entries":1000)"));
        if (i % 7 == 0)
            what.emplace_back("query", memory.query_text());
    }
    for (const memory_answer& answer : memory.client().run_all(what))
        BOOST_TEST(answer.status == CFLOW_OK, answer.text);
    BOOST_TEST(memory.query().size() == 50U);
}

BOOST_DATA_TEST_CASE(what_is_cancelled_ends_and_the_next_is_well, all, one)
{
    memory_case memory(one);
    if (!memory.there())
        return;
    strings entries;
    for (int i = 1; i <= 500; ++i)
        entries.push_back(entry_json(i % 60, "a", "x", R"("output":")" + std::string(2000, 'o') + '"'));
    memory.append(entries);
    for (const std::size_t after : {0U, 1U, 3U, 200U})
    {
        const memory_answer ended = memory.client().run_cancelled("query", memory.query_text("", 1000), after);
        BOOST_TEST(ended.status == CFLOW_E_CANCELLED);
        BOOST_TEST(ended.entries.size() <= after + 3); // it is told when it waits for its reader, at the latest
    }
    BOOST_TEST(memory.client().run_cancelled("compact", memory.now(R"("max_entries":400)"), 0).status == CFLOW_E_CANCELLED);
    BOOST_TEST(memory.query("", 1000).size() >= 400U);
    BOOST_TEST(memory.client().left_behind() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
