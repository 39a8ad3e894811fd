#include "cli/commands/doctor.hpp"

#include "cli/commands/commands.hpp"
#include "cli/doctor/setup_checks.hpp"
#include "cli/doctor/system_checks.hpp"
#include "cli/project_agents.hpp"
#include "cli/render/doctor_view.hpp"
#include "cli/setup.hpp"
#include "engine/base/build_info.hpp"

namespace codexflow::cli {
namespace {

void add(findings& to, findings more)
{
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// What needs a configuration.
findings examine_setup(const setup_options& setup, const config& settings, const context& where)
{
    findings made;
    const plugin::search_path path = plugin_search_path(setup, settings, where);
    const auto plugins = plugin::catalog::scan(path);
    add(made, judge_plugins(plugins, searched_folders(path)));
    if (plugins)
    {
        add(made, judge_components(settings, *plugins));
        add(made, judge_providers(settings, facts_of(settings, *plugins, where.environment)));
    }
    project_agents agents(settings, where);
    const registry_totals totals = agents.all().totals();
    add(made, judge_agents(totals, agents.all().notices()));
    add(made, judge_sandbox(settings.sandbox, workspace::probe_kernel(), look_for_user_namespaces()));
    return made;
}

} // namespace

findings examine(const setup_options& setup, color_choice color, const context& where)
{
    findings made = judge_versions(build_info());
    const auto settings = load_settings(setup, where);
    add(made, judge_config(settings));
    if (settings)
        add(made, examine_setup(setup, *settings, where));
    for (const char* folder : {".runs", "data"})
        add(made, judge_disk(look_at_disk(folder)));
    add(made, judge_clock(look_at_clock()));
    add(made, judge_terminal(look_at(where.out, where.environment, color), where.environment));
    return made;
}

int show_health(const doctor_options& options, const context& where)
{
    const findings all = examine(options.setup, options.color, where);
    const bool color = look_at(where.out, where.environment, options.color).color;
    if (!where.print(options.json ? doctor_json(all) : doctor_text(all, color)))
        return output_lost_exit_code;
    int code = doctor_exit_code(all);
    if (!options.online)
        return code;
    if (options.json)
        where.complain("what the providers answer is told by: codex-flow providers check --json\n");
    providers_options providers;
    providers.setup = options.setup;
    providers.what = providers_options::action::check;
    providers.chat = false;
    const int answered = options.json ? 0 : providers_command(providers, where);
    return code != 0 ? code : answered == 0 ? 0 : 1;
}

} // namespace codexflow::cli
