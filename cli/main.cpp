#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/core_dumps.hpp"
#include "cli/paths.hpp"
#include "engine/base/error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::cli {
namespace {

/// The only place that reads the environment.
variables read_environment()
{
    variables all;
    for (char** entry = ::environ; *entry != nullptr; ++entry)
    {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals != text.npos)
            all.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return all;
}

/// A closed descriptor among the first three would be given to the next file that is opened, and what
/// is meant for the terminal would end up in it. Writing to a closed standard output stays an error.
void open_missing_descriptors()
{
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(fd, F_GETFD) < 0 && ::open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR) < 0)
            return;
}

struct dispatch
{
    const context& where;

    int operator()(const run_options& options) const { return run_tasks(options, where); }
    int operator()(const route_options& options) const { return route_work(options, where); }
    int operator()(const bench_options& options) const { return measure_providers(options, where); }
    int operator()(const show_options& options) const { return show_run(options, where); }
    int operator()(const logs_options& options) const { return show_logs(options, where); }
    int operator()(const runs_options& options) const { return list_runs(options, where); }
    int operator()(const doctor_options& options) const { return show_health(options, where); }
    int operator()(const diagnostics_options& options) const { return write_diagnostics(options, where); }
    int operator()(const metrics_options& options) const { return show_metrics(options, where); }
    int operator()(const load_options& options) const { return load_agents(options, where); }
    int operator()(const convert_options& options) const { return convert_agents(options, where); }
    int operator()(const init_options& options) const { return init_project(options, where); }
    int operator()(const cleanup_options& options) const { return clean_up(options, where); }
    int operator()(const redact_options& options) const { return redact(options, where); }
    int operator()(const plugin_options& options) const { return plugin_command(options, where); }
    int operator()(const providers_options& options) const { return providers_command(options, where); }
    int operator()(const policy_options& options) const { return policy_command(options, where); }
    int operator()(const memory_options& options) const { return memory_command(options, where); }
    int operator()(const config_options& options) const { return config_command(options, where); }
    int operator()(const completion_options& options) const { return write_completion(options, where); }
    int operator()(const help_options& options) const { return show_help(options, where); }
    int operator()(const version_options&) const { return show_version(where); }
};

int run(const std::vector<std::string>& arguments)
{
    open_missing_descriptors();
    forbid_core_dumps();
    std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error of one write, not our end
    const context where{read_environment(), paths_of_install(own_program())};
    const auto asked = parse_arguments(arguments);
    if (!asked)
    {
        where.fail(asked.error());
        return usage_exit_code;
    }
    try
    {
        return std::visit(dispatch{where}, *asked);
    }
    catch (const std::exception& bug)
    {
        return where.fail(error(errc::internal, std::string("this is a bug of codex-flow: ") + bug.what()));
    }
}

} // namespace
} // namespace codexflow::cli

int main(int count, char** values) { return codexflow::cli::run({values + 1, values + count}); }
