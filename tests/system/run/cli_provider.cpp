#include "tests/system/run/event_log.hpp"
#include "tests/system/run/held_pipe.hpp"
#include "tests/system/run/project.hpp"

#include <boost/test/unit_test.hpp>

#include <signal.h>

#include <fstream>
#include <sstream>

using namespace codexflow::test;

namespace {

const std::string canary = "sk-canary-77aa51c0e9d24b36";

/// A project whose model is a shell script.
struct with_script : project
{
    /// @param settings further members of the provider's flow mapping, each with a comma before it.
    explicit with_script(std::string_view script, std::string_view settings = "")
    {
        write("answer.sh", "#!/bin/sh\n" + std::string(script) + "\n");
        std::filesystem::permissions(dir() / "answer.sh", std::filesystem::perms::owner_all);
        write("codex-flow.yaml",
              "version: 1\nproviders:\n  default: mine\n  mine: { plugin: cli, command: [./answer.sh]" +
                  std::string(settings) + " }\n");
        write_tasks({{"worker", {"hello"}}});
    }
};

/// Whether a process runs; one that has ended and only stands in the table does not.
bool alive(pid_t id)
{
    std::ifstream file("/proc/" + std::to_string(id) + "/stat");
    std::string line;
    std::getline(file, line);
    const auto state = line.rfind(") ");
    return state != line.npos && line[state + 2] != 'Z' && line[state + 2] != 'X';
}

/// The ids that a script has written to the file "pids".
std::vector<pid_t> ids_of(const project& here)
{
    std::istringstream in(read_file(here.dir() / "pids"));
    std::vector<pid_t> ids;
    for (pid_t id = 0; in >> id;)
        ids.push_back(id);
    return ids;
}

/// Starts a stubborn helper in the same group, writes down both and goes on for ever.
constexpr std::string_view lingering = R"(sh -c 'trap "" TERM INT; while :; do sleep 0.01; done' &
echo $$ $! > pids
trap '' TERM
echo ready
while :; do sleep 0.01; done)";

} // namespace

BOOST_AUTO_TEST_SUITE(cli_provider)

BOOST_AUTO_TEST_CASE(a_script_answers)
{
    const with_script here("echo \"asked:\"; tail -n 1");
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 0);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.said("worker-1") == "asked:\nhello");
}

BOOST_AUTO_TEST_CASE(a_script_for_the_predecessor_answers)
{
    const with_script here("cat", ", input: json");
    const event_log log(run(here.json_run()).out);
    BOOST_TEST(log.said("worker-1") == R"({"agentId":"worker","alias":"worker","task":"hello"})");
}

BOOST_AUTO_TEST_CASE(many_at_once)
{
    const with_script here("cat > /dev/null; echo fine");
    here.write_tasks({{"worker", numbered(40)}});
    const ending end = run(here.run_command({"--json", "--max-parallel", "16"}));
    BOOST_TEST(end.status == 0);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.said("worker-40") == "fine");
}

BOOST_AUTO_TEST_CASE(an_interrupt_ends_the_whole_group)
{
    const with_script here(lingering);
    process program(here.json_run());
    BOOST_REQUIRE(program.read_until(stream::out, "ready"));
    const auto ids = ids_of(here);
    BOOST_REQUIRE(ids.size() == 2U);
    BOOST_TEST((alive(ids[0]) && alive(ids[1])));
    program.send(SIGINT);
    const ending end = program.wait();
    BOOST_TEST(end.status == 130);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST((*log.last())["verdict"].string() == "cancelled");
    for (const pid_t id : ids)
        BOOST_TEST(eventually([id] { return !alive(id); }));
}

BOOST_AUTO_TEST_CASE(a_run_that_is_killed_takes_its_command_with_it)
{
    const with_script here("echo $$ > pids; echo ready; exec sleep 100");
    process program(here.json_run());
    BOOST_REQUIRE(program.read_until(stream::out, "ready"));
    const auto ids = ids_of(here);
    BOOST_REQUIRE(ids.size() == 1U);
    program.send(SIGKILL);
    BOOST_TEST(program.wait().signal == SIGKILL);
    BOOST_TEST(eventually([&] { return !alive(ids[0]); }));
}

