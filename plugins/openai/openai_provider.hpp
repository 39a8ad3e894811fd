#pragma once

#include "plugins/openai/settings.hpp"

#include <codexflow/components.hpp>
#include <codexflow/http.hpp>

#include <string>
#include <string_view>

namespace codexflow::openai {

/** Calls a server that speaks OpenAI's chat completions, or its Responses. One instance serves any number of
 * calls at once: it holds its settings and nothing else. Retries and limits are the engine's. */
class openai_provider : public provider
{
public:
    explicit openai_provider(const settings& given);

    task<std::string> chat(operation& op) override;
    task<std::string> models(operation& op) override;

private:
    http_request request_to(std::string method, std::string_view path) const;
    http_request chat_request(std::string_view document) const;
    task<http_stream> open_chat(operation& op, const std::string& what) const;
    template <class Decoder>
    task<std::string> read_answer(operation& op, http_stream& stream, const std::string& what) const;

    const provider_settings settings_;
};

} // namespace codexflow::openai
