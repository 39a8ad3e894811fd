#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <thread>

using namespace codexflow::test;
namespace json = codexflow::json;

namespace {

namespace fs = std::filesystem;

/// A project whose model says something about every task, and what it was asked.
struct stage
{
    std::mutex guard;
    std::vector<std::string> prompts;
    loopback_server server{[this](const http_request& request, responder& back) {
        const std::string all = asked(request);
        const std::string task = all.substr(all.rfind('\n') + 1); // behind what earlier tasks brought
        {
            const std::lock_guard lock(guard);
            prompts.push_back(all);
        }
        answer_openai(back, {"The answer", " to: " + task, extra});
    }};
    std::string extra; ///< At the end of every answer.
    project here;

    stage() { use("memory: { plugin: jsonl }\n"); }

    void use(const std::string& memory) { here.use_server("openai", server.url() + "/v1", "", memory); }
    void add_sharing(const std::string& id, const std::string& share_with, const std::string& more = "") const
    {
        here.add_agent(id, 4, "memory:\n  sharing_policy: { share_with: [" + share_with + "] }\n" + more);
    }
    ending run_with(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), {"--json", "--plugin", CODEXFLOW_SAMPLE_MEMORIES});
        return run(here.run_command(std::move(arguments)));
    }
    /// A run of these tasks; it must end well.
    void remember(const task_list& tasks, std::vector<std::string> arguments = {})
    {
        here.write_tasks(tasks);
        const ending end = run_with(std::move(arguments));
        BOOST_REQUIRE_MESSAGE(end.status == 0, end.err << end.out);
    }
    std::string file(const std::string& alias) const
    {
        const fs::path path = here.dir() / ("data/memory/" + alias + ".jsonl");
        return fs::exists(path) ? read_file(path) : "";
    }
    std::string last_prompt()
    {
        const std::lock_guard lock(guard);
        return prompts.empty() ? "" : prompts.back();
    }
};

