#pragma once

#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  The stage of the system tests: a project folder that is nobody else's, and the built program run in
 *  it with an environment that holds nothing of the developer's own configuration. */
namespace codexflow::test {

/// Aliases or agent ids with the tasks each of them gets.
using task_list = std::vector<std::pair<std::string, std::vector<std::string>>>;

class project
{
public:
    /// One agent "worker" that may run 16 tasks at once.
    project();

    /// Defines an agent; @p runtime is further YAML below its `runtime`, each line indented by two.
    void add_agent(std::string_view id, unsigned cap, std::string_view runtime = "") const;

    /** Makes the provider "scripted" of @p plugin at @p base_url the default one.
     *  @param settings further members of the provider's flow mapping: "max_parallel: 2".
     *  @param rest further sections of the configuration. */
    void use_server(std::string_view plugin, std::string_view base_url, std::string_view settings = "",
                    std::string_view rest = "") const;

    void write_tasks(const task_list& tasks) const;
    void write(const std::filesystem::path& inside, std::string_view text) const { dir_.write(inside, text); }
    const temp_dir& dir() const noexcept { return dir_; }

    /// `codex-flow ARGUMENTS...` in this project.
    command program(std::vector<std::string> arguments) const;
    /// `codex-flow run -f tasks.json ARGUMENTS...`
    command run_command(std::vector<std::string> arguments = {}) const;
    /// `codex-flow run -f tasks.json --json`
    command json_run() const { return run_command({"--json"}); }

    /// The journals of all runs so far, by name: within one second that says nothing about their order.
    std::vector<std::filesystem::path> journals() const;
    /// The text of the only journal. @throws std::runtime_error unless there is exactly one.
    std::string journal() const;

private:
    temp_dir dir_;
};

/// @p tasks as the JSON text of a tasks file.
std::string tasks_json(const task_list& tasks);

/// "task 1", "task 2", ...
std::vector<std::string> numbered(std::size_t count);

} // namespace codexflow::test
