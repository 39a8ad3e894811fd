#include "engine/registry/convert/bundle_agent.hpp"

#include "engine/base/document_builder.hpp"
#include "engine/base/document_text.hpp"
#include "engine/base/text.hpp"

// The sections stand in the order, and with the values, in which the original program wrote them; what it
// dropped (tools and limits in a map, hooks under other names, the prompt) is kept.
namespace codexflow {
namespace {

using map = doc::mapping_builder;
using texts = std::vector<std::string>;

doc::node identity(const agent& one)
{
    map kind;
    kind.set("domain", one.domain).set("tier", one.tier).set_some("subdomain", one.subdomain);
    return map()
        .set("id", one.id)
        .set("name", one.name)
        .set("classification", kind.take())
        .set("description", one.description)
        .set("long_description", one.long_description)
        .take();
}

doc::node runtime(const agent& one)
{
    const bool wide = one.tier == "coordinator";
    return map()
        .set("execution_mode", "async")
        .set("autonomy_level", one.autonomy)
        .set("concurrency",
             map().set("max_parallel_tasks", one.max_parallel).set("queue_strategy", "priority").take())
        .set("resource_limits",
             map().set("cpu", wide ? 2 : 1).set("memory_mb", wide ? 1024 : 512).set("disk_mb", 1024).take())
        .set("heartbeat_interval_ms", 15000)
        .set("timeout_ms", one.timeout.count())
        .take();
}

doc::node quality(const std::string& priority)
{
    const bool critical = priority == "critical", high = priority == "high";
    return map()
        .set("reliability", critical ? 0.97 : high ? 0.94 : 0.9)
        .set("responsiveness", critical ? 0.85 : high ? 0.8 : 0.7)
        .set("quality", critical ? 0.96 : high ? 0.94 : 0.9)
        .take();
}

doc::node capabilities(const bundle_agent& from)
{
    const tool_policy& policy = from.definition.tools;
    map tools;
    tools.set("allowed", policy.allowed.value_or(texts())).set("restricted", policy.restricted);
    if (policy.allowed && policy.allowed->empty())
        tools.set("none", true); // an empty list says nothing in this schema
    doc::node detail = map()
                           .set("languages", texts())
                           .set("frameworks", texts())
                           .set("domains", from.domains)
                           .set("tools", tools.take())
                           .take();
    return map()
        .set("core", from.definition.capabilities)
        .set("detail", detail)
        .set("quality", quality(from.priority))
        .take();
}

doc::node triggers(const agent& one)
{
    std::vector<doc::node> patterns;
    for (const regex_trigger& trigger : one.triggers.regex)
        patterns.push_back(map().set("pattern", trigger.pattern).set("priority", trigger.priority).take());
    return map()
        .set("keywords", texts_of(one.triggers.keywords))
        .set("regex", patterns)
        .set("file_patterns", texts_of(one.triggers.file_patterns))
        .set("delegations",
             map().set("prefers", one.prefers).set("complements", one.memory.share_with).take())
        .take();
}

doc::node workflow(const agent& one)
{
    return map()
        .set("startup_script", "scripts/start-" + one.id + ".ts")
        .set("setup_tasks", texts())
        .set("teardown_tasks", texts())
        .set("dependencies", map().set("runtime", texts()).set("packages", texts()).take())
        .take();
}

doc::node memory(const agent& one)
{
    return map()
        .set("retention", map().set("short_term", "7d").set("long_term", true).take())
        .set("namespaces", one.memory.namespaces)
        .set("sharing_policy",
             map().set("share_with", one.memory.share_with).set("redact", one.memory.redact).take())
        .take();
}

doc::node metrics(const agent& one)
{
    return map()
        .set("tracked", texts{"tasks_completed", "avg_latency_ms", "success_rate"})
        .set("thresholds", map().set("heartbeat_miss", 2).set("failure_rate_pct", 10).take())
        .set("escalation",
             map().set("notify", texts{one.id + "-maintainer", "codex-operations"}).take())
        .take();
}

texts trimmed(const texts& scripts)
{
    texts made;
    for (const std::string& script : scripts)
        if (!trim(script).empty())
            made.emplace_back(trim(script));
    return made;
}

doc::node hooks(const agent_hooks& from)
{
    return map()
        .set("pre_task", trimmed(from.pre_task))
        .set("post_task", trimmed(from.post_task))
        .set("failure", trimmed(from.failure))
        .take();
}

doc::node observability(const agent& one)
{
    return map()
        .set("log_level", "info")
        .set("log_channels", texts{"codex://logs/" + one.domain})
        .set("tracing", map().set("enabled", true).set("sample_rate", 0.2).take())
        .take();
}

} // namespace

std::string bundle_file_text(const bundle_agent& from)
{
    const agent& one = from.definition;
    map file;
    file.set("version", 1).set("agent", identity(one)).set("runtime", runtime(one));
    file.set("capabilities", capabilities(from));
    file.set("responsibilities", map().set("primary", one.responsibilities).set("secondary", from.secondary).take());
    file.set("triggers", triggers(one)).set("workflow", workflow(one)).set("memory", memory(one));
    file.set("metrics", metrics(one)).set("hooks", hooks(one.hooks));
    file.set("testing", map().set("verification_policy", "require-smoke-on-spawn").take());
    file.set("observability", observability(one));
    if (!one.paths.allowed.empty() || !one.paths.forbidden.empty())
        file.set("constraints", map()
                                    .set("allowed_paths", one.paths.allowed)
                                    .set("forbidden_paths", one.paths.forbidden)
                                    .take());
    if (!one.prompt.empty())
        file.set("prompt", map().set("system", one.prompt).take());
    return doc::yaml_text(file.take());
}

} // namespace codexflow
