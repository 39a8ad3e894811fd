// Secrets of every shape in prompts, agent files, tool results and arguments, what the model says and the environment:
// nothing that the program writes holds one.
#include "tests/support/provider_replies.hpp"
#include "tests/support/secret_shapes.hpp"
#include "tests/support/tool_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace codexflow::test;

namespace {

namespace fs = std::filesystem;

const std::string variable_value = "wholly-opaque/value 0042";

std::string text_of(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A text in two and in three pieces, at every place of short ones and at many of long ones, a line each.
std::vector<std::string> cut_everywhere(const std::string& text)
{
    std::vector<std::string> pieces;
    const std::size_t step = text.size() > 120 ? 9 : 1;
    for (std::size_t cut = 0; cut <= text.size(); cut += step)
    {
        const std::size_t second = cut + (text.size() - cut) / 3;
        for (const std::string& piece : {"line " + text.substr(0, cut), text.substr(cut) + "\n", "line " + text.substr(0, cut),
                                         text.substr(cut, second - cut), text.substr(second) + "\n"})
            pieces.push_back(piece);
    }
    for (const char c : "at last " + text)
        pieces.emplace_back(1, c);
    return pieces;
}

/// Which shape a prompt is about: it says "shape N:".
std::size_t number_in(const std::string& prompt)
{
    const auto at = prompt.find("shape ");
    return at == prompt.npos ? 0 : static_cast<std::size_t>(std::stoul(prompt.substr(at + 6)));
}

struct canary_world
{
    canary_world() : shapes(secret_shapes()), server([this](const http_request& asked_for, responder& back) { answer(asked_for, back); })
    {
        shapes.push_back({"", variable_value, {variable_value}});
        here.use_server("openai", server.url(), "",
                        "tools: [ { plugin: files } ]\nrecord: { metrics: true }\n"
                        "redaction: [ { plugin: fields }, { plugin: secrets, env: [OPAQUE_VALUE] } ]\n");
        std::string all, description;
        task_list tasks{{"worker", {}}};
        for (std::size_t i = 0; i != shapes.size(); ++i)
        {
            const std::string& text = shapes[i].text;
            tasks.front().second.push_back("shape " + std::to_string(i) + ": the secret is " + text + " , so read the notes");
            here.write("notes-" + std::to_string(i) + ".txt", "first\n" + text + "\nlast\n");
            all += text + '\n';
            if (text.find('\n') == text.npos && text.find('\r') == text.npos)
                description += "      " + text + "\n";
        }
        here.write_tasks(tasks);
        here.write("codex/agents/worker.codex.yaml",
                   "version: 1\nagent:\n  id: worker\n  name: W\n  description: |\n" + description +
                       "runtime: { concurrency: { max_parallel_tasks: 16 } }\n"
                       "tools: { allowed: [read, list] }\n");
    }

    /// First the tool is asked for, with the secret among its arguments; then all is said.
    void answer(const http_request& request, responder& back)
    {
        const std::size_t number = number_in(asked(request));
        const std::string& text = shapes.at(number).text;
        const bool told = request.body.find("\"role\":\"tool\"") != request.body.npos;
        begin_openai(back);
        const std::string name = "notes-" + std::to_string(number) + ".txt";
        const auto pieces = told ? openai::stream(cut_everywhere(text))
                                 : ask_for("openai", {{"call-1", "read", "{\"path\":" + json_string(name) + "}"},
                                                      {"call-2", "read", "{\"path\":" + json_string("no such " + text) + "}"}});
        for (const std::string& piece : pieces)
            if (!back.write_chunk(piece))
                return;
        back.finish();
    }

    /// Everything the project holds but what was planted there.
    std::vector<std::pair<std::string, std::string>> written() const
    {
        std::vector<std::pair<std::string, std::string>> all;
        for (const auto& entry : fs::recursive_directory_iterator(here.dir().path()))
        {
            const std::string name = entry.path().filename().string();
            const bool planted = name.starts_with("notes-") || name == "tasks.json" || name == "worker.codex.yaml" || name == "codex-flow.yaml";
            // The cache of agent files is a copy of them, in the user's own folder: it cannot be another text.
            const bool cache = entry.path().string().find("/.cache/codex-flow/agents/") != std::string::npos;
            if (entry.is_regular_file() && !planted && !cache)
                all.emplace_back(entry.path().string(), text_of(entry.path()));
        }
        return all;
    }

    void check_clean(const std::string& where, const std::string& text) const
    {
        for (const secret_shape& one : shapes)
            for (const std::string& needle : one.needles)
                if (text.find(needle) != text.npos)
                    BOOST_ERROR("'" << needle << "' of " << one.rule << " stands in " << where);
    }

    project here;
    std::vector<secret_shape> shapes;
    loopback_server server;
};

} // namespace

BOOST_AUTO_TEST_SUITE(canaries)

BOOST_AUTO_TEST_CASE(nothing_written_holds_a_secret)
{
    const canary_world world;
    command what = world.here.run_command({"--json", "--verbose", "--keep-runs", "all"});
    what.environment["OPAQUE_VALUE"] = variable_value;
    const ending end = run(what);
    BOOST_TEST(end.status == 0, end.err);
    world.check_clean("stdout", end.out);
    world.check_clean("stderr", end.err);
    std::size_t files = 0;
    bool artifact = false, journal = false;
    for (const auto& [path, text] : world.written())
    {
        world.check_clean(path, text);
        ++files;
        artifact = artifact || path.ends_with("output.json");
        journal = journal || path.ends_with("journal.jsonl");
    }
    BOOST_TEST(files > world.shapes.size());
    BOOST_TEST(artifact);
    BOOST_TEST(journal);
    // It was all there, and its marks are.
    const event_log log(end.out);
    BOOST_TEST(log.of_kind("task_complete").size() == world.shapes.size());
    BOOST_TEST(log.of_kind("tool_end").size() == 2 * world.shapes.size());
    for (const secret_shape& one : world.shapes)
        if (!one.rule.empty())
            BOOST_TEST(end.out.find("[REDACTED:" + one.rule + "]") != std::string::npos, one.rule);
    BOOST_TEST(end.out.find("[secret:OPAQUE_VALUE]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(for_people_too)
{
    const canary_world world;
    command what = world.here.run_command({"--verbose"});
    what.environment["OPAQUE_VALUE"] = variable_value;
    const ending end = run(what);
    BOOST_TEST(end.status == 0, end.err);
    world.check_clean("stdout", end.out);
    world.check_clean("stderr", end.err);
    BOOST_TEST(end.out.find("[REDACTED:") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(text_without_secrets_is_not_touched)
{
    const std::string text = "sk- is how keys begin; \"max_tokens\": 5, https://host:80/a:b@c, 3f2504e0-4f89-11d3-9a0c-0305e82c3301 "
                             "\xC3\xA4\xE2\x82\xAC dGhpcyBpcyBiYXNlNjQ= -----BEGIN PUBLIC KEY----- Bearer of news";
    loopback_server server([&](const http_request&, responder& back) {
        std::vector<std::string> bytes;
        for (std::size_t at = 0; at < text.size();)
        {
            const std::size_t size = static_cast<unsigned char>(text[at]) < 0x80 ? 1 : text[at] == '\xC3' ? 2 : 3;
            bytes.push_back(text.substr(at, size));
            at += size;
        }
        answer_openai(back, bytes);
    });
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", {"say it"}}});
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(log.said("worker-1") == text);
    BOOST_TEST(log.only("task_complete")->document->root()["output"].string() == text);
}

BOOST_AUTO_TEST_SUITE_END()
