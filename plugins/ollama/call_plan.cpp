#include "plugins/ollama/call_plan.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/utf8.hpp>

namespace codexflow::ollama {
namespace {

void refuse_tools(const call_plan& plan, const model_facts& facts)
{
    std::string known;
    for (const std::string& one : *facts.capabilities)
        known += (known.empty() ? "" : ", ") + one;
    throw failure(CFLOW_E_INVALID,
                  "the model '" + plan.model + "' cannot call tools (its capabilities: " + known + ")")
        .kind("invalid_request")
        .hint("choose a model with the capability \"tools\", or give the agent no tools");
}

} // namespace

std::string model_of(const json::value& request, const provider_settings& settings)
{
    const std::string_view asked = request["model"].string();
    return asked.empty() ? settings.model : utf8::clean(asked);
}

call_plan plan_call(const json::value& request, const provider_settings& settings, const model_facts& facts)
{
    call_plan plan;
    plan.model = model_of(request, settings);
    plan.prompt = estimate_prompt(request);
    if (request["tools"].size() != 0 && facts.lacks("tools"))
        refuse_tools(plan, facts);

    for (const auto& [name, json] : settings.options)
        plan.own_window = plan.own_window || name == "num_ctx";
    if (plan.own_window)
        plan.window = settings.num_ctx.value_or(0);
    else
        plan.window = choose_window(plan.prompt.tokens, settings.num_predict,
                                    {settings.min_num_ctx, settings.max_num_ctx, facts.context_length});

    const bool wants_thoughts = !settings.think.empty() && settings.think != "false";
    if (wants_thoughts && facts.lacks("thinking"))
    {
        plan.think = false; // the server would refuse the whole request
        plan.warnings.emplace_back("think_unsupported", "the model '" + plan.model +
                                                            "' cannot think: the setting think was not sent");
    }
    return plan;
}

} // namespace codexflow::ollama
