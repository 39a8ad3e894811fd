#include "cli/commands/commands.hpp"
#include "cli/commands/route_parts.hpp"
#include "cli/project_agents.hpp"
#include "cli/render/route_report.hpp"
#include "cli/setup.hpp"
#include "cli/standard_input.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/registry/registry.hpp"

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

std::vector<config_override> flags_of(const route_options& options)
{
    std::vector<config_override> flags;
    if (options.top)
        flags.push_back({"router.top", std::to_string(*options.top), "--top"});
    return flags;
}

/// What is wrong with rules, on standard error: as errors with --strict, else as a warning of one line.
void tell_problems(const route_parts& with)
{
    const auto& problems = with.chain.problems();
    if (with.options.strict)
        for (const rule_problem& each : problems)
            with.where.fail(to_error(each));
    else if (!problems.empty())
        with.where.complain(
            fmt::format("warning: {} cannot be used; see: codex-flow route --lint\n",
                        problems.size() == 1 ? "a rule" : fmt::format("{} rules", problems.size())));
}

result<route_request> request_of(const route_options& options)
{
    route_request request{options.text.value_or(""), {}, options.explain || options.json};
    if (request.text == "-")
    {
        auto read = read_standard_input();
        if (!read)
            return read.error();
        request.text = std::string(trim(*read));
    }
    for (std::string file : options.files)
    {
        while (file.starts_with("./"))
            file.erase(0, 2);
        request.files.push_back(std::move(file));
    }
    return request;
}

int answer(const route_parts& with)
{
    auto request = request_of(with.options);
    if (!request)
        return with.where.fail(request.error());
    auto made = with.chain.route(*request);
    if (!made)
        return with.where.fail(made.error());
    const routed one{std::move(*request), std::move(*made)};
    const terminal out = look_at(with.where.out, with.where.environment, with.options.color);
    const std::string text =
        with.options.json ? route_json(one, with.chain) : route_text(one, with.options.explain, out.color);
    if (!with.where.print(text))
        return output_lost_exit_code;
    for (const std::string& remark : one.answer.remarks)
        with.where.complain("warning: " + remark + '\n');
    tell_problems(with);
    if (one.answer.candidates.empty())
        return with.where.fail(nobody_fits(one.request.text, one.request.files, with.chain, with.agents));
    return with.options.strict && !with.chain.problems().empty() ? exit_code(errc::invalid_argument) : 0;
}

} // namespace

int route_work(const route_options& options, const context& where)
{
    system_clock time;
    auto settings = load_settings(options.setup, where, flags_of(options));
    if (!settings)
        return where.fail(settings.error());
    const auto plugins = plugin::catalog::scan(plugin_search_path(options.setup, *settings, where));
    if (!plugins)
        return where.fail(plugins.error());
    project_agents known(*settings, where);
    registry& agents = known.all();
    const auto desk = open_route_desk(*settings, *plugins, agents, time);
    if (!desk)
        return where.fail(desk.error());
    known.keep();
    for (const std::string& remark : (*desk)->chain->remarks())
        where.complain("warning: " + remark + '\n');
    const route_parts parts{options, where, *settings, agents, *(*desk)->chain};
    if (options.lint)
        return lint_rules(parts);
    return options.test ? test_routes(parts) : answer(parts);
}

} // namespace codexflow::cli
