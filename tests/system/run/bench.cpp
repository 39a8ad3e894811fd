// `codex-flow bench` against scripted servers: what it asks, measures, prints, writes and how it ends.
#include "tests/support/owned_json.hpp"
#include "tests/support/provider_replies.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <mutex>

using namespace codexflow::test;
namespace json = codexflow::json;

namespace {

const std::string key = "sk-bench-0123456789abcdef";

/// Two providers of the same kind of server: "alpha" has a price, "beta" has none.
struct two_servers
{
    two_servers(loopback_server::handler first, loopback_server::handler second)
        : alpha(std::move(first)), beta(std::move(second))
    {
        configure("");
    }

    void configure(const std::string& beta_settings, const std::string& rest = "") const
    {
        here.write("codex-flow.yaml",
                   "version: 1\nproviders:\n"
                   "  alpha: { plugin: openai, model: model-a, base_url: \"" + alpha.url() +
                       "\", api_key_env: BENCH_KEY, price: { input: 1, output: 2 } }\n"
                       "  beta: { plugin: ollama, model: model-b, probe: false, base_url: \"" + beta.url() + "\"" +
                       beta_settings + " }\n" + rest);
    }

    command bench(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), {"bench", "--prompt", "Say hello", "--providers", "alpha,beta"});
        command what = here.program(std::move(arguments));
        what.environment["BENCH_KEY"] = key;
        return what;
    }

    loopback_server alpha, beta;
    project here;
};

/// The files of all benches, by name.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> found;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
        found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

