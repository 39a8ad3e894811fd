#include "engine/workspace/git_program.hpp"

#include "engine/base/text.hpp"

#include <string_view>

namespace codexflow::workspace {

std::vector<std::string> git_environment(std::vector<std::string> environment)
{
    std::erase_if(environment, [](const std::string& variable) {
        return variable.starts_with("LC_ALL=") || variable.starts_with("LANGUAGE=");
    });
    environment.push_back("LC_ALL=C");
    environment.push_back("GIT_OPTIONAL_LOCKS=0");
    return environment;
}

std::string git_reason(const child_output& said)
{
    std::string_view line = trim(said.err);
    line = line.substr(0, line.find('\n'));
    for (const std::string_view word : {"fatal: ", "error: "})
        if (line.starts_with(word))
            line.remove_prefix(word.size());
    return line.empty() ? "exit code " + std::to_string(said.status) : std::string(line);
}

} // namespace codexflow::workspace
