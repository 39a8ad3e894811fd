#include "engine/registry/agent_loader.hpp"
#include "engine/registry/lenient_agent.hpp"
#include "engine/registry/lenient_fields.hpp"

namespace codexflow {

bool is_flat_agent(const definition& given)
{
    const doc::node* prompt = given.head.find("prompt");
    return !given.markdown && given.head.find("id") != nullptr && prompt != nullptr && prompt->is_mapping();
}

result<loaded_agent> load_flat_agent(const definition& given, const std::string& file)
{
    lenient_fields fields(given.head, file);
    agent made;
    if (auto named = name_agent(given, fields, file, made); !named)
        return named.error();
    made.capabilities = fields.texts("capabilities.core");
    made.prompt = fields.text("prompt.system");
    made.task_template = fields.text("prompt.user_template");
    if (const auto most = fields.count("runtime.max_parallel"))
        made.max_parallel = static_cast<std::uint32_t>(*most);
    if (const auto limit = fields.count("runtime.timeout_ms"))
        made.timeout = std::chrono::milliseconds(*limit);
    if (fields.has("policy.tools_allowlist"))
        made.tools.allowed = fields.texts("policy.tools_allowlist"); // an empty list allows nothing
    read_lenient_triggers(fields, made.triggers);
    return loaded_agent{std::move(made), fields.take()};
}

} // namespace codexflow
