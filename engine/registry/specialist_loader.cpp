#include "engine/registry/agent_loader.hpp"
#include "engine/registry/lenient_agent.hpp"
#include "engine/registry/lenient_fields.hpp"

namespace codexflow {

bool is_specialist_agent(const definition& given)
{
    const auto has_text = [&given](std::string_view key) {
        const doc::node* value = given.head.find(key);
        return value != nullptr && value->is_string();
    };
    return !given.markdown && has_text("name") && (has_text("systemPrompt") || has_text("type"));
}

result<loaded_agent> load_specialist_agent(const definition& given, const std::string& file)
{
    lenient_fields fields(given.head, file);
    agent made;
    if (auto named = name_agent(given, fields, file, made); !named)
        return named.error();
    made.tier = tier_of_type(fields.text("type"));
    made.capabilities = fields.texts("capabilities");
    made.responsibilities = fields.texts("focus");
    made.prompt = fields.text("systemPrompt");
    read_lenient_tools(fields, made.tools);
    read_lenient_triggers(fields, made.triggers);
    return loaded_agent{std::move(made), fields.take()};
}

} // namespace codexflow
