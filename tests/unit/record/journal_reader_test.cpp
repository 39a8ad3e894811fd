#include "engine/record/journal_reader.hpp"

#include "engine/base/clock.hpp"
#include "engine/record/event_json.hpp"
#include "engine/record/line_checksum.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace codexflow;

namespace {

/// Writes the journal of a small run with every kind of event, as the program does.
class author
{
public:
    author()
    {
        add(nullptr,
            event::run_started{"0.1.0", "sha256:aa", "none", {{"id.x", "1.0", "/x.so", "sha256:bb"}}});
        event::plan plan{"tasks.json", {}, 4};
        for (const task_ref* task : {&one_, &two_, &three_, &four_})
            plan.tasks.push_back({task, "ask " + task->task_id});
        add(nullptr, plan);
        add(&one_, event::task_started{5});
        add(&two_, event::task_started{});
        add(&one_, event::chunk{event::chunk::channel::text, 0, "h\u00e9llo "});
        add(&one_, event::chunk{event::chunk::channel::text, 0, "world"});
        add(nullptr, event::notice{event::notice::level::warning, "id.x", "slow"});
        add(&one_, event::task_complete{1234, "stop", {true, 10, 20}, "h\u00e9llo world"});
        error refused(errc::unavailable, "connection refused");
        refused.hint = "start the server";
        add(&two_, event::task_error{7, refused, {}, "par"});
        add(&three_, event::task_started{});
        add(&three_, event::task_error{1, error(errc::cancelled, "stopped"), {}, ""});
        event::run_complete end{"failed", "interrupted", 130, 2000, 4, 1, 1, 1, 1, {true, 10, 20}};
        add(nullptr, end);
    }

    std::string text() const
    {
        std::string all;
        for (const std::string& line : lines)
            all += line;
        return all;
    }

    std::vector<std::string> lines;

private:
    void add(const task_ref* task, event::payload body)
    {
        lines.emplace_back();
        const run_event what{lines.size(), 0, task, body};
        const std::string ts = iso_time(1'000'000 * static_cast<std::int64_t>(lines.size()));
        write_json(what, {"run-1", ts, -1}, lines.back());
    }

