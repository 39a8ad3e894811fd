#include "tests/plugins/boundary/provider_check.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

using namespace codexflow;
using test::member;

namespace {

/// A script in a file of its own.
class script_file
{
public:
    explicit script_file(std::string_view text)
    {
        std::string name = (std::filesystem::temp_directory_path() / "offline-XXXXXX").string();
        const int file = mkstemp(name.data());
        BOOST_REQUIRE(file >= 0);
        close(file);
        path_ = name;
        std::ofstream(path_) << text;
    }
    ~script_file() { std::filesystem::remove(path_); }

    std::string settings() const { return R"({"script":")" + path_ + "\"}"; }
    const std::string& path() const noexcept { return path_; }

private:
    std::string path_;
};

struct fixture
{
    void load(std::string_view script)
    {
        const script_file file(script);
        BOOST_REQUIRE_MESSAGE(host.create(file.settings()) == CFLOW_OK, host.message());
    }

    test::fake_host host{CODEXFLOW_PLUGIN_OFFLINE};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(offline_plugin, fixture)

BOOST_AUTO_TEST_CASE(the_built_in_script_says_what_it_is)
{
    BOOST_REQUIRE(host.create("{}") == CFLOW_OK);
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(result.status == CFLOW_OK);
    BOOST_TEST(result.text().starts_with("[scripted reply, no model was asked]\nwriter here"));
    BOOST_TEST(member(result, "model") == "offline-script");
    BOOST_TEST(result.chunks.size() > 5U);
    BOOST_TEST(result.sleeps_us.size() == result.chunks.size() + 1);
}

BOOST_AUTO_TEST_CASE(replies_fragments_and_delays)
{
    load("fragment_delay_ms: 7\nreplies:\n  - {reasoning: [r], text: [a, b], first_delay_ms: 50,\n"
         "     usage: {input_tokens: 5, output_tokens: 6}}\n");
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(result.text() == "ab");
    BOOST_TEST(result.text(CFLOW_CHUNK_REASONING) == "r");
    const std::vector<std::uint64_t> sleeps{50'000, 7'000, 7'000, 7'000};
    BOOST_TEST(result.sleeps_us == sleeps, boost::test_tools::per_element());
    BOOST_TEST(result.document ==
               R"({"finish":"stop","model":"offline-script","usage":{"input_tokens":5,"output_tokens":6}})");
}

BOOST_AUTO_TEST_CASE(a_setting_replaces_every_delay)
{
    const script_file file("fragment_delay_ms: 7\nreplies: [{text: [a, b]}]\n");
    BOOST_REQUIRE(host.create(R"({"fragment_delay_ms":0,"script":")" + file.path() + "\"}") == CFLOW_OK);
    BOOST_TEST(host.run("chat", test::plain_request).sleeps_us.empty());
}

BOOST_AUTO_TEST_CASE(tool_calls_and_ends)
{
    load("replies:\n  - when: {turn: 1}\n    tool_calls: [{name: read, arguments: {n: 1.0}}]\n"
         "  - {text: ok, finish: length}\n");
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(member(result, "finish") == "tool_calls");
    BOOST_TEST(result.text(CFLOW_CHUNK_TOOL_CALL) == R"({"id":"call_1","name":"read"})");
    BOOST_TEST(result.text(CFLOW_CHUNK_TOOL_ARGS) == R"({"n":1.0})");
    const test::run_result second =
        host.run("chat", R"({"messages":[{"role":"user","content":"x"},{"role":"assistant","content":""}]})");
    BOOST_TEST(member(second, "finish") == "length");
}

BOOST_AUTO_TEST_CASE(errors_behind_fragments)
{
    load("replies:\n  - text: [a, b, c]\n    error: {kind: rate_limited, message: slow down, http_status: "
         "429,\n"
         "            retry_after_ms: 10, after_fragments: 2}\n");
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(result.status == CFLOW_E_RATE_LIMITED);
    BOOST_TEST(result.text() == "ab");
    BOOST_TEST(result.document ==
               R"({"message":"slow down","kind":"rate_limited","http_status":429,"retry_after_ms":10})");
}

BOOST_AUTO_TEST_CASE(sequences_count_the_questions_of_each_task)
{
    load("replies:\n  - sequence: [{error: {message: busy}}, {text: first}, {text: last}]\n");
    const auto ask = [this](std::string_view task) {
        const test::run_result result = host.run("chat", R"({"task_id":")" + std::string(task) + "\"}");
        return result.status == CFLOW_OK ? result.text() : member(result, "message");
    };
    BOOST_TEST(ask("t1") == "busy");
    BOOST_TEST(ask("t2") == "busy");
    BOOST_TEST(ask("t1") == "first");
    BOOST_TEST(ask("t1") == "last");
    BOOST_TEST(ask("t1") == "last");
    BOOST_TEST(ask("t2") == "first");
}

BOOST_AUTO_TEST_CASE(what_fits_no_rule_is_an_error)
{
    load("replies:\n  - {when: {agent: other}, text: x}\n");
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(result.status == CFLOW_E_INVALID);
    BOOST_TEST(member(result, "message").find("no reply fits agent 'coder', turn 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bad_scripts_are_refused_with_their_place)
{
    const script_file file("replies:\n  - txet: x\n");
    BOOST_TEST(host.create(file.settings()) == CFLOW_E_INVALID);
    BOOST_TEST(host.message().find(file.path() + ":2:5: unknown key 'txet'; did you mean 'text'?") !=
               std::string::npos);
    BOOST_TEST(host.create(R"({"script":"/nowhere.yaml"})") == CFLOW_E_NOT_FOUND);
}

BOOST_AUTO_TEST_CASE(cancelled_at_every_step)
{
    load("fragment_delay_ms: 1\nreplies: [{text: [a, b], tool_calls: [{name: f}]}]\n");
    host.wait_every = 1;
    test::check_cancellation(host, [] {});
}

BOOST_AUTO_TEST_SUITE_END()
