#include "cli/command_tree.hpp"

namespace codexflow::cli {

command_spec providers_command_spec(std::vector<option_spec> configuration, std::vector<option_spec> plugins)
{
    constexpr auto many = option_spec::count::many;
    const option_spec help{{"-h", "--help"}, "", "Show this help", "Options"};
    const option_spec json{{"--json"}, "", "One JSON document on standard output", "Output"};
    std::vector<option_spec> common = std::move(configuration);
    common.insert(common.end(), plugins.begin(), plugins.end());
    common.push_back(json);
    common.push_back(help);
    std::vector<option_spec> check{
        {{"NAME"}, "NAME", "Providers to check; without one those a run would use", "Arguments", many},
        {{"--model"}, "NAME", "Check with this model", "Model"},
        {{"--no-chat"}, "", "Ask no question, which might cost", "Model"},
    };
    check.insert(check.end(), common.begin(), common.end());
    return {"providers",
            "See which providers there are, try them",
            "Setup",
            {help},
            {{"list",
              "List the configured providers, their keys and servers; sends nothing",
              "Commands",
              common,
              {},
              {{"codex-flow providers list", "which one answers, and who chose it"}},
              "codex-flow providers check"},
             {"check",
              "Try providers: server, models, abilities, one short question",
              "Commands",
              check,
              {},
              {{"codex-flow providers check", "those a run would use"},
               {"codex-flow providers check ollama --no-chat", "its server and models only"},
               {"codex-flow providers check openai --model gpt-4o --json", "for a program to read"}},
              "codex-flow run -f tasks.json --provider NAME"}},
            {{"codex-flow providers list", "names, keys and servers"},
             {"codex-flow providers check ollama", "is it there, has it the model, how fast is it?"}},
            "codex-flow providers check"};
}

} // namespace codexflow::cli
