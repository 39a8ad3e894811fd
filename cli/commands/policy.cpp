#include "cli/commands/commands.hpp"
#include "cli/commands/policy_desk.hpp"
#include "cli/project_agents.hpp"
#include "cli/setup.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"

namespace codexflow::cli {
namespace {

int check_call(const policy_options& options, const context& where, const policy_chain& chain, registry& agents)
{
    worded_call call{options.agent, options.tool, std::nullopt, options.words};
    if (options.arguments)
    {
        auto read = doc::parse_json(*options.arguments, "--args");
        if (!read)
            return where.fail(read.error());
        if (!read->is_mapping())
            return where.fail(error(errc::invalid_argument, "--args is a JSON object"));
        call.arguments = std::move(*read);
    }
    auto asked = question_of(call, agents);
    if (!asked)
        return where.fail(asked.error());
    asked->explain = true;
    const std::vector<policy_verdict> all = chain.ask(*asked);
    const policy_verdict said = without_asking(combine(all)); // this command asks nobody
    const std::string what = options.words.empty() ? asked->tool + ' ' + asked->arguments_json : join(options.words, " ");
    if (!where.print(options.json ? verdict_json(said, all, *asked) : verdict_text(said, all, what)))
        return output_lost_exit_code;
    return said.allows() ? 0 : exit_code(errc::permission_denied);
}

} // namespace

int policy_command(const policy_options& options, const context& where)
{
    system_clock time;
    const auto settings = load_settings(options.setup, where);
    if (!settings)
        return where.fail(settings.error());
    const auto plugins = plugin::catalog::scan(plugin_search_path(options.setup, *settings, where));
    if (!plugins)
        return where.fail(plugins.error());
    policy_desk desk(time);
    auto chain = policy_chain::open(*settings, *plugins, desk.host.host);
    if (!chain)
        return where.fail(chain.error());
    desk.chain.emplace(std::move(*chain));
    project_agents known(*settings, where);
    const int code = options.what == policy_options::action::check ? check_call(options, where, *desk.chain, known.all())
                                                                   : test_policies(options, where, *desk.chain, known.all());
    known.keep();
    return code;
}

} // namespace codexflow::cli
