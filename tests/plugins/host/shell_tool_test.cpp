#include "tests/plugins/host/boundary_fixture.hpp"
#include "tests/support/temp_dir.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>

#include <fstream>
#include <iterator>

using codexflow::test::boundary_fixture;
using codexflow::test::temp_dir;
namespace json = codexflow::json;
namespace workspace = codexflow::workspace;

namespace {

/// The tool as it is shipped, in a workspace that it may write to.
struct with_shell : boundary_fixture
{
    temp_dir here;
    std::string settings = R"({"scripts":true})";
    codexflow::plugin::component_instance* tool = nullptr;

    struct answer
    {
        std::string content, details;
        bool is_error = false, truncated = false;
    };

    with_shell() { services.variables = {{"PATH", "/usr/bin:/bin"}, {"LANG", "C"}, {"SECRET", "s"}, {"MINE", "m"}}; }
    ~with_shell()
    {
        run_until([this] { return services.children.empty(); });
        BOOST_TEST(::waitpid(-1, nullptr, WNOHANG) == -1); // nor a dead one
    }

    std::string request(std::string_view arguments) const
    {
        std::string text;
        codexflow::json_writer json(text);
        json.begin_object().member("tool", "shell").raw_member("arguments", arguments).member("call_id", "c1");
        json.member("workspace", here.path().string()).key("roots").begin_array();
        json.begin_object().member("path", here.path().string()).member("access", "write").end_object();
        json.end_array().end_object();
        return text;
    }
    codexflow::plugin::component_instance& shell()
    {
        if (tool == nullptr)
        {
            const made got = make(CODEXFLOW_PLUGIN_SHELL, settings, "shell");
            BOOST_REQUIRE_MESSAGE(got.has_value(), to_string(got.error()));
            tool = *got;
        }
        return *tool;
    }
    answer call(std::string_view arguments)
    {
        const auto end = run(shell(), "call", request(arguments));
        BOOST_TEST(end.status == CFLOW_OK, end.text);
        json::document document;
        BOOST_REQUIRE_MESSAGE(document.parse(end.text), end.text);
        const json::value root = document.root();
        return {std::string(root["content"].string()), std::string(root["details"].raw()),
                root["is_error"].as_bool().value_or(false), root["truncated"].as_bool().value_or(false)};
    }
    answer script(const std::string& text, const std::string& more = "")
    {
        std::string arguments = R"({"script":)";
        codexflow::json_writer(arguments).value(text);
        return call(arguments + more + "}");
    }
    void confine()
    {
        held.on = true;
        held.layers = *workspace::choose_layers(workspace::sandbox_mode::automatic, workspace::probe_kernel(), false);
    }
    /// The next call is made with other settings, or by another sandbox.
    void remake() { tool = nullptr; }
};

std::ptrdiff_t open_files()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(shell_tool, with_shell)

BOOST_AUTO_TEST_CASE(it_declares_what_policies_judge)
{
    const auto end = run(shell(), "list", "{}");
    BOOST_TEST(end.text.find(R"("name":"shell")") != std::string::npos);
    BOOST_TEST(end.text.find(R"("effect":"once")") != std::string::npos);
    BOOST_TEST(end.text.find(R"("subjects":{"argv":"argv","command":"script"})") != std::string::npos, end.text);
}

BOOST_AUTO_TEST_CASE(a_program_runs_in_the_workspace)
{
    const answer said = call(R"({"argv":["pwd","-P"]})");
    BOOST_TEST(said.content == std::filesystem::canonical(here.path()).string() + "\n");
    BOOST_TEST(!said.is_error);
    BOOST_TEST(call(R"({"argv":["printf","[%s]","a b","$HOME","*"]})").content == "[a b][$HOME][*]");
}

BOOST_AUTO_TEST_CASE(both_channels_come_in_the_order_they_were_written)
{
    BOOST_TEST(script("for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done").content ==
               "out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\nout 4\nerr 4\nout 5\nerr 5\n");
}

BOOST_AUTO_TEST_CASE(stdin_is_what_is_given_or_nothing)
{
    BOOST_TEST(call(R"({"argv":["cat"],"stdin":"given"})").content == "given");
    BOOST_TEST(call(R"({"argv":["cat"]})").content == "[no output]");
    BOOST_TEST(call(R"({"argv":["true"],"stdin":")" + std::string(1'000'000, 'x') + "\"}").content == "[no output]");
}