/// A JSON report that was read; throws when it is none.
struct report
{
    explicit report(std::string text) : tree(std::move(text)) {}
    json::value provider(std::string_view name) const { return tree.root()["providers"][name]; }
    std::uint64_t number(std::string_view name) const { return tree.root()[name].as_uint64().value_or(99'999); }

    owned_json tree;
};

void refuse(const http_request&, responder& back)
{
    back.reply(500, openai::error_body("out of order", "server_error"));
}

} // namespace

BOOST_AUTO_TEST_SUITE(bench)

BOOST_AUTO_TEST_CASE(providers_take_turns_and_every_call_is_measured)
{
    std::mutex guard;
    std::string order;
    const auto note = [&](char who) {
        const std::scoped_lock lock(guard);
        order += who;
    };
    two_servers world(
        [&](const http_request&, responder& back) {
            note('a');
            answer_openai(back, {"Hello ", "there, ", key, " friend"});
        },
        [&](const http_request& request, responder& back) {
            note('b');
            echo_ollama(request, back);
        });
    const ending end = run(world.bench({"--warmup", "1", "--json"}));
    BOOST_TEST(end.status == 0, end.err);
    {
        const std::scoped_lock lock(guard);
        BOOST_TEST(order == "abababab");
    }
    const report made(end.out);
    BOOST_TEST(made.tree.root()["prompt"].string() == "Say hello");
    BOOST_TEST(made.number("runsPlanned") == 6u);
    BOOST_TEST(made.number("runsMeasured") == 6u);
    const json::value alpha = made.provider("alpha"), beta = made.provider("beta");
    BOOST_TEST(alpha["ok"].as_bool().value_or(false));
    BOOST_TEST(alpha["calls"].as_uint64().value_or(0) == 3u);
    BOOST_TEST(alpha["attempts"].as_uint64().value_or(0) == 3u);
    BOOST_TEST(alpha["ttftMs"]["count"].as_uint64().value_or(0) == 3u);
    BOOST_TEST(alpha["contentPreview"].string() == "Hello there, [secret:BENCH_KEY] friend");
    const std::uint64_t in = alpha["tokensIn"].as_uint64().value_or(0);
    BOOST_TEST(alpha["tokensOut"].as_uint64().value_or(0) == 4u);
    BOOST_TEST(alpha["tokensOutSum"].as_uint64().value_or(0) == 12u);
    BOOST_TEST(alpha["costUsd"].as_double().value_or(0) == (static_cast<double>(in) + 8) / 1e6,
               boost::test_tools::tolerance(1e-9));
    BOOST_TEST(beta["contentPreview"].string() == "You asked: Say hello");
    BOOST_TEST(beta["model"].string() == "model-b");
    BOOST_TEST(beta["costUsd"].is_null());
    BOOST_TEST(beta["costUsdSum"].is_null());
    for (const json::value call : made.tree.root()["runs"].elements())
    {
        const double first = call["ttftMs"].as_double().value_or(-1), all = call["ms"].as_double().value_or(-1);
        BOOST_TEST(first > 0);
        BOOST_TEST(first <= all);
    }
    BOOST_TEST(end.err.find("[warm-up] alpha, round 1: ") != end.err.npos, end.err);
    BOOST_TEST(end.err.find("[6/6] beta, round 3: ") != end.err.npos, end.err);

    const auto files = files_in(world.here.dir() / "data/bench");
    BOOST_TEST_REQUIRE(files.size() == 3u);
    for (const auto& file : files)
    {
        BOOST_TEST(file.stem() == files.front().stem());
        struct stat about = {};
        BOOST_TEST_REQUIRE(::stat(file.c_str(), &about) == 0);
        BOOST_TEST((about.st_mode & 0777U) == 0600u, file);
        BOOST_TEST(read_file(file).find(key) == std::string::npos, file);
    }
    BOOST_TEST(files[0].extension() == ".csv");
    BOOST_TEST(read_file(files[0]).starts_with("provider,ok,ms,tokens_in,tokens_out,cost_usd,"));
    BOOST_TEST(read_file(files[1]) == end.out);
    BOOST_TEST(read_file(files[2]).find("| alpha | model-a | 3/3 | 3 | ") != std::string::npos);
    BOOST_TEST((end.out + end.err).find(key) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_first_piece_is_measured_when_it_comes)
{
    gate rest;
    two_servers world(
        [&rest](const http_request&, responder& back) {
            begin_openai(back);
            back.write_chunk(openai::delta("first"));
            if (!back.wait(rest))
                return;
            back.write_chunk(openai::delta(" last"));
            back.write_chunk(openai::finish());
            back.write_chunk(openai::done());
            back.finish();
        },
        [&rest](const http_request& request, responder& back) {
            rest.open(); // the first call of alpha goes on only now: both were under way at once
            echo_ollama(request, back);
        });
    const ending end = run(world.bench({"--runs", "1", "--max-parallel", "2", "--json", "--no-output"}));
    BOOST_TEST(end.status == 0, end.err);
    const report made(end.out);
    const json::value alpha = made.provider("alpha");
    BOOST_TEST(alpha["contentPreview"].string() == "first last");
    BOOST_TEST(alpha["ttftMs"]["max"].as_double().value_or(1e9) < alpha["totalMs"]["max"].as_double().value_or(0));
    BOOST_TEST(alpha["tokensOut"].is_null()); // the server counted nothing
    BOOST_TEST(files_in(world.here.dir() / "data/bench").empty());
}

BOOST_AUTO_TEST_CASE(a_failing_provider_does_not_spoil_the_others)
{
    two_servers world(refuse, echo_ollama);
    const ending end = run(world.bench({"--runs", "2", "--retries", "0"}));
    BOOST_TEST(end.status == 1);
    BOOST_TEST(world.alpha.requests() == 2u);
    BOOST_TEST(end.out.find("alpha: 2 of 2 failed, the first: provider 'alpha': ") != end.out.npos, end.out);
    BOOST_TEST(end.out.find("with 2 calls p90 and p99 are the slowest call") != end.out.npos, end.out);
    const auto files = files_in(world.here.dir() / "data/bench");
    BOOST_TEST_REQUIRE(files.size() == 3u);
    const report made(read_file(files[1]));
    BOOST_TEST(!made.provider("alpha")["ok"].as_bool().value_or(true));
    BOOST_TEST(made.provider("alpha")["error"].string().find("out of order") != std::string::npos);
    BOOST_TEST(made.provider("alpha")["totalMs"].is_null());
    BOOST_TEST(made.provider("beta")["ok"].as_bool().value_or(false));
}

BOOST_AUTO_TEST_CASE(one_cause_for_all_decides_the_exit_code)
{
    two_servers world(refuse, refuse);
    BOOST_TEST(run(world.bench({"--runs", "1", "--retries", "0", "--no-output"})).status == 69);
}

BOOST_AUTO_TEST_CASE(a_call_has_a_time_limit)
{
    two_servers world([](const http_request&, responder& back) { back.wait_closed(); }, echo_ollama);
    command what = world.bench({"--runs", "1", "--no-output", "-c", "limits.task_timeout=50ms"});
    what.arguments[4] = "alpha";
    const ending end = run(std::move(what));
    BOOST_TEST(end.status == 124);
    BOOST_TEST(end.out.find("alpha: 1 of 1 failed, the first: the call took longer than its time limit of 50ms "
                            "(raise limits.task_timeout, or ask for less)\n") != end.out.npos,
               end.out);
}

BOOST_AUTO_TEST_CASE(repeats_are_on_and_counted)
{
    std::atomic<unsigned> asked_times{0};
    two_servers world(
        [&](const http_request& request, responder& back) {
            if (asked_times++ == 0)
                return void(back.reply(429, openai::error_body("slow down", "requests"), "application/json",
                                       {{"retry-after-ms", "20"}}));
            echo_openai(request, back);
        },
        echo_ollama);
    const ending end = run(world.bench({"--runs", "1", "--csv", "-q", "--no-output"}));
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(end.err == "");
    const std::string line = end.out.substr(end.out.find("\nalpha,true,"));
    std::vector<std::string> cells{""};
    for (const char c : line.substr(1, line.find('\n', 1) - 1))
        if (c == ',')
            cells.emplace_back();
        else
            cells.back() += c;
    BOOST_TEST_REQUIRE(cells.size() == 15u);
    BOOST_TEST(cells[8] == "2");                                           // attempts
    BOOST_TEST(std::stod(cells[9]) >= 20.0);                               // waited, as the server asked
    BOOST_TEST(std::stod(cells[2]) >= std::stod(cells[9]));                // of the whole
}

BOOST_AUTO_TEST_CASE(whole_answers_have_no_first_piece)
{
    two_servers world(
        [](const http_request&, responder& back) {
            back.reply(200, R"({"model":"m","choices":[{"message":{"role":"assistant","content":"whole"},)"
                            R"("finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}})");
        },
        echo_ollama);
    command what = world.bench({"--runs", "1", "--no-stream", "--json", "--no-output", "--model", "alpha=other"});
    what.arguments[4] = "alpha";
    const ending end = run(std::move(what));
    BOOST_TEST(end.status == 0, end.err);
    const report made(end.out);
    BOOST_TEST(made.provider("alpha")["contentPreview"].string() == "whole");
    BOOST_TEST(made.provider("alpha")["ttftMs"].is_null());
    BOOST_TEST(made.provider("alpha")["model"].string() == "other");
    BOOST_TEST_REQUIRE(world.alpha.received().size() == 1u);
    const std::string body = world.alpha.received()[0].body;
    BOOST_TEST(body.find("\"model\":\"other\"") != std::string::npos, body);
    BOOST_TEST(body.find("\"stream\":true") == std::string::npos, body);
    BOOST_TEST(world.beta.requests() == 0u);
}

