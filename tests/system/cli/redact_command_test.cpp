#include "tests/support/secret_shapes.hpp"
#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <filesystem>

using namespace codexflow;
using namespace codexflow::test;

namespace {

const std::string key = secret_shapes().front().text;

} // namespace

BOOST_FIXTURE_TEST_SUITE(redact_command, cli_project)

BOOST_AUTO_TEST_CASE(standard_input_comes_out_without_secrets)
{
    const auto end = call({"redact", "-"}, [](command& what) {
        what.input = "first\nkey " + key + "\nvalue opaque-0123456789\nlast";
        what.environment["MY_SERVICE_TOKEN"] = "opaque-0123456789"; // its name says what it is
    });
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
    BOOST_TEST(end.out == "first\nkey [REDACTED:openai-key]\nvalue [secret:MY_SERVICE_TOKEN]\nlast");
}

BOOST_AUTO_TEST_CASE(a_scan_lists_what_it_finds_and_never_the_secret)
{
    write("logs/a.txt", "nothing\nthe key is " + key + " here\n");
    write("logs/sub/b.json", "{\"user\":\"ann\",\n \"password\":\"hunter2\"}\n");
    const auto end = call({"redact", "--scan", "logs"});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.out == "logs/a.txt:2:12: openai-key: the key is [REDACTED:openai-key] here\n"
                          "logs/sub/b.json:2:14: field: \"password\":\"[REDACTED]\"}\n"
                          "2 secrets in 2 files\n");
    const auto document = call({"redact", "--scan", "logs", "--json"});
    BOOST_TEST(document.status == 1);
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(document.out), document.out);
    BOOST_TEST(parsed.root()["ok"].as_bool().value_or(true) == false);
    BOOST_TEST(parsed.root()["found"].size() == 2U);
    BOOST_TEST(parsed.root()["found"][0]["rule"].string() == "openai-key");
    BOOST_TEST(parsed.root()["found"][0]["line"].as_uint64().value_or(0) == 2U);
    for (const auto& one : {end.out, document.out})
        BOOST_TEST(one.find(key) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(clean_files_and_files_made_clean)
{
    write("a.txt", "nothing to hide\n");
    BOOST_TEST(call({"redact", "--scan", "a.txt"}).status == 0);
    write("b.txt", "key=" + key + "\n");
    const auto done = call({"redact", "--scan", "a.txt", "b.txt", "--in-place"});
    BOOST_TEST(done.status == 0);
    has(done.out, {"b.txt:1:5: openai-key: ", "1 secrets in 2 files; 1 files rewritten\n"});
    BOOST_TEST(call({"redact", "--scan", "a.txt", "b.txt"}).out == "no secrets in 2 files\n");
}

BOOST_AUTO_TEST_CASE(the_configuration_says_what_is_secret)
{
    write("a.txt", "key " + key + " ACME-0001\n");
    write("codex-flow.yaml", "redaction: [ { plugin: secrets, off: [openai-key], patterns: [ { name: acme, pattern: 'ACME-[0-9]{4}' } ] } ]\n");
    const auto end = call({"redact", "--scan", "a.txt"});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.out == "a.txt:1:" + std::to_string(6 + key.size()) + ": acme: " +
                              ("key " + key + " ").substr(key.size() + 5 - std::min<std::size_t>(key.size() + 5, 32)) +
                              "[REDACTED:acme]\n1 secrets in 1 files\n");
    write("codex-flow.yaml", "redaction: [ { plugin: secrets, patterns: [ { name: acme, pattern: 'ACME-.*' } ] } ]\n");
    const auto refused = call({"redact", "--scan", "a.txt"});
    BOOST_TEST(refused.status == 65);
    has(refused.err, {"codex-flow.yaml:1:", "patterns[0].pattern: its matches may be of any length"});
}

BOOST_AUTO_TEST_CASE(what_cannot_be_done_is_told)
{
    for (const std::vector<std::string>& wrong : {std::vector<std::string>{"redact"}, {"redact", "--in-place"}, {"redact", "-", "--json"},
                                                  {"redact", "-", "--scan", "codex-flow.yaml"}, {"redact", "a.txt"}})
        BOOST_TEST(call(wrong).status == 64);
    const auto gone = call({"redact", "--scan", "nowhere"});
    BOOST_TEST(gone.status == 65);
    has(gone.err, {"nowhere", "there is no such file or folder"});
}

BOOST_AUTO_TEST_SUITE_END()
