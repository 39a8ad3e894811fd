#include "tests/system/run/project.hpp"

#include "tests/support/provider_replies.hpp"

#include <algorithm>
#include <stdexcept>

namespace codexflow::test {

namespace fs = std::filesystem;

project::project() { add_agent("worker", 16); }

void project::add_agent(std::string_view id, unsigned cap, std::string_view runtime) const
{
    const std::string name(id);
    dir_.write("codex/agents/" + name + ".codex.yaml",
               "version: 1\nagent:\n  id: " + name + "\n  name: The " + name +
                   "\n  description: Does what it is told\nruntime:\n  concurrency: { max_parallel_tasks: " +
                   std::to_string(cap) + " }\n" + std::string(runtime));
}

void project::use_server(std::string_view plugin, std::string_view base_url, std::string_view settings,
                         std::string_view rest) const
{
    std::string block = "{ plugin: " + std::string(plugin) + ", base_url: \"" + std::string(base_url) + "\"";
    block += ", model: scripted-1";
    if (plugin == "ollama" && settings.find("probe:") == settings.npos)
        block += ", probe: false"; // one request a call, as the tests count them
    if (!settings.empty())
        (block += ", ") += settings;
    dir_.write("codex-flow.yaml", "version: 1\nproviders:\n  default: scripted\n  scripted: " + block + " }\n" +
                                      std::string(rest));
}

void project::write_tasks(const task_list& tasks) const { dir_.write("tasks.json", tasks_json(tasks)); }

command project::program(std::vector<std::string> arguments) const
{
    command what;
    what.program = CODEXFLOW_PROGRAM;
    what.arguments = std::move(arguments);
    what.directory = dir_.path();
    what.environment["HOME"] = (dir_ / "home").string();
    for (const char* name :
         {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "MODEL", "CODEX_AGENTS_DIR", "CODEX_FLOW_PROVIDER",
          "CODEX_FLOW_PLUGIN_PATH", "CODEX_FLOW_EVENT_CLOCK", "OLLAMA_URL", "OLLAMA_HOST", "OLLAMA_MODEL",
          "OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_MODEL", "OPENAI_API_KEY", "NO_COLOR", "FORCE_COLOR",
          "ANTHROPIC_BASE_URL", "ANTHROPIC_MODEL", "ANTHROPIC_API_KEY",
          "OPENAI_PRICE_IN", "OPENAI_PRICE_OUT", "ANTHROPIC_PRICE_IN", "ANTHROPIC_PRICE_OUT", "OLLAMA_PRICE_IN",
          "OLLAMA_PRICE_OUT", "MEM_BACKEND", "MEM_REDIS_URL", "MEM_REDIS_PREFIX", "MEM_REDIS_TTL_DEFAULT",
          "MEM_REDIS_MAX_WINDOW"})
        what.environment[name] = std::nullopt;
    return what;
}

command project::run_command(std::vector<std::string> arguments) const
{
    std::vector<std::string> all{"run", "-f", "tasks.json"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return program(std::move(all));
}

std::vector<fs::path> project::journals() const
{
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(dir_ / ".runs", none))
        if (fs::exists(entry.path() / "journal.jsonl"))
            found.push_back(entry.path() / "journal.jsonl");
    std::sort(found.begin(), found.end());
    return found;
}

std::string project::journal() const
{
    const auto all = journals();
    if (all.size() != 1)
        throw std::runtime_error("expected one run, found " + std::to_string(all.size()));
    return read_file(all.front());
}

std::string tasks_json(const task_list& tasks)
{
    std::string text = "{";
    for (const auto& [alias, wanted] : tasks)
    {
        text += (text.size() > 1 ? ", " : "") + json_string(alias) + ": [";
        for (const std::string& one : wanted)
            text += (text.back() == '[' ? "" : ", ") + json_string(one);
        text += "]";
    }
    return text += "}\n";
}

std::vector<std::string> numbered(std::size_t count)
{
    std::vector<std::string> all;
    for (std::size_t i = 1; i <= count; ++i)
        all.push_back("task " + std::to_string(i));
    return all;
}

} // namespace codexflow::test
