// Runs of several turns whose tools are those of MCP servers that others wrote: server-everything by stdio and by
// Streamable HTTP, server-filesystem by stdio. The model is aimock, in all four interfaces.
#include "tests/counterparts/needs.hpp"
#include "tests/counterparts/question.hpp"
#include "tests/counterparts/servers.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

using namespace codexflow::test;

namespace {

const std::string everything = "@modelcontextprotocol/server-everything/dist/index.js";
const std::string filesystem = "@modelcontextprotocol/server-filesystem/dist/index.js";

struct wanted
{
    std::string tool, arguments;
};

/// The fixtures of a model that asks for tools, turn by turn, and then says "all done".
std::string conversation(const std::vector<std::vector<wanted>>& turns)
{
    std::string text;
    std::size_t number = 0;
    for (std::size_t turn = 0; turn != turns.size(); ++turn)
    {
        std::string calls;
        for (const wanted& one : turns[turn])
        {
            std::string quoted;
            for (const char c : one.arguments)
                quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
            calls += (calls.empty() ? "" : ",") + std::string(R"({"id":"call_)") + std::to_string(++number) + R"(","name":")" +
                     one.tool + R"(","arguments":")" + quoted + "\"}";
        }
        text += R"({"match":{"userMessage":"go","sequenceIndex":)" + std::to_string(turn) + R"(},"response":{"toolCalls":[)" + calls + "]}},";
    }
    return text + R"({"match":{"userMessage":"go","sequenceIndex":)" + std::to_string(turns.size()) + R"(},"response":{"content":"all done"}})";
}

/// A project with one task, a model and MCP servers.
class world
{
public:
    world(const interface& api, const std::vector<std::vector<wanted>>& turns, const std::string& servers)
        : model(conversation(turns))
    {
        here.use_server(api.plugin, model.url() + api.below, api.settings, "tools:\n" + servers + "limits: { tool_timeout: 30s }\n");
        std::string allowed;
        for (const auto& turn : turns)
            for (const wanted& one : turn)
                allowed += (allowed.empty() ? "" : ", ") + one.tool;
        here.write("codex/agents/worker.codex.yaml",
                   "version: 1\nagent: { id: worker, name: W, description: Works }\ncapabilities: { detail: { tools: { allowed: [" +
                       allowed + "] } } }\n");
        here.write_tasks({{"worker", {"go"}}});
        here.write("scratch/there.txt", "it is here");
    }

    command program() const
    {
        command what = here.json_run();
        for (const char* proxy : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
            what.environment[proxy] = std::nullopt;
        return what;
    }

    aimock model;
    project here;
};

std::string by_stdio(const std::string& server, const std::string& script, const std::string& arguments)
{
    return "  - { plugin: mcp, server: " + server + ", command: node, args: [\"" + package_file(script).string() + "\", " +
           arguments + "], sandbox: { write: [scratch] } }\n";
}

/// "ok: the beginning of what it gave", in the order of the calls.
std::vector<std::string> results(const event_log& log)
{
    std::vector<std::string> all(log.count("tool_end"));
    for (const logged_event* one : log.of_kind("tool_end"))
        all.at(std::stoul(std::string((*one)["call_id"].string().substr(5))) - 1) =
            std::string((*one)["outcome"].string()) + ": " + std::string((*one)["output"].string());
    return all;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

} // namespace

BOOST_AUTO_TEST_SUITE(mcp_servers, *needs_packages())

BOOST_AUTO_TEST_CASE(wire_82_two_servers_in_every_interface)
{
    const std::vector<std::vector<wanted>> turns{
        {{"mcp__everything__echo", R"({"message":"h\u00e9llo"})"},
         {"mcp__everything__get-sum", R"({"a":2,"b":40})"},
         {"mcp__fs__write_file", R"({"path":"made.txt","content":"by a model"})"}},
        {{"mcp__fs__read_text_file", R"({"path":"made.txt"})"},
         {"mcp__fs__read_text_file", R"({"path":"/etc/passwd"})"},
         {"mcp__everything__get-tiny-image", "{}"},
         {"mcp__everything__trigger-long-running-operation", R"({"duration":0.2,"steps":2})"}}};
    for (const interface& api : interfaces)
    {
        BOOST_TEST_CONTEXT(api.name)
        {
            world w(api, turns, by_stdio("everything", everything, "stdio") + by_stdio("fs", filesystem, "scratch"));
            const ending end = run(w.program());
            BOOST_TEST(end.status == 0, end.err);
            const event_log log(end.out);
            BOOST_TEST(fault_of(log) == "");
            const auto got = results(log);
            BOOST_TEST_REQUIRE(got.size() == 7u, end.out);
            BOOST_TEST(got[0] == "ok: Echo: h\xC3\xA9llo");
            BOOST_TEST(has(got[1], "ok: The sum of 2 and 40 is 42"), got[1]);
            BOOST_TEST(got[2].starts_with("ok: Successfully wrote to"), got[2]);
            BOOST_TEST(got[3] == "ok: by a model");
            BOOST_TEST(got[4].starts_with("error: Access denied"), got[4]);
            BOOST_TEST(has(got[5], "[image (image/png), "), got[5]);
            BOOST_TEST(has(got[6], "ok: Long running operation completed"), got[6]);
            BOOST_TEST((*log.only("task_complete"))["output"].string() == "all done");
            BOOST_TEST(read_file(w.here.dir() / "scratch/made.txt") == "by a model");
        }
    }
}

BOOST_AUTO_TEST_CASE(wire_82_roots_are_told_and_definitions_stay_pinned)
{
    world w(interfaces.front(), {{{"mcp__everything__get-roots-list", "{}"}}},
            "  - { plugin: mcp, server: everything, command: node, args: [\"" + package_file(everything).string() +
                "\", stdio], roots: [scratch] }\n");
    const ending end = run(w.program());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    const std::string pinned = read_file(w.here.dir() / "data/mcp/everything.json");
    BOOST_TEST(has(pinned, "\n\"echo\":{"));
    const ending again = run(w.program()); // the model has nothing more to say; the server is met all the same
    BOOST_TEST(event_log(again.out).count("run_started") == 1u, again.err);
    BOOST_TEST(read_file(w.here.dir() / "data/mcp/everything.json") == pinned);
    BOOST_TEST(!has(again.out, "is refused"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(mcp_over_http, *needs_packages() * needs_private_network())

BOOST_AUTO_TEST_CASE(wire_84_a_session_of_server_everything)
{
    const server_everything server;
    world w(interfaces.front(),
            {{{"mcp__everything__echo", R"({"message":"by HTTP"})"}, {"mcp__everything__get-sum", R"({"a":1,"b":"x"})"}},
             {{"mcp__everything__trigger-long-running-operation", R"({"duration":0.2,"steps":2})"},
              {"mcp__everything__get-structured-content", R"({"location":"Chicago"})"}}},
            "  - { plugin: mcp, server: everything, url: \"" + server.url() + "/mcp\" }\n");
    const ending end = run(w.program());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    const auto got = results(log);
    BOOST_TEST_REQUIRE(got.size() == 4u, end.out);
    BOOST_TEST(got[0] == "ok: Echo: by HTTP");
    BOOST_TEST(got[1].starts_with("invalid: "), got[1]); // held against its schema here
    BOOST_TEST(has(got[2], "ok: Long running operation completed"), got[2]);
    BOOST_TEST(has(got[3], "\"temperature\""), got[3]);
    BOOST_TEST(server.says(stream::out, "Received session termination request"));
}

BOOST_AUTO_TEST_SUITE_END()
