// A model of a loss of power: of what was written since the last sync the disk may have any part, torn at any byte, or
// filled with zeros. Whatever it has: no task is lost whose end was on the disk, nothing is told that was not written,
// no two lines become one, and no call that must not be made twice is made again without a question.
#include "engine/base/digest.hpp"
#include "engine/record/event_json.hpp"
#include "engine/record/journal_border.hpp"
#include "engine/record/line_checksum.hpp"
#include "engine/run/resume_plan.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace codexflow;

namespace {

constexpr std::size_t task_count = 4;

/// What a process did to the file, and what it was sure of afterwards.
struct operation
{
    enum class kind
    {
        write,
        sync,
        push ///< A call that must not be made twice was made, for its intent was on the disk.
    };
    kind what;
    std::string bytes{};
    std::size_t task = 0;
};

/// A run of tasks that take turns by chance: each asks for a call that must not be made twice, makes it, and ends.
class process
{
public:
    explicit process(unsigned seed) : random_(seed)
    {
        event::run_started first{"0.1.0", "sha256:aa", "none", {}};
        line(nullptr, first);
        event::plan plan{"tasks.json", {}, 4};
        for (std::size_t i = 0; i != task_count; ++i)
            refs_.push_back({"w-" + std::to_string(i + 1), "w", "w", "p", "m"});
        for (const task_ref& one : refs_)
            plan.tasks.push_back({&one, "go"});
        line(nullptr, plan);
        std::vector<std::size_t> steps(task_count, 0);
        while (std::any_of(steps.begin(), steps.end(), [](std::size_t at) { return at != 6; }))
        {
            const std::size_t task = random_() % task_count;
            if (steps[task] != 6)
                step(task, steps[task]++);
        }
        event::run_complete end;
        end.verdict = "ok";
        line(nullptr, end);
        flush(true);
    }

    std::vector<operation> done;
    std::set<std::string> lines; ///< All that were written.

private:
    void step(std::size_t task, std::size_t number)
    {
        const task_ref* ref = &refs_[task];
        const std::string words = "{\"text\":\"" + std::string(random_() % 90, 'x') + "\"}";
        switch (number)
        {
        case 0: return line(ref, event::task_started{});
        case 1: return line(ref, event::chunk{event::chunk::channel::text, 0, "let me"});
        case 2:
        {
            event::turn_complete turn;
            turn.text = "let me";
            turn.calls = {{"call-1", "m1", "push", words, sha256_digest(words)}};
            return line(ref, turn);
        }
        case 3:
            line(ref, event::tool_start{"call-1", "push", "p", "once", words, sha256_digest(words)});
            flush(true); // who makes the call waits for it
            done.push_back({operation::kind::push, {}, task});
            return;
        case 4:
        {
            event::tool_end ended{"call-1", "push", "ok"};
            ended.effect = "once";
            ended.output = "pushed";
            return line(ref, ended);
        }
        default: return line(ref, event::task_complete{5, "stop", {}, "answer of " + ref->task_id});
        }
    }

    void line(const task_ref* of, const event::payload& body)
    {
        std::string text;
        write_json(run_event{++seq_, 0, of, body}, {"run-1", "1970-01-01T00:00:00.000Z", -1}, text);
        text.resize(text.size() - 2);
        text += line_seal(text).text();
        lines.insert(text);
        pending_ += text;
        border_ = border_ || border_of(body) == durability::synced;
        if (random_() % 3 == 0)
            flush(border_);
    }

    void flush(bool sync)
    {
        if (!pending_.empty())
            done.push_back({operation::kind::write, std::exchange(pending_, {})});
        if (sync)
            done.push_back({operation::kind::sync});
        border_ = false;
    }

