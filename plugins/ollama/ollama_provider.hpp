#pragma once

#include "plugins/ollama/call_plan.hpp"
#include "plugins/ollama/model_facts.hpp"
#include "plugins/ollama/settings.hpp"

#include <codexflow/components.hpp>
#include <codexflow/http.hpp>

#include <string>
#include <string_view>

namespace codexflow::ollama {

/** Calls an Ollama server through its own interface. One instance serves any number of calls at once; what
 *  they share is what they learn of the models. Retries and limits are the engine's. */
class ollama_provider : public provider
{
public:
    explicit ollama_provider(const settings& given);

    task<std::string> chat(operation& op) override;
    task<std::string> models(operation& op) override;
    task<std::string> describe(operation& op) override;

private:
    http_request request_to(std::string method, std::string_view path) const;
    task<call_plan> prepare(operation& op, const json::value& request);
    task<model_facts> facts_of(operation& op, const std::string& model);
    task<model_facts> ask_about(operation& op, const std::string& model);
    http_request show_request(const std::string& model) const;
    http_request chat_request(const json::value& request, const call_plan& plan) const;

    const provider_settings settings_;
    model_memory models_;
};

} // namespace codexflow::ollama