BOOST_AUTO_TEST_CASE(nothing_is_asked_when_something_is_wrong)
{
    two_servers world(echo_openai, echo_ollama);
    command unknown = world.bench({});
    unknown.arguments[4] = "alpha,betta";
    const ending end = run(std::move(unknown));
    BOOST_TEST(end.status == 65);
    BOOST_TEST(end.out == "");
    BOOST_TEST(end.err.find("betta") != end.err.npos, end.err);
    BOOST_TEST(end.err.find("did you mean 'beta'?") != end.err.npos, end.err);

    world.here.write("file", "");
    BOOST_TEST(run(world.bench({"--out", "file/below"})).status == 65); // before calls are paid for
    command empty = world.bench({});
    empty.arguments[2] = " ";
    BOOST_TEST(run(std::move(empty)).status == 65);
    BOOST_TEST(run(world.bench({"--runs", "0"})).status == 64);
    BOOST_TEST(world.alpha.requests() + world.beta.requests() == 0u);
    BOOST_TEST(files_in(world.here.dir() / "data/bench").empty());
}

BOOST_AUTO_TEST_CASE(the_prompt_may_come_from_a_pipe_and_the_files_go_elsewhere)
{
    two_servers world(echo_openai, echo_ollama);
    command what = world.here.program(
        {"bench", "-f", "-", "--providers", "beta", "--runs", "1", "--markdown", "--out", "else/where"});
    what.input = "from | a pipe";
    const ending end = run(std::move(what));
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(end.out.find("Prompt: from \\| a pipe\n") != end.out.npos, end.out);
    const auto files = files_in(world.here.dir() / "else/where");
    BOOST_TEST_REQUIRE(files.size() == 3u);
    BOOST_TEST(read_file(files[2]) == end.out);
    BOOST_TEST(files_in(world.here.dir() / "data/bench").empty());
}

BOOST_AUTO_TEST_CASE(a_signal_ends_it_with_what_was_measured)
{
    std::atomic<unsigned> asked_times{0};
    two_servers world(
        [&](const http_request& request, responder& back) {
            if (asked_times++ < 2)
                return echo_openai(request, back);
            begin_openai(back);
            back.write_chunk(openai::delta("never ending"));
            back.wait_closed();
        },
        echo_ollama);
    process program(world.bench({"--runs", "50", "--json"}));
    BOOST_REQUIRE(world.alpha.wait_for_requests(3));
    program.send(SIGINT);
    const ending end = program.wait();
    BOOST_TEST(end.status == 130, end.err);
    const report made(end.out);
    BOOST_TEST(made.tree.root()["stopped"].string() == "interrupted");
    BOOST_TEST(made.number("runsPlanned") == 100u);
    BOOST_TEST(made.number("runsMeasured") == 4u);
    BOOST_TEST(made.provider("alpha")["succeeded"].as_uint64().value_or(0) == 2u);
    BOOST_TEST(made.provider("alpha")["calls"].as_uint64().value_or(0) == 2u); // the third was not left to end
    BOOST_TEST(world.alpha.wait_for_open_connections(0));
    BOOST_TEST(files_in(world.here.dir() / "data/bench").size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