    std::mt19937 random_;
    std::vector<task_ref> refs_;
    std::uint64_t seq_ = 0;
    std::string pending_;
    bool border_ = false;
};

/// The disk at the moment of the cut.
struct disk
{
    std::string synced, loose; ///< Loose: any part of it may be there.
    std::set<std::size_t> pushed;
};

disk after(const std::vector<operation>& done, std::size_t count)
{
    disk made;
    for (std::size_t i = 0; i != count; ++i)
        switch (done[i].what)
        {
        case operation::kind::write: made.loose += done[i].bytes; break;
        case operation::kind::sync: made.synced += std::exchange(made.loose, {}); break;
        case operation::kind::push: made.pushed.insert(done[i].task); break;
        }
    return made;
}

run_history read(const std::string& text)
{
    journal_reader reader;
    reader.feed(text);
    return reader.finish();
}

/// The tasks whose end stands in @p text, by its whole lines alone.
std::set<std::string> ended_in(const std::string& text)
{
    std::set<std::string> ids;
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != text.npos; at = end + 1)
    {
        const std::string line = text.substr(at, end - at);
        const std::string mark = "\"task_id\":\"";
        if (line.starts_with("{\"kind\":\"task_complete\""))
            ids.insert(line.substr(line.find(mark) + mark.size(), 3));
    }
    return ids;
}

void check(const disk& was, const std::string& found, const std::set<std::string>& lines)
{
    const run_history run = read(found);
    const resume_plan plan = plan_resume(run, [](const task_history&) { return true; });
    std::set<std::string> kept;
    std::set<std::string> doubted;
    for (const task_resume& one : plan.tasks)
        if (one.how == task_resume::state::done)
            kept.insert(one.task_id);
    for (const call_in_doubt& one : plan.doubts)
        doubted.insert(plan.tasks[one.task].task_id);
    for (const std::string& id : ended_in(was.synced))
        BOOST_TEST_REQUIRE(kept.contains(id), "a task was lost whose end was on the disk: " << id);
    for (const task_resume& one : plan.tasks)
        if (one.how == task_resume::state::done)
            BOOST_TEST_REQUIRE(one.ended.output == "answer of " + one.task_id);
    // Every event that counts was written as it is read.
    std::size_t whole = 0;
    for (std::size_t at = 0, end = 0; (end = found.find('\n', at)) != found.npos; at = end + 1)
        whole += lines.contains(found.substr(at, end + 1 - at)) ? 1 : 0;
    BOOST_TEST_REQUIRE(run.events == whole);
    // A call that was made is known, in doubt, or a loss that is told: it is never made again in silence.
    for (const std::size_t task : was.pushed)
    {
        const std::string id = "w-" + std::to_string(task + 1);
        const auto at = std::find_if(plan.tasks.begin(), plan.tasks.end(), [&](const auto& one) { return one.task_id == id; });
        BOOST_TEST_REQUIRE((at != plan.tasks.end()));
        const bool answered = at->how == task_resume::state::go_on && at->last_calls[0] == call_fate::answered;
        BOOST_TEST_REQUIRE((kept.contains(id) || answered || doubted.contains(id)), id << " would push again");
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(power_cut)

BOOST_AUTO_TEST_CASE(whatever_the_disk_has_of_what_was_not_synced)
{
    std::size_t cuts = 0;
    for (unsigned seed = 1; seed != 9; ++seed)
    {
        const process made(seed);
        for (std::size_t count = 0; count <= made.done.size(); ++count)
        {
            const disk was = after(made.done, count);
            for (std::size_t part = 0; part <= was.loose.size(); part += part < 4 ? 1 : 1 + part % 7)
            {
                check(was, was.synced + was.loose.substr(0, part), made.lines); // torn
                std::string holes = was.loose;
                std::fill(holes.begin(), holes.begin() + static_cast<std::ptrdiff_t>(part), '\0');
                check(was, was.synced + holes, made.lines); // what came later is there, what came before is not
                cuts += 2;
            }
        }
    }
    BOOST_TEST_MESSAGE(cuts << " cuts");
    BOOST_TEST(cuts > 10'000U);
}

BOOST_AUTO_TEST_CASE(at_every_byte_of_the_last_write)
{
    const process made(99);
    for (std::size_t count = 0; count <= made.done.size(); ++count)
    {
        const disk was = after(made.done, count);
        for (std::size_t part = 0; part <= was.loose.size(); ++part)
            check(was, was.synced + was.loose.substr(0, part), made.lines);
    }
}

BOOST_AUTO_TEST_SUITE_END()
