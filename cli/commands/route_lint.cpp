#include "cli/commands/route_parts.hpp"
#include "cli/render/style.hpp"
#include "cli/render/text_width.hpp"
#include "engine/base/text.hpp"
#include "engine/plan/rule_lint.hpp"
#include "engine/registry/registry.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace codexflow::cli {
namespace {

/// Rules that their routers cannot use. What was found of the same rule before says no more.
void add_problems(const router_chain& chain, std::vector<rule_finding>& found)
{
    const auto told = [&](const rule_finding& one) {
        const auto& problems = chain.problems();
        return one.fault == rule_fault::impossible &&
               std::any_of(problems.begin(), problems.end(), [&](const rule_problem& each) {
                   return each.agent == one.agent && each.kind == one.kind && each.pattern == one.pattern;
               });
    };
    found.erase(std::remove_if(found.begin(), found.end(), told), found.end());
    for (const rule_problem& each : chain.problems())
        found.push_back({rule_fault::bad, each.agent, each.kind, each.pattern, each.message, each.where});
}

/// Aliases that somebody configured for agents that do not exist, and agents that others hand work to.
void add_dangling(const route_parts& with, std::vector<rule_finding>& found)
{
    const std::vector<std::string> ids = with.agents.ids();
    const auto exists = [&](const std::string& id) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
    };
    for (const auto& [alias, stands_for] : with.settings.aliases)
        if (stands_for.configured && !exists(stands_for.agent))
            found.push_back({rule_fault::dangling, alias, "alias", stands_for.agent,
                             "the alias stands for an agent that does not exist", stands_for.where});
}

std::string as_text(const std::vector<rule_finding>& found, std::size_t wrong, bool color)
{
    std::string text;
    for (const rule_finding& one : found)
    {
        const std::string place = one.where.known() ? to_string(one.where) + ": " : "";
        const tone how = is_wrong(one.fault) ? tone::bad : tone::plain;
        text += fmt::format("{}{}: {}: {} {}: {}\n", place, painted(to_string(one.fault), how, color),
                            one_line(one.agent), one.kind == "file" ? "glob" : one.kind,
                            quote(one_line(one.pattern)), one_line(one.message));
    }
    return text + fmt::format("{} {}: {} wrong, {} to look at\n", found.size(),
                              found.size() == 1 ? "finding" : "findings", wrong, found.size() - wrong);
}

std::string as_json(const std::vector<rule_finding>& found, std::size_t wrong, const router_chain& chain)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("schema_version", 1).member("rules", chain.rules()).member("wrong", wrong);
    out.key("findings").begin_array();
    for (const rule_finding& one : found)
    {
        out.begin_object().member("fault", to_string(one.fault)).member("wrong", is_wrong(one.fault));
        out.member("agent", one.agent)
            .member("kind", one.kind)
            .member("pattern", one.pattern)
            .member("message", one.message);
        if (one.where.known())
            out.member("path", one.where.file);
        if (one.where.line != 0)
            out.member("line", one.where.line).member("column", one.where.column);
        out.end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

} // namespace

int lint_rules(const route_parts& with)
{
    std::vector<rule_finding> found = codexflow::lint_rules(with.agents.agents());
    add_problems(with.chain, found);
    add_dangling(with, found);
    sort_findings(found);
    const auto wrong = static_cast<std::size_t>(std::count_if(
        found.begin(), found.end(), [](const rule_finding& one) { return is_wrong(one.fault); }));
    const terminal out = look_at(with.where.out, with.where.environment, with.options.color);
    if (!with.where.print(with.options.json ? as_json(found, wrong, with.chain)
                                            : as_text(found, wrong, out.color)))
        return output_lost_exit_code;
    return wrong != 0 || (with.options.strict && !found.empty()) ? 1 : 0;
}

} // namespace codexflow::cli
