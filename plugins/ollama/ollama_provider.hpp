#pragma once

#include "plugins/ollama/settings.hpp"

#include <codexflow/components.hpp>
#include <codexflow/http.hpp>

#include <string>
#include <string_view>

namespace codexflow::ollama {

/** Calls an Ollama server through its own interface. One instance serves any number of calls at once:
 *  it holds its settings and nothing else. Retries and limits are the engine's. */
class ollama_provider : public provider
{
public:
    explicit ollama_provider(const settings& given);

    task<std::string> chat(operation& op) override;
    task<std::string> models(operation& op) override;

private:
    http_request request_to(std::string method, std::string_view path) const;

    const provider_settings settings_;
};

} // namespace codexflow::ollama
