// What a run does about plugins before it begins: it makes those it needs, and can then still be refused.
#include "engine/run/run_session.hpp"

#include "engine/base/digest.hpp"
#include "engine/gateway/policy_chain.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/run/redactor_setup.hpp"
#include "engine/workspace/spawn_child.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <utility>

namespace codexflow {
namespace {

result<event::run_started::plugin> describe(const plugin::catalog::entry& from)
{
    auto digest = sha256_digest_of_file(from.file);
    if (!digest)
        return digest.error();
    return event::run_started::plugin{from.about.id, from.about.version, from.file.string(), std::move(*digest)};
}

} // namespace

result<void> run_session::open_plugins()
{
    if (const auto opened = open_redaction(); !opened) // first: what the others log and refuse may hold secrets
        return opened.error();
    for (const provider_use& use : request_.providers)
    {
        auto opened = open_provider(use);
        if (!opened)
            return opened.error();
        name_plugin(std::move(*opened));
    }
    if (const auto opened = open_policies(); !opened)
        return opened.error();
    if (const auto opened = open_tools(); !opened)
        return opened.error();
    if (const auto opened = open_trees(); !opened)
        return opened.error();
    if (const auto opened = open_memory(); !opened)
        return opened.error();
    for (const std::string& router : request_.routers) // they have done their work
        if (const plugin::catalog::entry* from = world_.plugins.find("router", router))
        {
            auto described = describe(*from);
            if (!described)
                return described.error();
            name_plugin(std::move(*described));
        }
    for (const std::string& redactor : redactors_)
    {
        auto described = describe(*world_.plugins.find("redactor", redactor));
        if (!described)
            return described.error();
        name_plugin(std::move(*described));
    }
    return {};
}

result<event::run_started::plugin> run_session::open_provider(const provider_use& use)
{
    const auto opened = service_.open(use, world_.plugins, request_.retry_wait);
    if (!opened)
        return opened.error();
    return describe(*world_.plugins.find("provider", use.plugin));
}

result<void> run_session::open_redaction()
{
    if (request_.redaction == nullptr)
        return {};
    auto names = open_redactors(*request_.redaction, world_.plugins, service_, record_.redaction());
    if (!names)
        return names.error();
    redactors_ = std::move(*names);
    return {};
}

result<void> run_session::open_policies()
{
    if (request_.policies == nullptr)
        return {};
    auto chain = policy_chain::open(*request_.policies, world_.plugins, service_.plugins());
    if (!chain)
        return chain.error();
    for (const std::string& name : chain->names())
    {
        auto described = describe(*world_.plugins.find("policy", name));
        if (!described)
            return described.error();
        name_plugin(std::move(*described));
    }
    tools_.use_policies(std::move(*chain));
    return {};
}

result<void> run_session::open_tools()
{
    if (world_.approver != nullptr)
        tools_.use_approver(*world_.approver, request_.approval_timeout);
    const auto common = workspace::open_sandbox(request_.sandbox, {}, world_.kernel);
    if (!common)
        return common.error();
    workspace::sandbox_layers weakest = common->layers;
    for (const tool_use& use : request_.tools)
    {
        auto held = workspace::open_sandbox(request_.sandbox, use.sandbox, world_.kernel);
        if (!held)
            return std::move(held.error()).under("tools '" + use.plugin + "'");
        weakest = workspace::weaker(weakest, held->layers);
        first_.tools.push_back({use.plugin, std::string(workspace::name_of(held->layers))});
        if (auto listed = list_tools(use, std::move(*held)); !listed)
            return listed;
        auto described = describe(*world_.plugins.find("tool", use.plugin));
        if (!described)
            return described.error();
        name_plugin(std::move(*described));
    }
    first_.sandbox = workspace::name_of(weakest);
    if (request_.strict_tools)
        return check_wanted_tools();
    return {};
}

result<void> run_session::open_memory()
{
    const memory_setup& wanted = request_.memory;
    if (!wanted.without.empty())
        write_log({event::notice::level::info, "engine", wanted.without, "memory"});
    if (!wanted.use)
        return {};
    const auto made = service_.open_memory(wanted.use->plugin, wanted.use->settings_json, world_.plugins);
    if (!made)
        return made.error();
    auto described = describe(*world_.plugins.find("memory", wanted.use->plugin));
    if (!described)
        return described.error();
    auto started = start_memory(**made);
    if (!started && !wanted.use->terms.go_on)
        return started.error();
    if (!started)
    {
        memory_.reset();
        remarks_.push_back("nothing is remembered: " + to_string(started.error()));
        return {};
    }
    name_plugin(std::move(*described));
    first_.memory = wanted.use->plugin;
    if (wanted.use->terms.context != context_mode::off)
        first_.context = wanted.use->terms.context == context_mode::own ? "own" : "shared";
    context_.memory = &*memory_;
    for (const memories::dangling_name& one : memory_->dangling())
        write_log({event::notice::level::info, "engine",
                   "share_with of " + one.agent_id + " names " + one.name + ", which no agent is called", "memory"});
    return {};
}

/// Blocks: before the run, when nothing else goes on.
result<void> run_session::start_memory(plugin::component_instance& instance)
{
    const memory_use& use = *request_.memory.use;
    const bool due = use.terms.compact == compaction::run ||
                     (use.terms.compact == compaction::daily && is_first_of_day(request_.runs_dir, request_.run_id));
    memory_.emplace(use, instance, memory_world{world_.time, record_, limits_, request_.run_id, due});
    std::optional<result<void>> opened;
    const auto keep = [&opened](const std::exception_ptr& bug, result<void> got) {
        opened = bug ? result<void>(error(errc::internal, "a bug of this program stopped the look at memory")) : std::move(got);
    };
    boost::asio::co_spawn(io_, memory_->open(request_.jobs, cancel_), keep);
    while (!opened && io_.run_one() != 0)
    {
    }
    io_.restart();
    return opened ? *opened : result<void>(error(errc::internal, "the look at memory did not end"));
}

/// The repository that tasks get work trees of. Blocks.
result<void> run_session::open_trees()
{
    if (!request_.isolate)
        return {};
    auto trees = workspace::git_worktrees::open(context_.project.string(), workspace::environment_list(world_.variables));
    if (!trees)
        return std::move(trees.error()).under("--isolation worktree");
    if (request_.resumed && !request_.resumed->git_base.empty())
        trees->use_base(request_.resumed->git_base);
    const auto uncommitted = trees->uncommitted();
    if (!uncommitted)
        return std::move(uncommitted.error()).under("--isolation worktree");
    if (*uncommitted != 0)
        remarks_.push_back("tasks work on the last commit; what is not committed is missing there: " +
                           std::to_string(*uncommitted) + (*uncommitted == 1 ? " file" : " files"));
    places_.use_trees(std::move(*trees));
    return {};
}

/// Blocks: before the run, when nothing else goes on.
result<void> run_session::list_tools(const tool_use& use, workspace::sandbox held)
{
    const auto made = service_.open_tools(use, world_.plugins, std::move(held));
    if (!made)
        return made.error();
    std::optional<result<void>> listed;
    const auto keep = [&listed](const std::exception_ptr& bug, result<void> got) {
        listed = bug ? result<void>(error(errc::internal, "a bug of this program stopped the listing of tools"))
                     : std::move(got);
    };
    boost::asio::co_spawn(io_, tools_.add(use.plugin, **made, cancel_), keep);
    while (!listed && io_.run_one() != 0)
    {
    }
    io_.restart();
    return listed ? *listed : result<void>(error(errc::internal, "the listing of tools did not end"));
}

/// Errors: permission_denied for the first task that asks for a tool it cannot have.
result<void> run_session::check_wanted_tools() const
{
    for (const job& one : request_.jobs)
        for (const std::string& name : one.wanted_tools)
            if (auto may = tools_.may_use(*one.caller, name); !may)
                return std::move(may.error()).under("task " + one.ref.task_id);
    return {};
}

/// What plugins keep for their tools, of a run that does not begin. Blocks.
void run_session::end_tools()
{
    bool ended = !tools_.serving();
    if (!ended)
        boost::asio::co_spawn(io_, tools_.close(io_), [&ended](const std::exception_ptr&) { ended = true; });
    while (!ended && io_.run_one() != 0)
    {
    }
    io_.restart();
}

/// Each once, also one that serves several providers.
void run_session::name_plugin(event::run_started::plugin used)
{
    const auto same = [&](const auto& known) { return known.file == used.file; };
    if (std::none_of(first_.plugins.begin(), first_.plugins.end(), same))
        first_.plugins.push_back(std::move(used));
}

} // namespace codexflow
