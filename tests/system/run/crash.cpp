#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

#include <signal.h>

using namespace codexflow::test;
namespace json = codexflow::json;

namespace {

/// Answers "short" at once; of everything else it says a hundred pieces and then holds the line.
void answer_or_hold(const http_request& request, responder& back)
{
    if (asked(request) == "short")
        return echo_openai(request, back);
    begin_openai(back);
    for (int i = 0; i != 100; ++i)
        back.write_chunk(openai::delta("piece " + std::to_string(i) + "\n"));
    back.wait_closed();
}

/// What `codex-flow show --json` says of @p journal; the text must outlive the document.
ending show(const project& here, const std::string& run, bool as_json)
{
    std::vector<std::string> arguments{"show", run};
    if (as_json)
        arguments.emplace_back("--json");
    return codexflow::test::run(here.program(std::move(arguments)));
}

struct fixture
{
    loopback_server server{answer_or_hold};
    project here;

    fixture()
    {
        here.use_server("openai", server.url());
        here.write_tasks({{"worker", {"short", "long", "longer", "short"}}});
    }

    /// Runs until @p part was written @p times, and kills.
    void kill_at(std::string_view part, std::size_t times)
    {
        process program(here.json_run());
        BOOST_REQUIRE(program.read_until(stream::out, [&](const std::string& out) {
            std::size_t found = 0;
            for (auto at = out.find(part); at != out.npos; at = out.find(part, at + 1))
                ++found;
            return found >= times;
        }));
        program.send(SIGKILL);
        BOOST_TEST(program.wait().signal == SIGKILL);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(crash, fixture)

BOOST_AUTO_TEST_CASE(the_journal_of_a_killed_run_can_be_read)
{
    struct moment
    {
        const char* part;
        std::size_t times;
    };
    for (const moment& m : {moment{"run_started", 1}, moment{"task_started", 4}, moment{"\"chunk\"", 1},
                            moment{"piece 60", 1}, moment{"task_complete", 1}, moment{"piece 99", 2}})
        BOOST_TEST_CONTEXT(m.times << " x " << m.part)
            kill_at(m.part, m.times);
    std::size_t events = 0;
    std::filesystem::path longest = here.journals().front();
    for (const auto& path : here.journals())
    {
        if (std::filesystem::file_size(path) > std::filesystem::file_size(longest))
            longest = path;
        const std::string text = read_file(path);
        const std::string whole = text.substr(0, text.rfind('\n') + 1);
        const event_log log(whole);
        events += log.all().size();
        for (std::size_t i = 0; i != log.all().size(); ++i)
        {
            BOOST_TEST(log.all()[i]["seq"].as_uint64().value_or(0) == i + 1);
            BOOST_TEST(schema_fault(log.all()[i].line) == "");
        }
        BOOST_TEST(log.count("run_complete") == 0u);

        const ending shown = show(here, path.string(), true);
        BOOST_TEST(shown.status == 0);
        json::document history;
        BOOST_REQUIRE(history.parse(shown.out));
        BOOST_TEST(!history.root()["complete"].as_bool().value_or(true));
        BOOST_TEST(history.root()["events"].as_uint64().value_or(0) == log.all().size());
        BOOST_TEST(history.root()["faults"].size() == 0u);
        BOOST_TEST(history.root()["torn_tail"].exists() == (whole.size() != text.size()));
    }
    BOOST_TEST(events > 30u); // the journal may be a little behind what was seen on stdout
    const ending shown = show(here, longest.string(), false);
    BOOST_TEST(shown.status == 0);
    BOOST_TEST(shown.out.find("no end was written") != shown.out.npos, shown.out);
    BOOST_TEST(shown.out.find("unfinished") != shown.out.npos, shown.out);
}

BOOST_AUTO_TEST_CASE(a_torn_tail_is_reported_with_its_place)
{
    here.write_tasks({{"worker", {"short"}}});
    BOOST_TEST(run(here.json_run()).status == 0);
    const std::string whole = here.journal();
    const std::size_t last = whole.rfind('\n', whole.size() - 2) + 1;         // where the last line begins
    const std::size_t earlier = whole.rfind('\n', last - 2) + 1;              // and the one before it
    const std::size_t all = static_cast<std::size_t>(std::count(whole.begin(), whole.end(), '\n'));
    for (const std::size_t cut : {last + 1, last + 20, (last + whole.size()) / 2, whole.size() - 2, whole.size() - 1,
                                  earlier + 1, last - 1, last, whole.size(), std::size_t{1}, std::size_t{0}})
    {
        BOOST_TEST_CONTEXT("cut after byte " << cut << " of " << whole.size() << ", the last line begins at " << last)
        {
            const std::string text = whole.substr(0, cut);
            const std::size_t kept = text.rfind('\n') == text.npos ? 0 : text.rfind('\n') + 1;
            here.write("torn/journal.jsonl", text);
            const ending shown = show(here, "torn", true);
            BOOST_TEST(shown.status == 0);
            json::document history;
            BOOST_REQUIRE(history.parse(shown.out));
            const json::value torn = history.root()["torn_tail"];
            BOOST_TEST(torn.exists() == (kept != cut));
            BOOST_TEST(torn["offset"].as_uint64().value_or(kept) == kept);
            BOOST_TEST(torn["bytes"].as_uint64().value_or(cut - kept) == cut - kept);
            BOOST_TEST(history.root()["complete"].as_bool().value_or(false) == (cut == whole.size()));
            if (kept == last)
                BOOST_TEST(history.root()["events"].as_uint64().value_or(0) == all - 1);
        }
    }
    here.write("torn/journal.jsonl", whole.substr(0, last + 20));
    const ending shown = show(here, "torn", false);
    BOOST_TEST(shown.status == 0);
    const std::string wanted = "torn tail: the last 20 bytes, from byte " + std::to_string(last) + " on";
    BOOST_TEST(shown.out.find(wanted) != shown.out.npos, shown.out);
}

BOOST_AUTO_TEST_CASE(a_journal_that_cannot_grow_stops_the_run)
{
    here.write_tasks({{"worker", {"short", std::string(20'000, 'x'), "long"}}});
    command what = here.json_run();
    what.arguments.insert(what.arguments.begin(), {"-c", R"(ulimit -f 16; exec "$0" "$@")", what.program.string()});
    what.program = "/bin/sh"; // a file may have 8 KB now, in dash as in bash
    const ending end = run(what);
    BOOST_TEST(end.status == 1);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST((*log.last())["reason"].string() == "output_lost");
    const logged_event* told = log.only("notice");
    BOOST_REQUIRE(told != nullptr);
    BOOST_TEST((*told)["text"].string().find("journal.jsonl: File too large") != std::string::npos, told->line);
    BOOST_TEST(end.err.find("File too large") != end.err.npos, end.err);
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(the_next_run_is_not_disturbed)
{
    kill_at("\"chunk\"", 3);
    here.write_tasks({{"worker", {"short"}}});
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 0);
    BOOST_TEST(fault_of(event_log(end.out)) == "");
    BOOST_TEST(here.journals().size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
