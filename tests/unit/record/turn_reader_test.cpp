#include "engine/record/journal_reader.hpp"

#include "engine/base/digest.hpp"
#include "engine/record/event_json.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;

namespace {

/// A journal of one task, event by event.
struct author
{
    void add(const task_ref* of, const event::payload& body)
    {
        write_json(run_event{++seq, 0, of, body}, {"run-1", "1970-01-01T00:00:00.000Z", -1}, text);
    }
    void add(const event::payload& body) { add(&task, body); }

    static event::turn_complete turn(unsigned number, const std::string& call_id)
    {
        event::turn_complete made;
        made.turn = number;
        made.text = "turn " + std::to_string(number);
        made.calls = {{call_id, "m-" + call_id, "note", "{}", sha256_digest("{}")}};
        made.finish = "tool_calls";
        made.usage = {true, 7, 3};
        made.attempts = 2;
        made.answered_by = "local";
        made.provider_state = "opaque";
        made.state_digest = sha256_digest("opaque");
        return made;
    }
    static event::tool_start start(const std::string& call_id, const std::string& effect = "once")
    {
        return {call_id, "note", "p", effect, "{}", sha256_digest("{}")};
    }
    static event::tool_end end(const std::string& call_id, const std::string& outcome)
    {
        event::tool_end made{call_id, "note", outcome};
        made.output = "noted";
        return made;
    }

    const conversation_history& conversation()
    {
        journal_reader reader;
        reader.feed(text);
        made = reader.finish();
        BOOST_TEST(made.faults.empty());
        BOOST_REQUIRE(made.tasks.size() == 1U);
        return made.tasks[0].conversation;
    }

    const task_ref task{"one-1", "one", "agent-a", "local", "m"};
    std::uint64_t seq = 0;
    std::string text;
    run_history made;
};

using how = recorded_call::state;

} // namespace

BOOST_FIXTURE_TEST_SUITE(turn_reader, author)

BOOST_AUTO_TEST_CASE(turns_and_what_came_of_their_calls)
{
    add(event::task_started{});
    add(turn(1, "call-1"));
    add(start("call-1"));
    add(end("call-1", "ok"));
    add(turn(2, "call-2"));
    add(start("call-2", "idempotent"));
    add(turn(3, "call-3"));
    const conversation_history& said = conversation();
    BOOST_REQUIRE(said.turns.size() == 3U);
    const recorded_turn& first = said.turns[0];
    BOOST_TEST(first.turn == 1U);
    BOOST_TEST(first.text == "turn 1");
    BOOST_TEST(first.finish == "tool_calls");
    BOOST_TEST(first.usage.output == 3U);
    BOOST_TEST(first.attempts == 2U);
    BOOST_TEST(first.answered_by == "local");
    BOOST_TEST(first.provider_state == "opaque");
    BOOST_REQUIRE(first.calls.size() == 1U);
    BOOST_TEST(first.calls[0].id == "m-call-1");
    BOOST_TEST((first.calls[0].how == how::ended));
    BOOST_TEST(first.calls[0].outcome == "ok");
    BOOST_TEST(first.calls[0].output == "noted");
    BOOST_TEST(first.calls[0].is_faithful());
    BOOST_TEST((said.turns[1].calls[0].how == how::begun));
    BOOST_TEST(said.turns[1].calls[0].effect == "idempotent");
    BOOST_TEST((said.turns[2].calls[0].how == how::asked));
    BOOST_TEST(said.stray.empty());
}

BOOST_AUTO_TEST_CASE(what_a_secret_was_taken_out_of_is_not_given_back)
{
    event::turn_complete masked = turn(1, "call-1");
    masked.provider_state = "[secret:KEY]";
    masked.calls[0].arguments = R"({"key":"[secret:KEY]"})";
    add(event::task_started{});
    add(masked);
    BOOST_TEST(conversation().turns.at(0).provider_state == "");
    BOOST_TEST(!made.tasks[0].conversation.turns[0].calls[0].is_faithful());
}

BOOST_AUTO_TEST_CASE(a_call_that_is_made_again_is_open_again)
{
    add(event::task_started{});
    add(turn(1, "call-1"));
    add(start("call-1"));
    add(end("call-1", "indeterminate"));
    add(start("call-1"));
    BOOST_TEST((conversation().turns[0].calls[0].how == how::begun));
}

BOOST_AUTO_TEST_CASE(a_task_that_starts_anew_has_said_nothing_and_one_that_goes_on_keeps_its_turns)
{
    add(event::task_started{});
    add(turn(1, "call-1"));
    add(turn(2, "call-2"));
    add(event::task_started{0, 1});
    BOOST_TEST(conversation().turns.size() == 1U);
    add(turn(2, "call-2"));
    BOOST_TEST(conversation().turns.size() == 2U);
    add(event::task_started{});
    BOOST_TEST(conversation().empty());
}

BOOST_AUTO_TEST_CASE(what_is_complete_needs_no_conversation_and_what_failed_does)
{
    add(event::task_started{});
    add(turn(1, "call-1"));
    add(event::task_error{5, error(errc::unavailable, "gone").with_phase("turns"), {}, ""});
    BOOST_TEST(conversation().turns.size() == 1U);
    BOOST_TEST(made.tasks[0].error_phase == "turns");
    add(event::task_started{0, 1});
    add(event::task_complete{5, "stop", {}, "done"});
    BOOST_TEST(conversation().empty());
}

BOOST_AUTO_TEST_CASE(a_call_without_its_turn_is_kept_apart)
{
    add(event::task_started{});
    add(start("call-9"));
    const conversation_history& said = conversation();
    BOOST_TEST(said.turns.empty());
    BOOST_REQUIRE(said.stray.size() == 1U);
    BOOST_TEST(said.stray[0].tool == "note");
    BOOST_TEST((said.stray[0].how == how::begun));
}

BOOST_AUTO_TEST_CASE(the_next_process_takes_the_end_of_the_one_before_away)
{
    event::run_started begun{"0.1.0", "sha256:aa", "none", {}};
    add(nullptr, begun);
    event::run_complete over;
    over.verdict = "failed";
    add(nullptr, over);
    add(nullptr, begun);
    add(event::task_started{});
    conversation();
    BOOST_TEST(made.sessions == 2U);
    BOOST_TEST(!made.end.has_value());
    BOOST_TEST(made.last_seq == 4U);
    add(nullptr, over);
    conversation();
    BOOST_TEST(made.end.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