/// The memory events of @p op.
std::vector<const logged_event*> of_op(const event_log& log, std::string_view op)
{
    std::vector<const logged_event*> found = log.of_kind("memory");
    std::erase_if(found, [&](const logged_event* one) { return (*one)["op"].string() != op; });
    return found;
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(memory, stage)

BOOST_AUTO_TEST_CASE(what_tasks_did_is_kept_in_the_originals_format)
{
    here.write_tasks({{"worker", {"say one"}}});
    const ending end = run_with({});
    BOOST_REQUIRE(end.status == 0);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    const std::string line = file("worker");
    json::document read;
    BOOST_REQUIRE(read.parse(line));
    BOOST_TEST(read.root()["alias"].string() == "worker");
    BOOST_TEST(read.root()["agentId"].string() == "worker");
    BOOST_TEST(read.root()["taskId"].string() == "worker-1");
    BOOST_TEST(read.root()["runId"].string() == (*log.last())["run_id"].string());
    BOOST_TEST(read.root()["namespace"].string() == "default");
    BOOST_TEST(read.root()["ok"].as_bool().value());
    BOOST_TEST(read.root()["output"].string() == "The answer to: say one");
    BOOST_TEST(read.root()["summary"].string() == "The answer to: say one");
    const auto appended = of_op(log, "append");
    BOOST_REQUIRE(appended.size() == 1U);
    BOOST_TEST((*appended.front())["task_ids"][0].string() == "worker-1");
    BOOST_TEST(of_op(log, "context").empty()); // nobody asked for it
    BOOST_TEST((*log.only("run_started"))["memory"].string() == "jsonl");
    BOOST_TEST((fs::status(here.dir() / "data/memory/worker.jsonl").permissions() == fs::perms(0600)));
}

BOOST_AUTO_TEST_CASE(a_later_run_is_told_what_its_agent_did_when_it_asks_for_it)
{
    remember({{"worker", {"say one"}}});
    remember({{"worker", {"say two"}}});
    BOOST_TEST(last_prompt() == "say two"); // off: prompts are the same from run to run
    here.write_tasks({{"worker", {"say three"}}});
    const ending end = run_with({"--context", "own"});
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(last_prompt().ends_with("\n\nsay three"));
    BOOST_TEST(holds(last_prompt(), "The answer to: say one"));
    BOOST_TEST(last_prompt().find("say two") < last_prompt().find("say one")); // newest first
    const auto told = of_op(log, "context");
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST(told.front()->task() == "worker-1");
    const json::value items = (*told.front())["items"];
    BOOST_REQUIRE(items.size() == 2U);
    BOOST_TEST(items[0]["source_task"].string() == "worker-1");
    BOOST_TEST(items[0]["agent_id"].string() == "worker");
    BOOST_TEST(items[0]["rule"].string() == "own");
    BOOST_TEST(items[0]["age_ms"].as_int64().value() >= 0);
    BOOST_TEST(!holds(told.front()->line, "The answer")); // never its content
    BOOST_TEST((*log.only("run_started"))["context"].string() == "own");
}

BOOST_AUTO_TEST_CASE(what_is_told_is_bounded)
{
    extra = std::string(3000, 'x');
    remember({{"worker", numbered(10)}});
    here.write_tasks({{"worker", {"last"}}});
    const ending end = run_with({"--context", "own", "-c", "memory.context_bytes=2048"});
    const event_log log(end.out);
    const auto told = of_op(log, "context");
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST((*told.front())["bytes"].as_int64().value() <= 2048);
    BOOST_TEST((*told.front())["items"][0]["cut"].as_bool().value());
    BOOST_TEST(last_prompt().size() <= 2048U + 4U);
}

BOOST_AUTO_TEST_CASE(agents_that_name_each_other_are_told_of_each_other)
{
    add_sharing("left", "right");
    add_sharing("right", "left");
    remember({{"left", {"plan it"}}});
    here.write_tasks({{"right", {"build it"}}});
    const ending end = run_with({"--context", "shared"});
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(holds(last_prompt(), "The answer to: plan it"));
    const auto told = of_op(log, "context");
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST((*told.front())["items"][0]["rule"].string() ==
               "share_with of left names right, share_with of right names left");
}

BOOST_AUTO_TEST_CASE(one_side_alone_shares_nothing)
{
    add_sharing("left", "right");
    add_sharing("right", "somebody-else");
    remember({{"left", {"plan it"}}});
    here.write_tasks({{"left", {"once more"}}, {"right", {"build it"}}});
    const ending end = run_with({"--context", "shared", "--max-parallel", "1"});
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(last_prompt() == "build it");
    BOOST_TEST(holds(end.out, R"("level":"info","source":"engine","code":"memory","text":"share_with of right names somebody-else, which no agent is called")"));
    const auto denied = of_op(log, "denied");
    BOOST_REQUIRE(denied.size() == 2U); // one for either side
    BOOST_TEST((*denied.front())["reader"].string() == "right");
    BOOST_TEST((*denied.front())["rule"].string() == "share_with of right does not name left");
    for (const logged_event* told : of_op(log, "context"))
        if (told->task() == "right-1")
            BOOST_TEST((*told)["items"].size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_run_hands_over_between_its_own_tasks)
{
    add_sharing("left", "right");
    add_sharing("right", "left");
    here.write_tasks({{"left", {"plan it"}}, {"right", {"build it"}}});
    const ending end = run_with({"--context", "shared", "--max-parallel", "1"});
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(holds(last_prompt(), "The answer to: plan it"));
    BOOST_TEST(of_op(log, "publish").size() == 2U);
}

BOOST_AUTO_TEST_CASE(fields_that_a_definition_keeps_out_are_nowhere)
{
    add_sharing("left", "right", "  redact: [pin]\n");
    add_sharing("right", "left");
    extra = "\n{\"pin\": \"4711-0815\", \"kept\": 1}";
    here.write_tasks({{"left", {"plan it"}}, {"right", {"build it"}}});
    const ending end = run_with({"--context", "shared", "--max-parallel", "1"});
    BOOST_REQUIRE(end.status == 0);
    BOOST_TEST(!holds(file("left"), "4711"));
    BOOST_TEST(holds(file("left"), "[REDACTED]"));
    BOOST_TEST(holds(file("left"), "kept"));
    BOOST_TEST(holds(last_prompt(), "plan it"));
    BOOST_TEST(!holds(last_prompt(), "4711"));
    BOOST_TEST(holds(file("right"), "4711")); // whose definition says nothing
}

BOOST_AUTO_TEST_CASE(a_task_that_fails_is_remembered_as_such)
{
    loopback_server broken([](const http_request&, responder& back) { back.reply(400, R"({"error":{"message":"no"}})"); });
    here.use_server("openai", broken.url() + "/v1", "retries: 0");
    here.write_tasks({{"worker", {"say one"}}});
    BOOST_TEST(run_with({}).status != 0);
    json::document read;
    const std::string line = file("worker");
    BOOST_REQUIRE(read.parse(line));
    BOOST_TEST(!read.root()["ok"].as_bool().value());
    BOOST_TEST(!read.root()["summary"].string().empty());
}

BOOST_AUTO_TEST_CASE(no_memory_leaves_nothing_behind)
{
    here.write_tasks({{"worker", {"say one"}}});
    for (const std::vector<std::string>& off : {std::vector<std::string>{"--no-memory"}, {"-c", "memory=off"}})
    {
        const ending end = run_with(off);
        BOOST_TEST(end.status == 0);
        BOOST_TEST(!fs::exists(here.dir() / "data/memory"));
        BOOST_TEST(event_log(end.out).count("memory") == 0U);
    }
    const ending both = run_with({"--no-memory", "--context", "own"});
    BOOST_TEST(both.status == 64);
    BOOST_TEST(holds(both.err, "exclude each other"));
}

BOOST_AUTO_TEST_CASE(retention_is_written_into_entries_and_long_term_keeps_them)
{
    here.add_agent("brief", 4, "memory:\n  retention: 7d\n");
    here.add_agent("lasting", 4, "memory:\n  retention: { short_term: 7d, long_term: true }\n");
    remember({{"brief", {"a"}}, {"lasting", {"b"}}});
    BOOST_TEST(holds(file("brief"), "expiresAt"));
    BOOST_TEST(!holds(file("lasting"), "expiresAt"));
    // What is older than short_term is not told any more, though it is there.
    here.write("data/memory/lasting.jsonl", R"({"ts":"2020-01-01T00:00:00.000Z","agentId":"lasting","alias":"lasting","output":"ancient"})"
                                            "\n");
    remember({{"lasting", {"c"}}}, {"--context", "own"});
    BOOST_TEST(!holds(last_prompt(), "ancient"));
    BOOST_TEST(holds(file("lasting"), "ancient"));
}

BOOST_AUTO_TEST_CASE(a_store_that_cannot_be_reached_stops_the_run_before_it_begins)
{
    use("memory: { plugin: sample-memory, mode: gone }\n");
    here.write_tasks({{"worker", {"say one"}}});
    const ending end = run_with({});
    BOOST_TEST(end.status == 69);
    BOOST_TEST(holds(end.err, "memory 'sample-memory'"), end.err);
    BOOST_TEST(holds(end.err, "nobody listens at sample://nowhere"), end.err);
    BOOST_TEST(here.journals().empty());
    BOOST_TEST(prompts.empty());

    use("memory: { plugin: sample-memory, mode: gone, on_error: continue }\n");
    const ending on = run_with({});
    BOOST_TEST(on.status == 0);
    BOOST_TEST(holds(on.out, "nothing is remembered: memory 'sample-memory'"), on.out);
    BOOST_TEST(fault_of(event_log(on.out)) == "");
}

BOOST_AUTO_TEST_CASE(a_store_that_breaks_during_the_run_is_told_and_fails_it)
{
    here.write_tasks({{"worker", numbered(4)}});
    use("memory: { plugin: sample-memory, mode: refuse, works: 1 }\n");
    const ending end = run_with({"--max-parallel", "1"});
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(end.status == 1);
    BOOST_TEST(log.count("task_complete") == 4U); // what the tasks did stands
    BOOST_TEST((*log.last())["verdict"].string() == "failed");
    BOOST_TEST(holds((*log.last())["reason"].string(), "not remembered"));
    BOOST_TEST(holds(end.out, "the disk is full"));
    BOOST_TEST(holds(end.err, "not remembered"));

    use("memory: { plugin: sample-memory, mode: refuse, on_error: continue }\n");
    const ending on = run_with({});
    BOOST_TEST(on.status == 0);
    BOOST_TEST(holds(on.out, "is not remembered"));
}

BOOST_AUTO_TEST_CASE(a_store_that_keeps_nothing_is_found_out)
{
    here.write_tasks({{"worker", {"say one"}}});
    use("memory: { plugin: sample-memory, mode: lie }\n");
    const ending end = run_with({});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(holds(end.out, "said that it kept it, and does not have it"), end.out);

    use("memory: { plugin: forgetful-memory }\n");
    const ending fewer = run_with({});
    BOOST_TEST(fewer.status == 1);
    BOOST_TEST(holds(fewer.out, "it says that it appended 0 of 1 entries"), fewer.out);
}

BOOST_AUTO_TEST_CASE(memory_that_no_plugin_offers)
{
    here.write_tasks({{"worker", {"say one"}}});
    use("memory: { plugin: nowhere }\n");
    const ending end = run_with({});
    BOOST_TEST(end.status == 65);
    BOOST_TEST(holds(end.err, "no plugin offers the memory 'nowhere', which memory names"), end.err);
}

BOOST_AUTO_TEST_CASE(several_runs_at_once_lose_nothing)
{
    here.write_tasks({{"worker", numbered(20)}});
    std::vector<ending> ends(4);
    std::vector<std::thread> all;
    for (ending& one : ends)
        all.emplace_back([&] { one = run_with({}); });
    for (std::thread& one : all)
        one.join();
    for (const ending& one : ends)
        BOOST_TEST(one.status == 0);
    const std::string text = file("worker");
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 80);
    json::document line;
    for (std::size_t at = 0; at < text.size();)
    {
        const std::size_t end = text.find('\n', at);
        const std::string one = text.substr(at, end - at);
        BOOST_TEST(line.parse(one));
        at = end + 1;
    }
}

BOOST_AUTO_TEST_CASE(the_store_is_rid_of_what_is_too_much_after_a_run)
{
    remember({{"worker", numbered(6)}});
    here.write_tasks({{"worker", {"last"}}});
    const ending end = run_with({"-c", "memory.compact=run", "-c", "memory.max_entries=3"});
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    const std::string text = file("worker");
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 3);
    BOOST_TEST(holds(text, "last"));
    const auto compacted = of_op(log, "compact");
    BOOST_REQUIRE(compacted.size() == 1U);
    BOOST_TEST((*compacted.front())["entries"].as_int64().value() == 4);
}

BOOST_AUTO_TEST_SUITE_END()
