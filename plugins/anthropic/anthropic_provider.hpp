#pragma once

#include "plugins/anthropic/paused_turn.hpp"
#include "plugins/anthropic/settings.hpp"

#include <codexflow/components.hpp>
#include <codexflow/http.hpp>

#include <string>
#include <string_view>

namespace codexflow::anthropic {

/** Calls a server that speaks Anthropic's Messages. One instance serves any number of calls at once: it
 *  holds its settings and nothing else. Retries and limits are the engine's. */
class anthropic_provider : public provider
{
public:
    explicit anthropic_provider(const settings& given);

    task<std::string> chat(operation& op) override;
    task<std::string> models(operation& op) override;

private:
    http_request request_to(std::string method, std::string_view path) const;
    http_request chat_request(std::string_view document, std::string_view begun) const;
    task<std::string> ask(operation& op, paused_turn& turn, const http_request& request) const;

    const provider_settings settings_;
};

} // namespace codexflow::anthropic
