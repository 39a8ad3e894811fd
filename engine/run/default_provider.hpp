#pragma once

#include "engine/run/model_list.hpp"
#include "engine/run/provider_facts.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/** @file
 *  Which provider answers when nobody has chosen one. Pure: find_default_provider() performs it. */
namespace codexflow {

/// What a server said when it was asked for its models.
struct server_answer
{
    std::string failure; ///< One line; empty: it answered.
    std::vector<listed_model> models{};
};

struct default_choice
{
    std::string provider;
    std::string model;  ///< To be asked for in place of the configured one; empty: the configured one.
    std::string reason; ///< One line, to be shown.
};

struct default_search
{
    std::optional<default_choice> chosen;
    std::vector<std::string> tried; ///< What was looked at before and did not fit; a line each.
};

/** The providers whose servers may be asked, in this order: those somebody wrote, then the built-in ones,
 *  each by name. */
std::vector<const provider_facts*> servers_to_ask(const std::vector<provider_facts>& providers);

/** The first of these that fits:
 *  1. a server of servers_to_ask() that answered and has the model: the one that was named (@p wanted, or
 *     the provider's own where somebody wrote it) or, where nobody named one, the built-in one, else the
 *     first that can chat;
 *  2. a provider whose keys are all set: those somebody wrote, then the built-in ones, each by name.
 *  @param answers by provider; servers that were not asked are passed over.
 *  @param wanted the model named for whatever provider is used; empty: none. */
default_search choose_default(const std::vector<provider_facts>& providers,
                              const std::map<std::string, server_answer>& answers, const std::string& wanted);

} // namespace codexflow