BOOST_AUTO_TEST_CASE(a_run_that_is_killed_takes_all_with_it_that_hides)
{
    // Each forks twice and begins a session of its own; one of them in a clean environment.
    const with_script here(R"(echo $$ > pids
(setsid sh -c '(trap "" TERM HUP INT; echo $(exec sh -c "echo \$PPID") >> pids; exec >&- 2>&-; while :; do sleep 0.01; done) &' &)
(env -i PATH=$PATH setsid sh -c '(trap "" TERM HUP INT; echo $(exec sh -c "echo \$PPID") >> pids; exec >&- 2>&-; while :; do sleep 0.01; done) &' &)
while [ $(wc -l < pids) -lt 3 ]; do sleep 0.01; done
echo ready
exec sleep 100)");
    process program(here.json_run());
    BOOST_REQUIRE(program.read_until(stream::out, "ready"));
    const auto ids = ids_of(here);
    BOOST_REQUIRE(ids.size() == 3U);
    for (const pid_t id : ids)
        BOOST_TEST(alive(id));
    program.send(SIGKILL);
    BOOST_TEST(program.wait().signal == SIGKILL);
    for (const pid_t id : ids)
        BOOST_TEST(eventually([id] { return !alive(id); }));
}

BOOST_AUTO_TEST_CASE(a_command_sees_only_the_variables_it_may)
{
    const with_script here("env", ", api_key_env: MY_KEY, pass_env: [OTHER_TOKEN, PLAIN]");
    command what = here.json_run();
    what.environment["MY_KEY"] = canary;
    what.environment["OTHER_TOKEN"] = "tok-" + canary;
    what.environment["PLAIN"] = "a-plain-value";
    what.environment["OPENAI_API_KEY"] = "sk-not-for-you-00000000";
    const ending end = run(what);
    BOOST_TEST(end.status == 0);
    const event_log log(end.out);
    const std::string said = log.said("worker-1");
    BOOST_TEST(said.find("MY_KEY=[secret:MY_KEY]") != said.npos, said);
    BOOST_TEST(said.find("OTHER_TOKEN=[secret:OTHER_TOKEN]") != said.npos, said);
    BOOST_TEST(said.find("PLAIN=a-plain-value") != said.npos, said);
    BOOST_TEST(said.find("PATH=") != said.npos, said);
    BOOST_TEST(said.find("OPENAI_API_KEY") == said.npos, said);
    for (const std::string& where : {end.out, end.err, here.journal()})
        BOOST_TEST(where.find(canary) == where.npos);
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_set)
{
    const with_script here("env", ", api_key_env: MY_KEY");
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 1);
    const event_log log(end.out);
    BOOST_REQUIRE(log.only("task_error") != nullptr);
    BOOST_TEST((*log.only("task_error"))["error"]["code"].string() == "unauthenticated");
}

BOOST_AUTO_TEST_CASE(a_script_that_fails_is_quoted)
{
    const with_script here("echo it broke here >&2; exit 3");
    const ending end = run(here.json_run());
    BOOST_TEST(end.status != 0);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_REQUIRE(log.only("task_error") != nullptr);
    const std::string message((*log.only("task_error"))["error"]["message"].string());
    BOOST_TEST(message.find("ended with exit code 3: it broke here") != message.npos, message);
}

BOOST_AUTO_TEST_CASE(a_command_that_is_not_there)
{
    const with_script here("");
    here.write("codex-flow.yaml",
               "providers: { default: mine, mine: { plugin: cli, command: no-such-tool } }\n");
    const ending end = run(here.json_run());
    BOOST_TEST(end.status != 0);
    const event_log log(end.out);
    BOOST_REQUIRE(log.only("task_error") != nullptr);
    const auto error = (*log.only("task_error"))["error"];
    BOOST_TEST(error["message"].string().find("no-such-tool") != std::string::npos, error.raw());
    BOOST_TEST(error["hint"].string().find("'command'") != std::string::npos, error.raw());
}

BOOST_AUTO_TEST_SUITE_END()
