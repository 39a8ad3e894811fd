#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"

/** @file
 *  One function a command. Each returns the process's exit code. */
namespace codexflow::cli {

int run_tasks(const run_options& options, const context& where);
int route_work(const route_options& options, const context& where);
int measure_providers(const bench_options& options, const context& where);
int show_run(const show_options& options, const context& where);
int show_logs(const logs_options& options, const context& where);
int list_runs(const runs_options& options, const context& where);
int show_health(const doctor_options& options, const context& where);
int write_diagnostics(const diagnostics_options& options, const context& where);
int show_metrics(const metrics_options& options, const context& where);
int load_agents(const load_options& options, const context& where);
int convert_agents(const convert_options& options, const context& where);
int init_project(const init_options& options, const context& where);
int clean_up(const cleanup_options& options, const context& where);
int redact(const redact_options& options, const context& where);
int plugin_command(const plugin_options& options, const context& where);
int providers_command(const providers_options& options, const context& where);
int policy_command(const policy_options& options, const context& where);
int memory_command(const memory_options& options, const context& where);
int config_command(const config_options& options, const context& where);
int write_completion(const completion_options& options, const context& where);
int show_help(const help_options& options, const context& where);
int show_version(const context& where);

} // namespace codexflow::cli
