// Several processes at one memory, and processes that die in the midst of it.
#include "tests/plugins/memory/memory_case.hpp"
#include "tests/support/process.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <map>
#include <memory>
#include <random>

using codexflow::test::backend;
using codexflow::test::backends;
using codexflow::test::command;
using codexflow::test::ending;
using codexflow::test::memory_case;
using codexflow::test::process;
using codexflow::test::stream;

namespace {

const auto all = boost::unit_test::data::make(backends);

std::unique_ptr<process> start(memory_case& memory, std::vector<std::string> what)
{
    command run;
    run.program = CODEXFLOW_MEMORY_DRIVER;
    run.arguments = {std::string(memory.place().of().plugin), memory.place().settings()};
    run.arguments.insert(run.arguments.end(), what.begin(), what.end());
    run.keep_input_open = true;
    return std::make_unique<process>(run);
}

/// How often each entry is there, by writer and number. All of them, over or not.
std::map<std::pair<std::string, int>, int> entries_of(memory_case& memory)
{
    std::map<std::pair<std::string, int>, int> seen;
    memory.time = "2025-01-01T12:00:00.000Z";
    for (const std::string& one : memory.query({}, 100'000))
        ++seen[{memory_case::member(one, "agent_id"), std::stoi(memory_case::member(one, "task_id"))}];
    return seen;
}

int acknowledged(const process& writer)
{
    const std::string said = writer.text(stream::out);
    return static_cast<int>(std::count(said.begin(), said.end(), '\n'));
}

} // namespace

BOOST_AUTO_TEST_SUITE(memory_processes)

BOOST_DATA_TEST_CASE(they_append_and_compact_at_once_and_nothing_is_lost, all, one)
{
    memory_case memory(one);
    if (!memory.there() || !one.lasts)
        return;
    constexpr int each = 150;
    std::vector<std::unique_ptr<process>> writers, compactors;
    for (int i = 0; i != 2; ++i)
        compactors.push_back(start(memory, {"compact"}));
    for (int i = 0; i != 3; ++i)
        writers.push_back(start(memory, {"append", "w" + std::to_string(i), std::to_string(each)}));
    for (const auto& writer : writers)
    {
        const ending end = writer->wait();
        BOOST_TEST(end.status == 0, end.err);
    }
    for (const auto& compactor : compactors)
    {
        compactor->close_input();
        const ending end = compactor->wait();
        BOOST_TEST(end.status == 0, end.err);
    }
    const auto seen = entries_of(memory);
    for (int i = 0; i != 3; ++i)
        for (int number = 0; number != each; ++number)
        {
            const auto found = seen.find({"w" + std::to_string(i), number});
            const int times = found == seen.end() ? 0 : found->second;
            BOOST_TEST((number % 3 == 0 ? times <= 1 : times == 1), "w" << i << ':' << number << " is there " << times << " times");
        }
}

BOOST_DATA_TEST_CASE(what_was_acknowledged_survives_any_death, all, one)
{
    memory_case memory(one);
    if (!memory.there() || !one.lasts)
        return;
    std::mt19937 random(11);
    std::map<std::string, int> known; // by writer, how many it was told of
    for (int round = 0; round != 12; ++round)
    {
        const std::string name = "w" + std::to_string(round);
        const auto other = start(memory, {"append", "o" + std::to_string(round), "60"});
        const auto writer = start(memory, {"append", name, "100000"});
        const auto compactor = start(memory, {"compact"});
        const int when = static_cast<int>(random() % 40);
        BOOST_REQUIRE(writer->read_until(stream::out, std::to_string(when) + '\n'));
        (round % 2 == 0 ? compactor : writer)->send(SIGKILL);
        if (round % 2 == 0)
            BOOST_REQUIRE(writer->read_until(stream::out, std::to_string(when + 20) + '\n'));
        writer->send(SIGKILL);
        writer->wait();
        compactor->close_input();
        const ending compacted = compactor->wait();
        BOOST_TEST((compacted.signal == SIGKILL || compacted.status == 0), compacted.err);
        const ending ended = other->wait();
        BOOST_TEST(ended.status == 0, ended.err);
        known[name] = acknowledged(*writer);
        known["o" + std::to_string(round)] = 60;
    }
    const auto seen = entries_of(memory);
    for (const auto& [name, count] : known)
        for (int number = 0; number != count; ++number)
        {
            const auto found = seen.find({name, number});
            const int times = found == seen.end() ? 0 : found->second;
            BOOST_TEST((number % 3 == 0 ? times <= 1 : times == 1), name << ':' << number << " is there " << times << " times");
        }
    // A process that dies within a write may leave a part of a line, which nobody was told of.
    const std::string damaged = memory_case::member(memory.result("list", memory.now()), "damaged");
    BOOST_TEST((damaged.empty() || (one.name == "jsonl" && std::stoi(damaged) <= 12)), damaged);
}

BOOST_DATA_TEST_CASE(a_full_disk_is_an_error_and_costs_nothing_that_was_acknowledged, all, one)
{
    memory_case memory(one);
    if (!memory.there() || !one.lasts || one.name == "redis") // whose disk is the server's
        return;
    command run;
    run.program = "sh"; // no file may grow beyond 1 MB, as if the disk were full
    run.arguments = {"-c", R"(trap '' XFSZ; ulimit -f 2000; exec "$0" "$@")", CODEXFLOW_MEMORY_DRIVER};
    for (const std::string& each : {std::string(one.plugin), memory.place().settings(), std::string("append"), std::string("w"), std::string("10000")})
        run.arguments.push_back(each);
    const ending end = codexflow::test::run(run);
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.err.starts_with(std::to_string(CFLOW_E_IO) + ": {"), end.err);
    const auto count = static_cast<int>(std::count(end.out.begin(), end.out.end(), '\n'));
    BOOST_TEST(count > 20);
    const auto seen = entries_of(memory);
    BOOST_TEST(seen.size() == static_cast<std::size_t>(count));
    memory.append({codexflow::test::entry_json(1, "later", "x", R"("task_id":"0")")}); // there is room again
    const std::string list = memory.result("list", memory.now());
    BOOST_TEST(list.find("\"damaged\":") == std::string::npos, list);
}

BOOST_DATA_TEST_CASE(a_folder_that_cannot_be_written_is_an_error, all, one)
{
    memory_case memory(one);
    if (!memory.there() || !one.lasts || one.name == "redis")
        return;
    memory.place().dir().write("memory", "a file where the folder should be");
    const auto answer = memory.ask("append", R"({"entries":[)" + codexflow::test::entry_json(1, "a", "x") + "]}");
    BOOST_TEST(answer.status == CFLOW_E_IO);
    BOOST_TEST(memory_case::member(answer.text, "message").find((memory.place().dir() / "memory").string()) != std::string::npos);
    BOOST_TEST(memory_case::member(answer.text, "hint").find("--no-memory") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
