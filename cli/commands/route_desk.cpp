#include "cli/commands/route_desk.hpp"

#include "cli/commands/glob_matcher.hpp"
#include "cli/standard_input.hpp"
#include "engine/base/text.hpp"
#include "engine/plan/near_rules.hpp"
#include "engine/registry/registry.hpp"
#include "engine/workspace/project_files.hpp"
#include "engine/workspace/spawn_child.hpp"

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

using workspace::project_files;
using workspace::project_root;

result<void> add_list(project_files& files)
{
    const auto list = read_standard_input();
    if (!list)
        return list.error();
    for (const std::string& name : workspace::names_in_list(*list))
        if (const auto added = files.add(name, project_files::naming::literal); !added)
            return added.error();
    return {};
}

result<void> add_words(const std::vector<std::string>& words, project_files& files)
{
    for (const std::string& word : words)
        if (const auto added = word == "-" ? add_list(files) : files.add(word); !added)
            return added.error();
    return {};
}

result<std::vector<std::string>> files_of(const routed_work& asked, const context& where)
{
    const auto root = project_root::open(".");
    if (!root)
        return root.error();
    project_files files(*root, {root->path(), workspace::environment_list(where.environment)}, glob_matcher);
    if (const auto added = add_words(asked.files, files); !added)
        return added.error();
    if (asked.changed)
        if (const auto added = files.add_changed(*asked.changed); !added)
            return added.error();
    if (files.files().size() > asked.max_files)
        return error(errc::invalid_argument, fmt::format("there are {} files, and at most {} may be routed at once",
                                                         files.files().size(), asked.max_files))
            .with_hint(fmt::format("name fewer, or allow them: --max-files {}", files.files().size()));
    return files.files();
}

std::string counted(std::size_t count, const char* one) { return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s"); }

} // namespace

result<std::unique_ptr<route_desk>> open_route_desk(const config& settings, const plugin::catalog& plugins,
                                                    registry& agents, clock& time)
{
    auto desk = std::make_unique<route_desk>(time);
    auto chain = router_chain::open(settings, plugins, desk->host.host, agents);
    if (!chain)
        return chain.error();
    desk->chain.emplace(std::move(*chain));
    return desk;
}

error nobody_fits(const std::string& text, const std::vector<std::string>& files, const router_chain& chain,
                  registry& agents)
{
    std::string what = text.empty() ? "" : quote(text);
    if (!files.empty())
        what += (what.empty() ? "" : " and ") + (files.size() == 1 ? quote(files.front()) : counted(files.size(), "file"));
    std::string hint;
    for (const near_rule& near : near_rules(text, agents.agents()))
        hint += fmt::format("near: the keyword {} of {} ({} in the text)\n", quote(near.keyword), near.agent, quote(near.said));
    const std::vector<std::string> asked = chain.strategies();
    hint += "see which rules were tried: codex-flow route --explain\n"
            "name the agent yourself: a tasks file { \"AGENT\": [\"...\"] } for codex-flow run -f";
    return error(errc::not_found, fmt::format("no agent fits {}: asked {}, {}", what,
                                              asked.empty() ? "no router" : join(asked, ", "),
                                              counted(chain.rules(), "rule")))
        .with_hint(std::move(hint));
}

result<routed_tasks> route_tasks(const routed_work& asked, const context& where, router_chain& chain,
                                 registry& agents)
{
    std::string text = asked.text.value_or("");
    if (text == "-")
    {
        auto read = read_standard_input();
        if (!read)
            return read.error();
        text = std::string(trim(*read));
    }
    std::vector<std::string> files;
    if (!asked.files.empty() || asked.changed)
    {
        auto found = files_of(asked, where);
        if (!found)
            return found.error();
        files = std::move(*found);
        if (files.empty())
            return routed_tasks{{}, {}, {"nothing has changed since " + quote(asked.changed->empty() ? "HEAD" : *asked.changed)}};
    }
    routed_tasks made;
    for (const std::string& remark : chain.remarks())
        made.remarks.push_back(remark);
    if (!chain.problems().empty())
        made.remarks.push_back(counted(chain.problems().size(), "rule") + " cannot be used; see: codex-flow route --lint");
    std::vector<std::string> untaken;
    for (route_request& request : requests_for(text, files))
    {
        auto answer = chain.route(request);
        if (!answer)
            return answer.error();
        made.remarks.insert(made.remarks.end(), answer->remarks.begin(), answer->remarks.end());
        if (answer->candidates.empty() && !request.files.empty())
            untaken.push_back(request.files.front());
        made.answers.push_back({std::move(request), std::move(*answer)});
    }
    auto work = plan_of(made.answers, agents);
    if (!work)
        return work.error();
    made.work = std::move(*work);
    if (made.work.tasks.empty())
        return nobody_fits(text, files, chain, agents);
    for (const std::string& file : untaken)
        made.remarks.push_back("no agent fits " + quote(file));
    return made;
}

} // namespace codexflow::cli