    const task_ref one_{"one-1", "one", "agent-a", "local", "m"},
        two_{"two-1", "two", "agent-a", "local", ""}, three_{"three-1", "three", "agent-b", "local", ""},
        four_{"four-1", "four", "agent-b", "local", ""};
};

/// As a journal has them.
void seal(std::vector<std::string>& lines)
{
    for (std::string& line : lines)
    {
        line.resize(line.size() - 2);
        line += line_seal(line).text();
    }
}

run_history read(std::string_view text, std::size_t piece = 4096)
{
    journal_reader reader;
    for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
        reader.feed(text.substr(0, piece));
    return reader.finish();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(journal_reader, author)

BOOST_AUTO_TEST_CASE(a_whole_journal_tells_everything)
{
    const run_history run = read(text());
    BOOST_TEST(run.run_id == "run-1");
    BOOST_TEST(run.engine_version == "0.1.0");
    BOOST_TEST(run.config_digest == "sha256:aa");
    BOOST_TEST(run.source == "tasks.json");
    BOOST_TEST(run.first_ts == "1970-01-01T00:00:01.000Z");
    BOOST_TEST(run.last_ts == "1970-01-01T00:00:12.000Z");
    BOOST_TEST(run.events == lines.size());
    BOOST_TEST(!run.torn.has_value());
    BOOST_TEST(run.faults.empty());
    BOOST_TEST_REQUIRE(run.plugins.size() == 1U);
    BOOST_TEST(run.plugins[0].digest == "sha256:bb");
    BOOST_TEST_REQUIRE(run.notices.size() == 1U);
    BOOST_TEST((run.notices[0].how == event::notice::level::warning));

    using state = task_history::state;
    BOOST_TEST_REQUIRE(run.tasks.size() == 4U);
    const task_history& one = run.tasks[0];
    BOOST_TEST((one.how == state::complete));
    BOOST_TEST(one.ref.alias == "one");
    BOOST_TEST(one.ref.agent_id == "agent-a");
    BOOST_TEST(one.text == "ask one-1");
    BOOST_TEST(one.waited_ms == 5);
    BOOST_TEST(one.ms == 1234);
    BOOST_TEST(one.chunks == 2U);
    BOOST_TEST(one.usage.output == 20U);
    BOOST_TEST(one.output == "h\u00e9llo world");
    BOOST_TEST((run.tasks[1].how == state::failed));
    BOOST_TEST(run.tasks[1].error_code == "unavailable");
    BOOST_TEST(run.tasks[1].error_message == "connection refused");
    BOOST_TEST(run.tasks[1].hint == "start the server");
    BOOST_TEST(run.tasks[1].output == "par");
    BOOST_TEST((run.tasks[2].how == state::cancelled));
    BOOST_TEST((run.tasks[3].how == state::planned));

    BOOST_TEST_REQUIRE(run.end.has_value());
    BOOST_TEST(run.end->verdict == "failed");
    BOOST_TEST(run.end->reason == "interrupted");
    BOOST_TEST(run.end->exit_code == 130);
    BOOST_TEST(run.end->not_started == 1U);
}

BOOST_AUTO_TEST_CASE(the_size_of_the_pieces_does_not_matter)
{
    for (std::size_t piece = 1; piece < 40; ++piece)
    {
        const run_history run = read(text(), piece);
        BOOST_TEST(run.events == lines.size());
        BOOST_TEST(run.faults.empty());
        BOOST_TEST(run.end.has_value());
    }
}

BOOST_AUTO_TEST_CASE(cut_at_every_byte_it_loses_the_torn_line_and_nothing_else)
{
    const std::string all = text();
    for (std::size_t cut = 0; cut <= all.size(); ++cut)
    {
        const std::string_view left = std::string_view(all).substr(0, cut);
        const std::size_t whole = left.rfind('\n') == left.npos ? 0 : left.rfind('\n') + 1;
        const run_history run = read(left);
        const auto complete_lines = static_cast<std::size_t>(std::count(left.begin(), left.end(), '\n'));
        BOOST_TEST_REQUIRE(run.events == complete_lines, "cut at " << cut);
        BOOST_TEST_REQUIRE(run.faults.empty(), "cut at " << cut);
        BOOST_TEST_REQUIRE(run.torn.has_value() == (cut != whole), "cut at " << cut);
        if (run.torn)
        {
            BOOST_TEST_REQUIRE(run.torn->offset == whole, "cut at " << cut);
            BOOST_TEST_REQUIRE(run.torn->bytes == cut - whole, "cut at " << cut);
        }
        BOOST_TEST_REQUIRE(run.end.has_value() == (cut == all.size()), "cut at " << cut);
    }
}

BOOST_AUTO_TEST_CASE(a_last_line_that_is_no_event_is_torn_even_with_its_end)
{
    const std::string all = text();
    const run_history run = read(all + std::string(10, '\0') + "\n");
    BOOST_TEST_REQUIRE(run.torn.has_value());
    BOOST_TEST(run.torn->offset == all.size());
    BOOST_TEST(run.torn->bytes == 11U);
    BOOST_TEST(run.faults.empty());
}

BOOST_AUTO_TEST_CASE(a_bad_line_in_the_middle_is_reported_and_passed_over)
{
    const std::string garbage = "{\"kind\":\"chunk\",\"seq\":\n";
    lines.insert(lines.begin() + 3, garbage);
    const run_history run = read(text());
    BOOST_TEST(run.events == lines.size() - 1);
    BOOST_TEST(!run.torn.has_value());
    BOOST_TEST_REQUIRE(run.faults.size() == 1U);
    BOOST_TEST(run.faults[0].line == 4U);
    BOOST_TEST(run.faults[0].offset == lines[0].size() + lines[1].size() + lines[2].size());
    BOOST_TEST(run.faults[0].bytes == garbage.size());
    BOOST_TEST(run.faults[0].what.starts_with("no JSON: "));
    BOOST_TEST(run.end.has_value());
}

BOOST_AUTO_TEST_CASE(lines_that_are_json_but_no_events)
{
    for (const char* line : {"{}\n", "[1]\n", "7\n", "{\"kind\":7}\n", "\n"})
    {
        lines.insert(lines.begin() + 3, line);
        BOOST_TEST(read(text()).faults.size() == 1U, line);
        lines.erase(lines.begin() + 3);
    }
}

BOOST_AUTO_TEST_CASE(gaps_in_the_numbers_are_reported)
{
    lines.erase(lines.begin() + 4, lines.begin() + 6);
    const run_history run = read(text());
    BOOST_TEST_REQUIRE(run.faults.size() == 1U);
    BOOST_TEST(run.faults[0].what == "seq 7 follows 4");
    BOOST_TEST(run.faults[0].line == 5U);
    BOOST_TEST((run.tasks[0].how == task_history::state::complete));
}

BOOST_AUTO_TEST_CASE(unknown_kinds_and_members_are_passed_over)
{
    lines.push_back(R"({"kind":"budget","seq":13,"ts":"x","run_id":"run-1","task_id":"one-1","more":{}})"
                    "\n");
    const run_history run = read(text());
    BOOST_TEST(run.faults.empty());
    BOOST_TEST(run.events == 13U);
    BOOST_TEST((run.tasks[0].how == task_history::state::complete));
}

BOOST_AUTO_TEST_CASE(lines_with_checksums_are_checked)
{
    seal(lines);
    BOOST_TEST(read(text()).faults.empty());
    BOOST_TEST(read(text()).end.has_value());
    const std::size_t at = lines[4].find("llo"); // in the first chunk
    BOOST_TEST_REQUIRE(at != std::string::npos);
    lines[4][at] = 'L';
    const run_history run = read(text());
    BOOST_TEST_REQUIRE(run.faults.size() == 2U); // and the number that is missing then
    BOOST_TEST(run.faults[0].what == "its checksum is not that of the line");
    BOOST_TEST(run.faults[0].line == 5U);
    BOOST_TEST(run.faults[1].what == "seq 6 follows 4");
    BOOST_TEST(run.events == lines.size() - 1);
    BOOST_TEST(run.tasks[0].chunks == 1U);
}

BOOST_AUTO_TEST_CASE(a_line_without_a_checksum_among_others_is_none_of_ours)
{
    std::vector<std::string> plain = lines;
    seal(lines);
    lines[4] = plain[4];
    const run_history run = read(text());
    BOOST_TEST_REQUIRE(run.faults.size() == 2U);
    BOOST_TEST(run.faults[0].what == "it has no checksum");
}

BOOST_AUTO_TEST_CASE(two_lines_that_ran_into_each_other_are_no_event)
{
    seal(lines);
    const std::string second = lines[5];
    for (std::size_t cut = 1; cut != lines[4].size(); ++cut)
    {
        auto fused = lines;
        fused[4].resize(cut);
        const std::string whole = [&] {
            std::string all;
            for (const std::string& line : fused)
                all += line;
            return all;
        }();
        const run_history run = read(whole);
        BOOST_TEST_REQUIRE(run.events == lines.size() - 2, cut);
        BOOST_TEST_REQUIRE(run.tasks[0].output == "h\u00e9llo world", cut);
    }
}

BOOST_AUTO_TEST_CASE(an_empty_journal_is_readable)
{
    const run_history run = read("");
    BOOST_TEST(run.events == 0U);
    BOOST_TEST(!run.end.has_value());
    BOOST_TEST(!run.torn.has_value());
}

BOOST_AUTO_TEST_CASE(files)
{
    const test::temp_dir dir;
    BOOST_TEST(read_journal(dir.write("journal.jsonl", text())).value().events == lines.size());
    const auto missing = read_journal(dir / "none.jsonl");
    BOOST_TEST_REQUIRE(!missing);
    BOOST_TEST((missing.error().code == errc::not_found));
    BOOST_TEST(!read_journal(dir.path()), "a folder is no journal");
}

BOOST_AUTO_TEST_CASE(a_visitor_gets_every_readable_event_also_of_unknown_kinds)
{
    struct collector final : journal_visitor
    {
        void on_event(std::string_view kind, const json_view& event, std::string_view line) override
        {
            kinds.emplace_back(kind);
            BOOST_TEST(event.text("kind") == kind);
            BOOST_TEST(line.starts_with('{'));
            BOOST_TEST(line.ends_with('}'));
            if (kind == "later_kind")
                seen = event.member("thing").json();
        }
        std::vector<std::string> kinds;
        std::string seen;
    } told;
    lines.insert(lines.begin() + 2, R"({"kind":"later_kind","seq":3,"thing":{"a":[1,"x"]}})" "\n");
    lines.insert(lines.begin() + 3, "no event\n");
    codexflow::journal_reader reader(&told);
    reader.feed(text());
    const run_history run = reader.finish();
    BOOST_TEST(told.kinds.size() == lines.size() - 1);
    BOOST_TEST(run.events == told.kinds.size());
    BOOST_TEST(told.kinds[2] == "later_kind");
    BOOST_TEST(told.seen == R"({"a":[1,"x"]})");
    BOOST_TEST(told.kinds.back() == "run_complete");
}

BOOST_AUTO_TEST_SUITE_END()
