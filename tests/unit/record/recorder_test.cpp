#include "engine/record/recorder.hpp"

#include "tests/support/manual_clock.hpp"

#include <boost/test/unit_test.hpp>

#include <rapidjson/document.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace codexflow;

namespace {

/// Keeps every line, parsed.
class keeper final : public event_listener
{
public:
    void on_event(const run_event& what, std::string_view line) override
    {
        BOOST_TEST(!line.empty());
        BOOST_TEST(line.back() == '\n');
        BOOST_TEST(line.find('\n') == line.size() - 1);
        seqs.push_back(what.seq);
        lines.emplace_back();
        lines.back().Parse(line.data(), line.size());
        BOOST_REQUIRE(!lines.back().HasParseError());
        if (const auto* piece = std::get_if<event::chunk>(&what.body))
            chunks.emplace_back(piece->text);
        if (const auto* done = std::get_if<event::task_complete>(&what.body))
            outputs.push_back(done->output);
    }
    std::vector<rapidjson::Document> lines;
    std::vector<std::uint64_t> seqs;
    std::vector<std::string> chunks, outputs;
};

struct fixture
{
    test::manual_clock time;
    recorder record{time, "run-1", false};
    keeper kept;
    task_ref task{"t1", "reviewer", "code-analyzer", "local", "m"};
    fixture() { record.add_listener(kept); }

