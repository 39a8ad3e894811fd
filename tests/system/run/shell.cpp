// The tool shell in runs of the real program: what it does, how it is confined, what ends with what.
#include "tests/support/unique_fd.hpp"
#include "tests/system/run/acting_task.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/held_pipe.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

using namespace codexflow::test;
namespace fs = std::filesystem;
using clock_type = std::chrono::steady_clock;

namespace {

using calls = acting_task::calls;

/// A call of a script, quoted for JSON: @p text holds neither backslashes nor line ends.
asked_call script(const std::string& text, const std::string& more = "")
{
    std::string quoted;
    for (const char c : text)
        quoted += c == '"' ? std::string("\\\"") : std::string(1, c);
    return {"s", "shell", R"({"script":")" + quoted + "\"" + more + "}"};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

std::string level_of(const event_log& log) { return std::string((*log.only("run_started"))["sandbox"].string()); }

std::string outcome(const event_log& log, std::size_t number)
{
    const auto ends = log.of_kind("tool_end");
    return number < ends.size() ? std::string((*ends[number])["outcome"].string()) : "(none)";
}

std::size_t entries(const fs::path& folder)
{
    std::error_code gone;
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder, gone), fs::directory_iterator()));
}

/// The children of all threads of a process, also those that are dead and not reaped.
std::string children_of(int id)
{
    std::string all;
    for (const auto& thread : fs::directory_iterator("/proc/" + std::to_string(id) + "/task"))
    {
        std::ifstream list(thread.path() / "children");
        all.append(std::istreambuf_iterator<char>(list), {});
    }
    return all;
}

/// The processes that have @p mark in their command line.
std::vector<std::string> marked(const std::string& mark)
{
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator("/proc"))
    {
        std::ifstream line(entry.path() / "cmdline");
        const std::string words{std::istreambuf_iterator<char>(line), {}};
        if (has(words, mark))
            found.push_back(entry.path().filename());
    }
    return found;
}

std::int64_t ms_since(clock_type::time_point then)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_type::now() - then).count();
}

} // namespace

BOOST_AUTO_TEST_SUITE(shell)

