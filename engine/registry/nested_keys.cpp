#include "engine/registry/nested_keys.hpp"

#include "engine/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace codexflow {
namespace {

// Every key of the schema. Those without a use here are known all the same: a warning is for typos.
constexpr auto known_keys = std::to_array<std::string_view>({
    "version",
    "agent.id",
    "agent.name",
    "agent.classification.domain",
    "agent.classification.tier",
    "agent.classification.subdomain",
    "agent.description",
    "agent.long_description",
    "runtime.execution_mode",
    "runtime.autonomy_level",
    "runtime.concurrency.max_parallel_tasks",
    "runtime.concurrency.queue_strategy",
    "runtime.resource_limits.cpu",
    "runtime.resource_limits.memory_mb",
    "runtime.resource_limits.disk_mb",
    "runtime.heartbeat_interval_ms",
    "runtime.timeout_ms",
    "capabilities.core",
    "capabilities.detail.languages",
    "capabilities.detail.frameworks",
    "capabilities.detail.domains",
    "capabilities.detail.tools.allowed",
    "capabilities.detail.tools.restricted",
    "capabilities.detail.tools.none",
    "capabilities.quality.reliability",
    "capabilities.quality.responsiveness",
    "capabilities.quality.quality",
    "responsibilities.primary",
    "responsibilities.secondary",
    "triggers.keywords",
    "triggers.regex[].pattern",
    "triggers.regex[].priority",
    "triggers.file_patterns",
    "triggers.delegations.prefers",
    "triggers.delegations.complements",
    "workflow.startup_script",
    "workflow.setup_tasks",
    "workflow.teardown_tasks",
    "workflow.dependencies.runtime",
    "workflow.dependencies.packages",
    "memory.retention.short_term",
    "memory.retention.long_term",
    "memory.namespaces",
    "memory.redact",
    "memory.sharing_policy.share_with",
    "memory.sharing_policy.redact",
    "metrics.tracked",
    "metrics.thresholds.heartbeat_miss",
    "metrics.thresholds.failure_rate_pct",
    "metrics.escalation.notify",
    "hooks.pre_task",
    "hooks.post_task",
    "hooks.failure",
    "testing.smoke.command",
    "testing.integration.command",
    "testing.verification_policy",
    "observability.log_level",
    "observability.log_channels",
    "observability.tracing.enabled",
    "observability.tracing.sample_rate",
    "swarm.enabled_by_default",
    "constraints.allowed_paths",
    "constraints.forbidden_paths",
    "prompt.system",
    "prompt.user_template",
    "prompt.templates",
});

/// The keys that may stand directly below @p section ("" is the top).
std::vector<std::string> keys_below(std::string_view section)
{
    std::vector<std::string> names;
    for (std::string_view key : known_keys)
    {
        if (!section.empty())
        {
            if (!key.starts_with(section) || key.size() <= section.size() || key[section.size()] != '.')
                continue;
            key.remove_prefix(section.size() + 1);
        }
        std::string name(key.substr(0, key.find_first_of(".[")));
        if (names.empty() || names.back() != name) // the table keeps sections together
            names.push_back(std::move(name));
    }
    return names;
}

class key_checker
{
public:
    explicit key_checker(const std::string& file) : file_(file) {}

    void check(const doc::node& value, const std::string& path)
    {
        for (const doc::node& item : value.items)
            if (item.is_mapping())
                check(item, path + "[]");
        if (!value.is_mapping())
            return;
        const std::vector<std::string> known = keys_below(path);
        if (known.empty()) // a leaf whose content is its reader's business
            return;
        for (const doc::member& m : value.members)
        {
            if (std::find(known.begin(), known.end(), m.key) != known.end())
                check(m.value, path.empty() ? m.key : path + "." + m.key);
            else
                warn(m, path, known);
        }
    }

    std::vector<notice> take() { return std::move(found_); }

private:
    void warn(const doc::member& m, const std::string& path, const std::vector<std::string>& known)
    {
        const std::string section = path.empty() ? "" : " in " + path;
        found_.push_back(
            {notice_kind::warning,
             error(errc::invalid_argument, fmt::format("unknown key {}{} is ignored", quote(m.key), section),
                   doc::in(file_, m.where))
                 .with_hint(did_you_mean(m.key, known))});
    }

    const std::string& file_;
    std::vector<notice> found_;
};

} // namespace

std::vector<notice> find_unknown_keys(const doc::node& definition, const std::string& file)
{
    key_checker checker(file);
    checker.check(definition, "");
    return checker.take();
}

} // namespace codexflow
