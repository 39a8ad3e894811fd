#pragma once

#include "engine/base/error.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What might have been meant by a text that no rule fits. Pure. */
namespace codexflow {

struct agent;

/// A keyword that is close to the text.
struct near_rule
{
    std::string agent, keyword;
    std::string said; ///< The word of the text that is close to it.
    location where;   ///< Of the keyword.
};

/** The keywords that share a word with @p text or hold one that is spelt alike, closest first, each keyword
 *  of each agent once, at most @p most. The order of @p agents does not matter. */
std::vector<near_rule> near_rules(std::string_view text, const std::vector<std::shared_ptr<const agent>>& agents,
                                  std::size_t most = 5);

} // namespace codexflow
