// Every text member of every event is planted with a secret: none may come out in a line.
#include "engine/base/clock.hpp"
#include "engine/record/recorder.hpp"
#include "tests/support/manual_clock.hpp"

#include <boost/pfr/core.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace codexflow;

namespace {

const std::string canary = "canary-0123456789";

/// Fills all texts, and each list with one element, so that what is added to an event later is filled, too.
struct planter
{
    const task_ref* task;
    std::size_t planted = 0;

    void fill(std::string& text)
    {
        text = "x " + canary + '!';
        ++planted;
    }
    void fill(const task_ref*& member) { member = task; }
    void fill(error& what)
    {
        for (std::string* text : {&what.message, &what.hint, &what.detail, &what.kind, &what.phase})
            fill(*text);
        fill(what.where);
    }
    template <class T> void fill(std::vector<T>& list)
    {
        list.emplace_back(make<T>());
        fill(list.back());
    }
    template <class T> void fill(std::optional<T>& maybe)
    {
        maybe.emplace(make<T>());
        fill(*maybe);
    }
    template <class T> void fill(T& other)
    {
        if constexpr (std::is_class_v<T> && !std::is_same_v<T, event::chunk>)
            boost::pfr::for_each_field(other, [this](auto& member) { fill(member); });
    }
    template <class T> static T make() { return T{}; }
};

template <std::size_t Kind> event::payload planted(const task_ref& task, std::size_t& count)
{
    using type = std::variant_alternative_t<Kind, event::payload>;
    type made{};
    planter by{&task};
    by.fill(made);
    count += by.planted;
    return made;
}

template <std::size_t... Kinds>
std::vector<event::payload> all_kinds(const task_ref& task, std::size_t& count, std::index_sequence<Kinds...>)
{
    return {planted<Kinds>(task, count)...};
}

struct line_keeper final : event_listener
{
    void on_event(const run_event& what, std::string_view line) override
    {
        lines.emplace_back(line);
        if (what.task != nullptr)
            names.push_back(what.task->task_id);
    }
    std::vector<std::string> lines, names;
};

} // namespace

BOOST_AUTO_TEST_SUITE(event_redaction)

BOOST_AUTO_TEST_CASE(no_member_of_any_event_is_forgotten)
{
    constexpr std::size_t kinds = std::variant_size_v<event::payload>;
    const task_ref task{"t " + canary, canary, "agent " + canary, canary, "model " + canary};
    std::size_t count = 0;
    const auto events = all_kinds(task, count, std::make_index_sequence<kinds>());
    BOOST_TEST(count > 70U); // or nothing was planted
    test::manual_clock time;
    for (const event::payload& one : events)
    {
        recorder record(time, "run-1", false); // a new one each, as nothing follows run_complete
        line_keeper kept;
        record.add_listener(kept);
        record.redaction().values().add("KEY", canary);
        record.emit(&task, one);
        BOOST_TEST_REQUIRE(kept.lines.size() == 1U);
        BOOST_TEST(kept.lines.front().find(canary) == std::string::npos, kept.lines.front());
        BOOST_TEST(kept.names.front() == "t [secret:KEY]");
        if (kind_of(one) != "chunk" && kind_of(one) != "task_started")
            BOOST_TEST(kept.lines.front().find("x [secret:KEY]!") != std::string::npos, kept.lines.front());
    }
}

BOOST_AUTO_TEST_CASE(a_task_is_the_same_one_in_all_events)
{
    const task_ref task{canary, "a", "a", "p", ""};
    test::manual_clock time;
    recorder record(time, "run-1", false);
    struct : event_listener
    {
        void on_event(const run_event& what, std::string_view) override
        {
            if (const auto* plan = std::get_if<event::plan>(&what.body))
                planned = plan->tasks.front().task;
            else
                told.push_back(what.task);
        }
        const task_ref* planned = nullptr;
        std::vector<const task_ref*> told;
    } kept;
    record.add_listener(kept);
    record.redaction().values().add("KEY", canary);
    event::plan plan;
    plan.tasks.push_back({&task, "text"});
    record.emit(nullptr, plan);
    event::chunk piece;
    piece.text = "hello";
    record.emit(&task, piece);
    record.emit(&task, event::task_complete{});
    BOOST_TEST((kept.told == std::vector<const task_ref*>(2, kept.planned)));
    BOOST_TEST((kept.planned != &task));
}

BOOST_AUTO_TEST_SUITE_END()
