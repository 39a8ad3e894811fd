#include "engine/registry/agent_loader.hpp"
#include "engine/registry/front_matter.hpp"
#include "engine/registry/lenient_agent.hpp"
#include "engine/registry/lenient_fields.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace codexflow {
namespace {

double autonomy_of(lenient_fields& fields)
{
    if (const doc::node* autonomous = fields.find("metadata.autonomous"))
    {
        if (const auto yes = doc::as_boolean(*autonomous))
            return *yes ? 0.85 : 0.55;
    }
    const std::string priority = to_lower(fields.text("priority"));
    if (priority == "critical")
        return 0.9;
    if (priority == "high")
        return 0.8;
    if (priority == "medium")
        return 0.65;
    return priority == "low" ? 0.5 : 0.6;
}

std::uint32_t parallel_of(lenient_fields& fields)
{
    const std::string complexity = to_lower(fields.text("metadata.complexity"));
    if (complexity == "complex")
        return 2;
    return complexity == "simple" ? 4 : 3;
}

void read_limits(lenient_fields& fields, agent& made)
{
    made.autonomy = autonomy_of(fields);
    made.max_parallel = parallel_of(fields);
    if (const auto minutes = fields.count("timeout_mins"))
        made.timeout = std::chrono::minutes(*minutes);
    else if (const auto seconds = fields.count("limits.timeout_seconds"))
        made.timeout = std::chrono::seconds(*seconds);
    made.paths.allowed = fields.texts("constraints.allowed_paths");
    made.paths.forbidden = fields.texts("constraints.forbidden_paths");
    read_lenient_tools(fields, made.tools);
}

void read_work(lenient_fields& fields, const definition& given, agent& made)
{
    if (const doc::node* list = fields.find("capabilities"); list != nullptr && !list->is_mapping())
        made.capabilities = fields.texts("capabilities");
    made.responsibilities = made.capabilities.empty() ? first_bullets(given.body, 5) : made.capabilities;
    made.hooks.pre_task = fields.scripts({"hooks.pre", "hooks.pre_task", "hooks.pre_execution"});
    made.hooks.post_task =
        fields.scripts({"hooks.post", "hooks.post_task", "hooks.post_execution", "hooks.post_edit"});
    made.hooks.failure = fields.scripts({"hooks.failure", "hooks.on_error"});
    made.memory.share_with = fields.texts("integration.shares_context_with");
    made.prefers = fields.texts("integration.can_delegate_to");
    read_lenient_triggers(fields, made.triggers);
}

void warn_without_front(const definition& given, const std::string& file, const agent& made,
                        std::vector<notice>& notices)
{
    if (given.head.is_mapping())
        return;
    notices.push_back(
        {notice_kind::warning,
         error(errc::invalid_argument,
               "there is no front matter: the agent is " + quote(made.id) + ", after its file's name",
               location{file, 1, 1})
             .with_hint("begin the file with ---, name: ..., description: ..., ---")});
}

} // namespace

bool is_markdown_agent(const definition& given) { return given.markdown; }

result<loaded_agent> load_markdown_agent(const definition& given, const std::string& file)
{
    lenient_fields fields(given.head, file);
    agent made;
    if (auto named = name_agent(given, fields, file, made); !named)
        return named.error();
    if (std::string heading = first_heading(given.body); !heading.empty())
        made.name = std::move(heading);
    made.long_description = first_paragraph(given.body);
    if (made.description.empty())
        made.description = fields.text("metadata.description");
    if (made.description.empty())
        made.description = made.long_description;
    made.tier = tier_of_type(fields.text("type"));
    made.prompt = std::string(trim(given.body));
    read_limits(fields, made);
    read_work(fields, given, made);
    std::vector<notice> notices = fields.take();
    warn_without_front(given, file, made, notices);
    return loaded_agent{std::move(made), std::move(notices)};
}

} // namespace codexflow