BOOST_AUTO_TEST_CASE(the_environment_is_clean)
{
    settings = R"({"pass_env":["MINE"]})";
    services.variables.emplace("PWD", "/");
    const answer refused = call(R"({"argv":["env"]})"); // the fixture grants nothing: the host's word counts
    BOOST_TEST(refused.is_error);
    BOOST_TEST(refused.content.find("may not pass the variable 'MINE'") != std::string::npos, refused.content);
    settings = R"({"scripts":true})";
    remake();
    BOOST_TEST(call(R"({"argv":["env"]})").content == "LANG=C\nPATH=/usr/bin:/bin\n");
}

BOOST_AUTO_TEST_CASE(how_it_ended_is_told)
{
    const answer failed = script("echo oops; exit 3");
    BOOST_TEST(failed.content == "oops\n[exit code 3]");
    BOOST_TEST(failed.is_error);
    BOOST_TEST(failed.details == R"({"exit_code":3,"timed_out":false,"output_bytes":5})");
    BOOST_TEST(script("kill -SEGV $$").content.find("signal 11") != std::string::npos);
    const answer absent = call(R"({"argv":["no-such-tool"]})");
    BOOST_TEST(absent.is_error);
    BOOST_TEST(absent.content.find("cannot run 'no-such-tool'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(much_output_is_cut_in_the_middle)
{
    settings = R"({"scripts":true,"max_output":1000})";
    const answer said = script("echo first; head -c 20000000 /dev/zero | tr '\\0' x; echo; echo last");
    BOOST_TEST(said.truncated);
    BOOST_TEST(said.content.size() < 1100U);
    BOOST_TEST(said.content.starts_with("first\n"));
    BOOST_TEST(said.content.ends_with("\nlast\n"));
    BOOST_TEST(said.content.find("bytes left out") != std::string::npos);
    BOOST_TEST(said.details.find("20000012") != std::string::npos, said.details);
}

BOOST_AUTO_TEST_CASE(one_that_takes_too_long_is_stopped_with_all_it_started)
{
    const answer said = script("(setsid sh -c 'trap \"\" TERM; while :; do sleep 0.01; done' &) ; echo began; sleep 1000",
                               R"(,"timeout_s":0.2)");
    BOOST_TEST(said.content == "began\n[stopped: it had not ended after 0.2 s]");
    BOOST_TEST(said.is_error);
}

BOOST_AUTO_TEST_CASE(scripts_are_refused_unless_allowed)
{
    settings = "{}";
    const answer said = script("echo hi");
    BOOST_TEST(said.is_error);
    BOOST_TEST(said.content.find("scripts are not allowed") != std::string::npos);
    const auto end = run(shell(), "list", "{}");
    BOOST_TEST(end.text.find("/bin/sh") == std::string::npos); // nor offered
}

BOOST_AUTO_TEST_CASE(the_sandbox_holds_whatever_the_plugin_does)
{
    confine();
    if (!held.layers.files)
    {
        BOOST_TEST_MESSAGE("SKIPPED: this kernel has no Landlock of revision 3");
        return;
    }
    const temp_dir outside;
    const std::string file = (outside / "new").string();
    const answer said = script("echo in > mine; cat mine; echo out > " + file);
    BOOST_TEST(said.content.starts_with("in\n"));
    BOOST_TEST(said.is_error);
    BOOST_TEST(!std::filesystem::exists(file));
    held = {};
    remake();
    BOOST_TEST(!script("echo out > " + file).is_error);
    BOOST_TEST(std::filesystem::exists(file));
}

BOOST_AUTO_TEST_CASE(bounds_are_in_force)
{
    confine();
    held.bounds.open_files = 17;
    BOOST_TEST(script("ulimit -n").content == "17\n");
    held = {};
    remake();
    BOOST_TEST(script("ulimit -n").content != "17\n");
}

BOOST_AUTO_TEST_CASE(cancelling_ends_it)
{
    begin(shell(), "call", request(R"({"script":"echo $$ > id; sleep 1000"})"));
    const auto id = here / "id";
    while (!std::filesystem::exists(id) || std::filesystem::is_empty(id))
        settle();
    cancel.cancel(codexflow::cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status == CFLOW_E_CANCELLED);
}

BOOST_AUTO_TEST_CASE(a_thousand_commands_leave_nothing_behind)
{
    confine();
    call(R"({"argv":["true"]})"); // the first one makes what stays for good
    run_until([this] { return services.children.empty(); });
    const auto before = open_files();
    for (int i = 0; i != 1000; ++i)
        call(R"({"argv":["true"]})");
    run_until([this] { return services.children.empty(); });
    BOOST_TEST(open_files() == before);
}

BOOST_AUTO_TEST_SUITE_END()