BOOST_AUTO_TEST_CASE(a_model_runs_programs_and_sees_what_they_print)
{
    acting_task w({{{"a", "shell", R"({"argv":["printf","%s|","a b","$HOME"]})"}, {"b", "shell", R"({"argv":["cat"],"stdin":"fed"})"}},
                   {{"c", "Bash", R"({"argv":["false"]})"}, {"d", "shell", R"({"script":"echo no"})"}}});
    const ending end = run(w.here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(has(w.request(1), "a b|$HOME|"));
    BOOST_TEST(has(w.request(1), "fed"));
    BOOST_TEST(has(w.request(2), "[exit code 1]"));
    BOOST_TEST(outcome(log, 0) == "ok");
    BOOST_TEST(outcome(log, 2) == "error");
    BOOST_TEST(outcome(log, 3) == "invalid"); // scripts are not among the arguments
    const logged_event* first = log.only("run_started");
    BOOST_TEST_REQUIRE((*first)["tools"].size() == 1U);
    BOOST_TEST((*first)["tools"][0]["component"].string() == "shell");
    BOOST_TEST((*first)["tools"][0]["sandbox"].string() == level_of(log));
}

BOOST_AUTO_TEST_CASE(variables_come_only_by_name)
{
    acting_task w({{{"a", "shell", R"({"argv":["env"]})"}}}, ", pass_env: [MINE]");
    command what = w.here.json_run();
    what.environment["MINE"] = "given-to-it";
    what.environment["OTHER"] = "kept-from-it";
    BOOST_TEST(run(what).status == 0);
    BOOST_TEST(has(w.request(1), "MINE=given-to-it"));
    BOOST_TEST(!has(w.request(1), "kept-from-it"));
    BOOST_TEST(!has(w.request(1), "OPENAI"));
}

BOOST_AUTO_TEST_CASE(the_level_that_is_told_is_the_level_in_force)
{
    for (const std::string mode : {"off", "auto"})
    {
        BOOST_TEST_CONTEXT("--sandbox " << mode)
        {
            const temp_dir outside;
            const std::string file = (outside / "new").string();
            acting_task w({{script("echo in > mine; echo out > " + file + "; cat mine")},
                           {script("perl -MIO::Socket::INET -e 'exit(IO::Socket::INET->new(Listen => 1) ? 0 : 1)' && echo socket''-made")}},
                          ", scripts: true");
            const ending end = run(w.here.run_command({"--json", "--sandbox", mode}));
            BOOST_TEST(end.status == 0, end.err);
            const event_log log(end.out);
            BOOST_TEST(fault_of(log) == "");
            BOOST_TEST(has(w.request(1), "in\\n"));
            const std::string level = level_of(log);
            BOOST_TEST(fs::exists(file) == !has(level, "landlock"));
            BOOST_TEST(has(w.request(2), "socket-made") == !has(level, "seccomp"));
            if (mode == "off")
                BOOST_TEST(level == "none");
        }
    }
}

BOOST_AUTO_TEST_CASE(temporary_files_are_the_tasks_own)
{
    acting_task w({{script("f=$(mktemp) && echo x > $f && ls -ld $TMPDIR && echo made=$f")}}, ", scripts: true");
    command what = w.here.json_run();
    what.environment["TMPDIR"] = "/nowhere";
    const ending end = run(what);
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(outcome(event_log(end.out), 0) == "ok");
    BOOST_TEST(has(w.request(1), "drwx------"), w.request(1));
    BOOST_TEST(has(w.request(1), "made=" + fs::canonical(w.here.dir().path()).string() + "/.runs/worker/"), w.request(1));
}

BOOST_AUTO_TEST_CASE(a_block_of_tools_can_be_given_the_network)
{
    acting_task w({{script("perl -MIO::Socket::INET -e 'exit(IO::Socket::INET->new(Listen => 1) ? 0 : 1)' && echo socket''-made")}},
                  ", scripts: true, sandbox: { network: true }");
    const ending end = run(w.here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(has(w.request(1), "socket-made"));
    BOOST_TEST(!has(level_of(event_log(end.out)), "seccomp"));
}

BOOST_AUTO_TEST_CASE(where_the_kernel_lacks_a_layer_require_refuses_and_auto_says_so)
{
    acting_task w({{{"a", "shell", R"({"argv":["true"]})"}}});
    const auto played = [&](const std::string& mode) {
        command what = w.here.run_command({"--json", "--sandbox", mode});
        what.arguments.insert(what.arguments.begin(), what.program.string());
        what.program = CODEXFLOW_WITHOUT_LANDLOCK;
        return run(what);
    };
    const ending refused = played("require");
    if (refused.status == 125)
    {
        BOOST_TEST_MESSAGE("SKIPPED: a kernel without Landlock cannot be played here");
        return;
    }
    BOOST_TEST(refused.status == 65);
    BOOST_TEST(has(refused.err, "the sandbox is required, but this system lacks Landlock"), refused.err);
    BOOST_TEST(has(refused.err, "--sandbox auto"), refused.err);
    BOOST_TEST(refused.out == "");
    BOOST_TEST(w.requests() == 0U);
    BOOST_TEST(w.here.journals().empty());

    const ending went_on = played("auto");
    BOOST_TEST(went_on.status == 0, went_on.err);
    const event_log log(went_on.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(!has(level_of(log), "landlock"));
    const logged_event* told = log.only("notice");
    BOOST_TEST_REQUIRE(told != nullptr);
    BOOST_TEST(has(std::string((*told)["text"].string()), "this system lacks Landlock"));
}

BOOST_AUTO_TEST_CASE(an_unknown_mode_is_refused)
{
    acting_task w({});
    const ending end = run(w.here.run_command({"--sandbox", "some"}));
    BOOST_TEST(end.status == 65);
    BOOST_TEST(has(end.err, "--sandbox: sandbox.mode cannot be 'some'"), end.err);
}

/// Programs that hide from who started them, and a pipe that all of them hold open: its end is theirs.
struct hidden_programs
{
    static constexpr std::size_t count = 5;

    temp_dir folder;
    unique_fd alive;

    hidden_programs()
    {
        const std::string here = folder.path().string();
        folder.write("stay.sh", "trap '' TERM HUP INT\necho up >&9\nwhile :; do sleep 1000; done\n");
        folder.write("hide.sh", "exec 9>" + here + "/alive\n"
                                "setsid sh " + here + "/stay.sh &\n"
                                "(setsid sh " + here + "/stay.sh &)\n"
                                "(setsid sh -c '(setsid sh " + here + "/stay.sh &)' &)\n"
                                "nohup sh " + here + "/stay.sh >/dev/null &\n"
                                "sh " + here + "/stay.sh\n");
        BOOST_TEST_REQUIRE(::mkfifo((folder / "alive").c_str(), 0600) == 0);
        alive = unique_fd(::open((folder / "alive").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
        BOOST_TEST_REQUIRE(alive.get() >= 0);
    }

    std::string call() const { return R"({"argv":["sh",")" + (folder / "hide.sh").string() + R"("]})"; }
    std::string setting() const { return ", sandbox: { write: [" + folder.path().string() + "] }"; }

    /// Waits until something is to be read; false when @p limit passed first.
    bool readable(std::chrono::milliseconds limit) const
    {
        pollfd one{alive.get(), POLLIN, 0};
        return ::poll(&one, 1, static_cast<int>(limit.count())) > 0;
    }
    /// Waits until all of them are there; false when that does not happen.
    bool wait_for_all() const
    {
        std::size_t up = 0;
        char got = 0;
        while (up != count && readable(process::patience))
            while (::read(alive.get(), &got, 1) == 1)
                up += got == '\n' ? 1 : 0;
        return up == count;
    }
    /// Waits until none is left.
    bool wait_for_none() const
    {
        char got = 0;
        while (readable(process::patience))
            if (::read(alive.get(), &got, 1) == 0)
                return true;
        return false;
    }
    /// Those of them that /proc knows.
    std::vector<std::string> known() const { return marked((folder / "stay.sh").string()); }
};

BOOST_AUTO_TEST_CASE(kill_9_of_the_program_ends_all_that_a_call_has_started)
{
    for (const std::string mode : {"auto", "off"})
    {
        BOOST_TEST_CONTEXT("--sandbox " << mode)
        {
            const hidden_programs hidden;
            acting_task w({{{"a", "shell", hidden.call()}}}, hidden.setting());
            process program(w.here.run_command({"--json", "--sandbox", mode}));
            BOOST_TEST_REQUIRE(hidden.wait_for_all(), program.text(stream::out));
            BOOST_TEST(hidden.known().size() >= hidden_programs::count);
            const auto killed = clock_type::now();
            program.send(SIGKILL);
            BOOST_TEST(hidden.wait_for_none());
            const auto took = ms_since(killed);
            BOOST_TEST_MESSAGE("all that the call had started was gone " << took << " ms after kill -9");
            BOOST_TEST(took < 1000);
            BOOST_TEST(hidden.known().empty());
            BOOST_TEST(program.wait().signal == SIGKILL);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_a_call_leaves_behind_ends_with_it)
{
    const hidden_programs hidden;
    acting_task w({{{"a", "shell", R"({"timeout_s":0.5,)" + hidden.call().substr(1)}}}, hidden.setting());
    const ending end = run(w.here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(has(w.request(1), "stopped: it had not ended after 0.5 s"), w.request(1));
    BOOST_TEST(hidden.known().empty());
}

BOOST_AUTO_TEST_CASE(a_call_that_takes_too_long_keeps_what_was_printed)
{
    acting_task w({{{"a", "shell", R"({"argv":["sh","-c","echo begun; exec sleep 600"]})"}}}, "", "limits: { tool_timeout: 1s }\n");
    const ending end = run(w.here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(has(w.request(1), "begun"), w.request(1));
    BOOST_TEST(has(w.request(1), "stopped: it had not ended after 0.5 s"), w.request(1));
}

BOOST_AUTO_TEST_CASE(a_thousand_calls_leave_no_zombie_and_no_descriptor)
{
    std::vector<calls> turns{{{"first", "shell", R"({"argv":["true"]})"}}}; // after it, all that stays is there
    for (int turn = 0; turn != 20; ++turn)
        for (int call = 0, number = turn * 50; call != 50; ++call, ++number)
        {
            if (call == 0)
                turns.emplace_back();
            const std::string text = std::to_string(number); // the same call again and again would be stopped
            turns.back().push_back({"c" + text, "shell", R"({"argv":["echo",")" + text + "\"]}"});
        }
    const std::size_t last = turns.size();
    acting_task w(std::move(turns), "", "limits: { max_turns: 30 }\n");
    std::promise<int> started;
    const std::shared_future<int> id = started.get_future().share();
    std::size_t files_before = 0;
    std::size_t files_after = 0;
    std::string left_over;
    w.before_answer = [&](std::size_t number) {
        const std::string files = "/proc/" + std::to_string(id.get()) + "/fd";
        if (number == 1)
            files_before = entries(files);
        if (number != last)
            return;
        files_after = entries(files);
        left_over = children_of(id.get());
    };
    process program(w.here.json_run());
    started.set_value(program.id());
    const ending end = program.wait();
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    const auto ends = log.of_kind("tool_end");
    BOOST_TEST(ends.size() == 1001U);
    BOOST_TEST(std::all_of(ends.begin(), ends.end(), [](const logged_event* one) { return (*one)["outcome"].string() == "ok"; }));
    BOOST_TEST(files_before > 0U);
    BOOST_TEST(files_after <= files_before);
    BOOST_TEST(left_over == "");
}

BOOST_AUTO_TEST_SUITE_END()
