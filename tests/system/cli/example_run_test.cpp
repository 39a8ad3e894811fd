#include "tests/system/cli/cli_project.hpp"
#include "tests/system/run/event_log.hpp"

#include <filesystem>
#include <fstream>

using namespace codexflow;
using namespace codexflow::test;

BOOST_FIXTURE_TEST_SUITE(example_run, cli_project)

BOOST_AUTO_TEST_CASE(no_work_named_means_the_example)
{
    const auto end = call({"run"});
    BOOST_TEST(end.status == 0);
    has(end.err,
        {"no work named: using the example tasks, as --example does\n", "7 tasks with provider offline",
         "7 tasks: 7 ok, in ",
         "note: these answers came from the offline provider, which is a script: no model was asked\n",
         "journal: .runs/", "next:    codex-flow show "});
    has(end.out, {"== architect (system-architect) \u2014 Propose an architecture",
                  "[scripted reply, no model was asked]", "== tester \u2014 "});
    BOOST_TEST(journals().size() == 1U);
}

BOOST_AUTO_TEST_CASE(every_line_of_it_is_an_event_of_the_published_schema)
{
    BOOST_TEST_REQUIRE(has_event_schema());
    const auto end = call({"run", "--example", "--json"});
    BOOST_TEST(end.status == 0);
    const event_log log(end.out);
    BOOST_TEST(log.all().size() > 20U);
    for (const logged_event& each : log.all())
        BOOST_TEST(schema_fault(each.line) == "", each.line);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.count("task_complete") == 7U);
    BOOST_TEST((*log.only("plan"))["source"].string() == "example");
    BOOST_TEST(end.out == without_checksums(journal()), "the journal holds the same lines");
}

BOOST_AUTO_TEST_CASE(with_nanoseconds_on_request)
{
    const auto end = call({"run", "--example", "--json", "-q"},
                          [](command& what) { what.environment["CODEX_FLOW_EVENT_CLOCK"] = "ns"; });
    const event_log log(end.out);
    BOOST_TEST_REQUIRE(!log.all().empty());
    std::int64_t before = 0;
    for (const logged_event& each : log.all())
    {
        const auto now = each["t_ns"].as_int64();
        BOOST_TEST_REQUIRE(now.has_value());
        BOOST_TEST(*now >= before);
        before = *now;
    }
    BOOST_TEST(end.err == "");
}

BOOST_AUTO_TEST_CASE(it_runs_where_nothing_is_configured_and_keeps_the_agents_of_the_example)
{
    // The project's own agents and provider are not the example's business, unless asked for.
    write("codex-flow.yaml", "providers: { default: ollama }\nagents: { paths: [nowhere] }\n");
    BOOST_TEST(call({"run", "--example", "-q"}).status == 0);
    const auto other = call({"run", "--example", "--provider", "ollama", "--dry-run"});
    BOOST_TEST(other.status == 0);
    has(other.out, {"ollama"});
    BOOST_TEST(other.out.find("offline") == other.out.npos);
}

BOOST_AUTO_TEST_CASE(dry_run_starts_and_writes_nothing)
{
    const auto end = call({"run", "--example", "-n"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"ALIAS", "AGENT", "PROVIDER", "MODEL", "CAP", "TASK", "reviewer2", "its default",
                  "7 tasks, at most 16 at once; nothing was started\n"});
    BOOST_TEST(!std::filesystem::exists(dir() / ".runs"));
    const auto document = call({"run", "--example", "-n", "--json"});
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(document.out));
    BOOST_TEST(parsed.root()["tasks"].size() == 7U);
    BOOST_TEST(parsed.root()["tasks"][0]["system"].string().starts_with("You are "));
    BOOST_TEST(parsed.root()["dry_run"].as_bool().value());
}

BOOST_AUTO_TEST_SUITE_END()
