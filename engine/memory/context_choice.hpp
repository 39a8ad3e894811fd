#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/** @file
 *  What of earlier work a task is told: the choice, and the text for its model. Pure. */
namespace codexflow::memories {

/// Something that a task may be told, because a rule permits it.
struct context_item
{
    std::string task_id, run_id, alias, agent_id; ///< Of the task that it comes from.
    std::int64_t at_us = 0;                       ///< When that ended, since 1970.
    bool ok = true;                               ///< Whether it succeeded.
    std::string rule;                             ///< Which permits it, in words.
    std::string text;
};

/// One of them that the task is told.
struct chosen_item
{
    std::string task_id, run_id, alias, agent_id, rule;
    std::int64_t age_ms = 0;
    std::size_t bytes = 0; ///< Of it in the prompt.
    bool cut = false;      ///< Only its beginning fitted.
};

struct context_choice
{
    std::string text; ///< For the prompt; empty if there is nothing to tell.
    std::vector<chosen_item> items; ///< Newest first.
};

/// The most items that one task is told.
inline constexpr std::size_t most_context_items = 32;
/// Less than this of an item says nothing: it is left out.
inline constexpr std::size_t least_of_an_item = 200;

/** Takes items from the newest on, as long as the text stays within @p bytes (at least 1024); the first one that does
 *  not fit is cut, and ends it. Each stands in the text as one JSON object on one line, so that nothing in it can be
 *  taken for the end of the list, and the text says that it is data. Items of the same moment keep their order.
 *  @param now_us what ages are counted from; an item from later on counts as new. */
context_choice choose_context(std::vector<context_item> items, std::int64_t now_us, std::size_t bytes);

} // namespace codexflow::memories