    const rapidjson::Document& last() const { return kept.lines.back(); }
};

event::chunk text_chunk(std::string_view text)
{
    event::chunk piece;
    piece.text = text;
    return piece;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(recorder_suite, fixture)

BOOST_AUTO_TEST_CASE(lines_carry_the_envelope_and_are_numbered_without_gaps)
{
    for (int i = 0; i != 3; ++i)
        record.emit(&task, text_chunk("x"));
    BOOST_TEST(kept.seqs == (std::vector<std::uint64_t>{1, 2, 3}), boost::test_tools::per_element());
    const auto& line = last();
    BOOST_TEST(line["kind"].GetString() == "chunk");
    BOOST_TEST(line["seq"].GetUint64() == 3u);
    BOOST_TEST(line["ts"].GetString() == "2025-11-22T14:34:12.123Z");
    BOOST_TEST(line["run_id"].GetString() == "run-1");
    BOOST_TEST(line["task_id"].GetString() == "t1");
    BOOST_TEST(line["alias"].GetString() == "reviewer");
    BOOST_TEST(line["agent_id"].GetString() == "code-analyzer");
    BOOST_TEST(line["model"].GetString() == "m");
    BOOST_TEST(!line.HasMember("t_ns"));
}

BOOST_AUTO_TEST_CASE(the_time_moves_with_the_clock)
{
    record.emit(nullptr, event::notice{});
    time.now_us += 1'500;
    record.emit(nullptr, event::notice{});
    BOOST_TEST(kept.lines[0]["ts"].GetString() == "2025-11-22T14:34:12.123Z");
    BOOST_TEST(kept.lines[1]["ts"].GetString() == "2025-11-22T14:34:12.124Z");
}

BOOST_AUTO_TEST_CASE(a_clock_that_jumps_back_moves_the_times_and_not_the_numbers)
{
    record.emit(nullptr, event::notice{});
    time.now_us -= 3'600'000'000; // an hour
    record.emit(nullptr, event::notice{});
    record.emit(nullptr, event::notice{});
    BOOST_TEST(kept.seqs == (std::vector<std::uint64_t>{1, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(kept.lines[1]["ts"].GetString() == "2025-11-22T13:34:12.123Z");
}

BOOST_AUTO_TEST_CASE(a_run_that_goes_on_numbers_on)
{
    record.number_on(120);
    record.emit(nullptr, event::notice{});
    BOOST_TEST(kept.seqs.front() == 121U);
}

BOOST_AUTO_TEST_CASE(nanoseconds_on_request)
{
    recorder precise(time, "r", true);
    precise.add_listener(kept);
    precise.emit(nullptr, event::notice{});
    BOOST_TEST(last()["t_ns"].GetInt64() == time.now_us * 1000);
}

BOOST_AUTO_TEST_CASE(secrets_are_masked_in_every_text)
{
    record.redaction().values().add("KEY", "sk-12345678");
    record.emit(&task, text_chunk("the key is sk-12345678!"));
    BOOST_TEST(last()["text"].GetString() == "the key is [secret:KEY]!");
    BOOST_TEST(kept.chunks.back() == "the key is [secret:KEY]!");

    event::task_complete done;
    done.output = "sk-12345678sk-12345678";
    record.emit(&task, done);
    BOOST_TEST(last()["output"].GetString() == "[secret:KEY][secret:KEY]");
    BOOST_TEST(kept.outputs.back() == "[secret:KEY][secret:KEY]");

    event::task_error failed;
    failed.what = error(errc::unauthenticated, "refused sk-12345678");
    failed.what.detail = "body: sk-12345678";
    failed.what.hint = "sk-12345678";
    failed.partial = "sk-12345678";
    record.emit(&task, failed);
    BOOST_TEST(last()["error"]["message"].GetString() == "refused [secret:KEY]");
    BOOST_TEST(last()["error"]["detail"].GetString() == "body: [secret:KEY]");
    BOOST_TEST(last()["error"]["hint"].GetString() == "[secret:KEY]");
    BOOST_TEST(last()["partial"].GetString() == "[secret:KEY]");

    event::notice told;
    told.text = "x sk-12345678";
    record.emit(nullptr, told);
    BOOST_TEST(last()["text"].GetString() == "x [secret:KEY]");
}

BOOST_AUTO_TEST_CASE(a_secret_in_pieces_is_masked_in_each_channel)
{
    record.redaction().values().add("KEY", "sk-12345678");
    task_ref other = task;
    event::chunk reasoning = text_chunk("say sk-12");
    reasoning.what = event::chunk::channel::reasoning;
    record.emit(&task, text_chunk("the key is sk-1"));
    record.emit(&task, reasoning);
    record.emit(&other, text_chunk("2345678 alone is none, nor is sk-"));
    record.emit(&task, text_chunk("2345"));
    record.emit(&task, text_chunk("678!"));
    const std::vector<std::string> said{"the key is ", "say ", "2345678 alone is none, nor is ", "[secret:KEY]!"};
    BOOST_TEST(kept.chunks == said, boost::test_tools::per_element());

    event::task_complete done;
    done.output = "the key is sk-12345678!";
    record.emit(&task, done);
    BOOST_TEST(kept.chunks.back() == "sk-12"); // what never became the key is written before the end
    BOOST_TEST(kept.lines[kept.lines.size() - 2]["channel"].GetString() == "reasoning");
    BOOST_TEST(kept.chunks.size() == 5u);
    record.emit(&other, done);
    BOOST_TEST(kept.chunks.back() == "sk-");
    const std::vector<std::uint64_t> gapless{1, 2, 3, 4, 5, 6, 7, 8};
    BOOST_TEST(kept.seqs == gapless, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(neighbouring_pieces_are_told_as_one_at_the_end_of_the_turn)
{
    std::vector<std::function<void()>> later;
    record.gather_chunks([&later](std::function<void()> tell) { later.push_back(std::move(tell)); });
    const auto say = [&](std::string_view text) { record.emit(&task, text_chunk(text)); };
    say("one ");
    say("two ");
    BOOST_TEST(kept.chunks.empty());
    BOOST_TEST_REQUIRE(later.size() == 1U);
    later.front()();
    BOOST_TEST_REQUIRE(kept.chunks.size() == 1U);
    BOOST_TEST(kept.chunks.front() == "one two ");

    say("three");
    event::chunk thought = text_chunk("hm");
    thought.what = event::chunk::channel::reasoning;
    record.emit(&task, thought); // another text
    say("four");
    const task_ref other{"t2", "reviewer", "code-analyzer", "local", "m"};
    record.emit(&other, text_chunk("mine"));
    record.emit(&other, event::task_started{}); // nothing is told out of its order
    const std::vector<std::string> expected{"one two ", "three", "hm", "four", "mine"};
    BOOST_TEST(kept.chunks == expected, boost::test_tools::per_element());
    BOOST_TEST(std::string(last()["kind"].GetString()) == "task_started");
    BOOST_TEST(later.size() == 2U); // once for each turn
    later.back()();
    BOOST_TEST(kept.chunks.size() == expected.size()); // there was nothing left to tell
}

BOOST_AUTO_TEST_CASE(calls_and_long_pieces_are_not_gathered)
{
    record.gather_chunks([](const std::function<void()>&) {});
    event::chunk call = text_chunk(R"({"id":"a","name":"read"})");
    call.what = event::chunk::channel::tool_call;
    record.emit(&task, call);
    BOOST_TEST(kept.chunks.size() == 1U);
    record.emit(&task, text_chunk("a"));
    const std::string longer(5000, 'b');
    record.emit(&task, text_chunk(longer));
    BOOST_TEST_REQUIRE(kept.chunks.size() == 3U);
    BOOST_TEST(kept.chunks[1] == "a");
    BOOST_TEST(kept.chunks[2] == longer);
    for (int i = 0; i != 5; ++i)
        record.emit(&task, text_chunk(std::string(1000, 'c')));
    BOOST_TEST_REQUIRE(kept.chunks.size() == 4U);
    BOOST_TEST(kept.chunks[3].size() == 4000U);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_after_the_end)
{
    record.emit(nullptr, event::run_complete{});
    record.emit(nullptr, event::notice{});
    record.emit(&task, text_chunk("too late"));
    BOOST_TEST(kept.lines.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_end_of_the_run_lets_go_of_the_redactors)
{
    struct counted_text final : text_redactor::session
    {
        explicit counted_text(int& counted) : open(counted) { ++open; }
        ~counted_text() override { --open; }
        took pass(std::string_view) override { return took::unchanged; }
        void feed(std::string_view piece, std::string& out) override { out += piece; }
        void end(std::string&) override {}
        int& open;
    };
    struct counting final : text_redactor
    {
        explicit counting(int& counted) : open(counted) {}
        bool redact(std::string_view text, std::string& out) override
        {
            out = text;
            return true;
        }
        std::unique_ptr<text_redactor::session> begin() override { return std::make_unique<counted_text>(open); }
        std::string take_fault() override { return {}; }
        int& open;
    };
    int open = 0;
    record.redaction().add(std::make_unique<counting>(open));
    record.emit(&task, text_chunk("said by a task that never ends"));
    BOOST_TEST(open == 1);
    record.emit(nullptr, event::run_complete{});
    BOOST_TEST(open == 0);
}

BOOST_AUTO_TEST_CASE(a_producer_that_asks_late_is_not_forgotten)
{
    int went_on = 0;
    record.when_writable([&] { ++went_on; }); // the writers caught up before it came to ask
    BOOST_TEST(went_on == 1);
    record.relieved();
    BOOST_TEST(went_on == 1);
}

BOOST_AUTO_TEST_CASE(short_values_are_not_masked_and_long_ones_win)
{
    record.redaction().values().add("TINY", "abc");
    record.redaction().values().add("PART", "12345678");
    record.redaction().values().add("WHOLE", "key-12345678-tail");
    record.emit(&task, text_chunk("abc key-12345678-tail 12345678"));
    BOOST_TEST(kept.chunks.back() == "abc [secret:WHOLE] [secret:PART]");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_still_give_valid_json)
{
    record.emit(&task, text_chunk("a\xff\xc3"));
    BOOST_TEST(last()["text"].GetString() == "a\xEF\xBF\xBD\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(errors_keep_code_phase_and_place)
{
    event::task_error failed;
    failed.ms = 12;
    failed.what = error(errc::deadline_exceeded, "late", location{"f.json", 3, 4}).with_phase("idle");
    record.emit(&task, failed);
    BOOST_TEST(last()["ok"].GetBool() == false);
    BOOST_TEST(last()["ms"].GetInt() == 12);
    BOOST_TEST(last()["error"]["code"].GetString() == "deadline_exceeded");
    BOOST_TEST(last()["error"]["phase"].GetString() == "idle");
    BOOST_TEST(last()["error"]["where"].GetString() == "f.json:3:4");
    BOOST_TEST(!last().HasMember("usage"));
}

BOOST_AUTO_TEST_SUITE_END()
