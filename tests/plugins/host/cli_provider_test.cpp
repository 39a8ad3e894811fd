#include "tests/plugins/host/boundary_fixture.hpp"
#include "tests/support/temp_dir.hpp"

#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::test::boundary_fixture;
using codexflow::test::temp_dir;

namespace {

constexpr std::string_view question =
    R"({"model":"","system":"Be brief.","messages":[{"role":"user","content":"hi"}],"stream":true,)"
    R"("agent":"coder","alias":"writer","task_id":"writer-1","attempt_id":"a1"})";

/// The provider "cli" as it is shipped, with scripts as its commands.
struct with_cli : boundary_fixture
{
    codexflow::plugin::operation_end end;

    with_cli()
    {
        services.variables = {{"PATH", "/usr/bin:/bin"}, {"HOME", "/home/me"}, {"OPENAI_API_KEY", "sk-1"}};
    }
    ~with_cli()
    {
        run_until([this] { return services.children.empty(); });
    }

    void ask(const std::string& settings, std::string_view request = question)
    {
        out.text.clear();
        out.kinds.clear();
        const made got = make(CODEXFLOW_PLUGIN_CLI, settings, "cli");
        BOOST_REQUIRE_MESSAGE(got.has_value(), to_string(got.error()));
        end = run(**got, "chat", std::string(request));
    }
    /// @param script as it stands in JSON.
    void ask_script(const std::string& script, const std::string& more = "")
    {
        ask(R"({"shell":true,"command":")" + script + "\"" + more + "}");
    }

    std::string told(std::string_view name) const
    {
        codexflow::json::document doc;
        BOOST_REQUIRE_MESSAGE(doc.parse(end.text), end.text);
        const auto value = doc.root()[name];
        return std::string(value.is_string() ? value.string() : value.raw());
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(cli_provider, with_cli)

BOOST_AUTO_TEST_CASE(the_prompt_on_stdin)
{
    ask(R"({"command":["cat"]})");
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(out.text == "Be brief.\n\nhi");
    BOOST_TEST(end.text == R"({"finish":"stop"})");
}

BOOST_AUTO_TEST_CASE(its_commands_may_gain_privileges_as_we_may)
{
    ask(R"({"command":["grep","NoNewPrivs","/proc/self/status"]})"); // with the ban, sudo would not work
    const std::string ours = codexflow::test::read_file("/proc/self/status");
    BOOST_TEST(ours.find(out.text) != ours.npos, out.text);
}

BOOST_AUTO_TEST_CASE(the_predecessors_json_on_stdin)
{
    ask(R"({"command":"cat","input":"json"})");
    BOOST_TEST(out.text == R"({"agentId":"coder","alias":"writer","task":"hi"})");
}

BOOST_AUTO_TEST_CASE(the_prompt_as_an_argument)
{
    ask(R"({"command":["printf","[%s]"],"input":"argument"})");
    BOOST_TEST(out.text == "[Be brief.\n\nhi]");
    ask_script(R"(printf %s \"$1\" | tr a-z A-Z; wc -c)", R"(,"input":"argument")"); // and stdin is closed
    BOOST_TEST(out.text == "BE BRIEF.\n\nHI0");
    const std::string much =
        R"({"messages":[{"role":"user","content":")" + std::string(140'000, 'x') + "\"}]}";
    ask(R"({"command":["true"],"input":"argument"})", much);
    BOOST_TEST(told("kind") == "invalid_request");
    BOOST_TEST(told("hint").find("input: prompt") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_model_where_the_command_wants_it)
{
    ask(R"({"command":["echo","--model={model}"],"model":"m-1"})");
    BOOST_TEST(out.text == "--model=m-1");
    BOOST_TEST(told("model") == "m-1");
    ask_script("echo $MODEL", R"(,"model":"m-1; echo broken")");
    BOOST_TEST(out.text == "m-1; echo broken");
    ask(R"({"command":["echo","{model}"]})");
    BOOST_TEST(told("kind") == "invalid_request");
}

BOOST_AUTO_TEST_CASE(its_environment_holds_nothing_by_accident)
{
    ask(R"({"command":"env","environment":{"MINE":"1"}})");
    BOOST_TEST(out.text == "HOME=/home/me\nMINE=1\nPATH=/usr/bin:/bin");
}

BOOST_AUTO_TEST_CASE(its_directory)
{
    const temp_dir there;
    ask(R"({"command":"pwd -P","directory":")" + there.path().string() + "\"}");
    BOOST_TEST(out.text == std::filesystem::canonical(there.path()).string());
}

BOOST_AUTO_TEST_CASE(the_lines_of_an_agent)
{
    const temp_dir dir;
    const std::string file =
        dir.write(
               "lines",
               R"({"type":"assistant","message":{"id":"m","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"Yes."}]}})"
               "\n"
               R"({"type":"result","subtype":"success","result":"Yes.","total_cost_usd":0.5,"usage":{"input_tokens":3,"output_tokens":1}})"
               "\n")
            .string();
    ask(R"({"command":["cat",")" + file + R"("],"output":"claude-stream-json"})");
    BOOST_TEST(out.text == "hm\nYes.");
    BOOST_TEST((out.kinds == std::vector<std::uint32_t>{CFLOW_CHUNK_REASONING, CFLOW_CHUNK_TEXT}));
    BOOST_TEST(told("cost_usd") == "0.5");
    ask_script("echo oops", R"(,"output":"codex-json")");
    BOOST_TEST(end.status == CFLOW_E_PROTOCOL);
    BOOST_TEST(told("kind") == "protocol");
    BOOST_TEST(told("message").find("oops") != std::string::npos);
    ask_script("true", R"(,"output":"claude-stream-json")");
    BOOST_TEST(told("kind") == "truncated");
}

