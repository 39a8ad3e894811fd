#pragma once

#include "tests/support/loopback_server.hpp"
#include "tests/support/process.hpp"
#include "tests/support/tool_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace codexflow::test {

/// A project whose model asks for the tool `note` in the first turn of every task, if it is offered.
struct noting_world
{
    explicit noting_world(const std::string& rest)
    {
        here.use_server("openai", server.url(), "", rest);
        here.write("codex/agents/worker.codex.yaml",
                   "version: 1\nagent: { id: worker, name: W, description: Works }\n"
                   "runtime: { concurrency: { max_parallel_tasks: 4 } }\n"
                   "capabilities: { detail: { tools: { allowed: [note, linger] } } }\n");
    }
    static std::string tools()
    {
        return "plugins: { paths: [\"" CODEXFLOW_SAMPLE_TOOLS "\"] }\ntools: [ { plugin: sample-tools } ]\n";
    }

    ending go(std::vector<std::string> more = {})
    {
        more.insert(more.begin(), "--json");
        const ending end = run(here.run_command(std::move(more)));
        BOOST_TEST(fault_of(event_log(end.out)) == "");
        return end;
    }

    /// The folders of tasks, oldest run first.
    std::vector<std::filesystem::path> folders(const char* alias = "worker") const
    {
        std::vector<std::filesystem::path> found;
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator(here.dir() / ".runs" / alias, none))
            found.push_back(entry.path());
        std::sort(found.begin(), found.end());
        return found;
    }

    std::string tool = "note"; ///< Another one is called instead, with these arguments.
    std::string arguments;     ///< Empty: those that `note` takes, none for others.
    bool fail = false;

private:
    void answer(const http_request& asked, responder& back)
    {
        if (fail)
        {
            back.reply(400, R"({"error":{"message":"no"}})");
            return;
        }
        const bool first = asked.body.find("\"" + tool + "\"") != asked.body.npos && asked.body.find("\"role\":\"tool\"") == asked.body.npos;
        if (!begin_openai(back))
            return;
        const auto pieces = first ? ask_for("openai", {{"a", tool, !arguments.empty() ? arguments : tool == "note" ? R"({"text":"noted"})" : "{}"}}) : say("openai", "all done\nat last");
        for (const std::string& piece : pieces)
            if (!back.write_chunk(piece))
                return;
        back.finish();
    }

public:
    loopback_server server{[this](const http_request& asked, responder& back) { answer(asked, back); }};
    project here;
};

} // namespace codexflow::test
