#include "engine/registry/agent_loader.hpp"
#include "engine/registry/lenient_agent.hpp"
#include "engine/registry/lenient_fields.hpp"

namespace codexflow {

bool is_sentence_agent(const definition& given)
{
    const doc::node* prompt = given.head.find("prompt");
    return !given.markdown && given.head.find("id") != nullptr && prompt != nullptr && prompt->is_string();
}

result<loaded_agent> load_sentence_agent(const definition& given, const std::string& file)
{
    lenient_fields fields(given.head, file);
    agent made;
    if (auto named = name_agent(given, fields, file, made); !named)
        return named.error();
    made.capabilities = fields.texts("capabilities");
    made.responsibilities = made.capabilities; // whole sentences
    made.prompt = fields.text("prompt");
    if (made.subdomain.empty())
        made.subdomain = fields.text("category");
    read_lenient_triggers(fields, made.triggers);
    return loaded_agent{std::move(made), fields.take()};
}

} // namespace codexflow