BOOST_AUTO_TEST_CASE(a_command_that_fails_says_why)
{
    ask_script("echo half; echo first >&2; echo it broke >&2; exit 3");
    BOOST_TEST(out.text == "half");
    BOOST_TEST(told("kind") == "server");
    BOOST_TEST(told("retryable") == "false");
    BOOST_TEST(told("message").find("ended with exit code 3: first | it broke") != std::string::npos);
    ask_script("echo first >&2; echo it broke >&2; exit 3", R"(,"stderr_tail":10)");
    BOOST_TEST(told("message").find("exit code 3: it broke") != std::string::npos);
    ask_script("echo rate limit reached >&2; exit 1");
    BOOST_TEST(end.status == CFLOW_E_RATE_LIMITED);
    ask_script("kill -SEGV $$");
    BOOST_TEST(told("message").find("was ended by signal 11 (SIGSEGV)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_command_that_is_not_there)
{
    ask(R"({"command":"no-such-tool"})");
    BOOST_TEST(end.status == CFLOW_E_NOT_FOUND);
    BOOST_TEST(told("kind") == "invalid_request");
    BOOST_TEST(told("hint").find("'command'") != std::string::npos);
    ask_script("no-such-tool");
    BOOST_TEST(told("kind") == "invalid_request");
    BOOST_TEST(told("message").find("exit code 127") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_command_that_says_nothing_for_too_long)
{
    ask_script("sleep 100", R"(,"first_byte_timeout":0.02)");
    BOOST_TEST(end.status == CFLOW_E_TIMEOUT);
    BOOST_TEST(told("kind") == "timeout");
    BOOST_TEST(told("phase") == "first_byte");
    ask_script("echo word; sleep 100", R"(,"idle_timeout":0.02)");
    BOOST_TEST(out.text == "word");
    BOOST_TEST(told("phase") == "idle");
}

BOOST_AUTO_TEST_CASE(no_answer_is_an_answer)
{
    ask(R"({"command":"true"})");
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(out.text == "");
}

BOOST_AUTO_TEST_CASE(nobody_knows_a_commands_models)
{
    const made got = make(CODEXFLOW_PLUGIN_CLI, R"({"command":"true"})", "cli");
    BOOST_TEST(run(**got, "models", std::string("{}")).status == CFLOW_E_UNSUPPORTED);
}

BOOST_AUTO_TEST_CASE(settings_it_cannot_use)
{
    const made none = make(CODEXFLOW_PLUGIN_CLI, "{}", "cli");
    BOOST_REQUIRE(!none);
    BOOST_TEST(none.error().message.find("'command'") != std::string::npos, none.error().message);
}

BOOST_AUTO_TEST_SUITE_END()
