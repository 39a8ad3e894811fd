#pragma once

#include "plugins/cli/settings.hpp"

#include <codexflow/components.hpp>
#include <codexflow/json.hpp>
#include <codexflow/process.hpp>

#include <string>

namespace codexflow::cli {

/** Runs a command as a model: one run of it answers one call. One instance serves any number of calls at
 * once: it holds its settings and nothing else. Retries and limits are the engine's. What models a command
 * has nobody can ask it. */
class cli_provider : public provider
{
public:
    explicit cli_provider(const settings& given);

    task<std::string> chat(operation& op) override;

private:
    process_spec command_for(const json::value& request, const std::string& model) const;
    task<process> start(operation& op, const process_spec& spec) const;
    std::string input_for(const json::value& request) const;

    const provider_settings settings_;
    const std::string what_; ///< The command in words, for messages.
};

} // namespace codexflow::cli
