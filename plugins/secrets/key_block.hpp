#pragma once

#include "plugins/secrets/rule.hpp"

#include <cstddef>
#include <string_view>

/** @file
 *  Private keys in their armour, from BEGIN to END. They are longer than what may be held back, so the inside is
 *  swallowed piece by piece: lines of base64, headers, what stands before lines (numbers, quotes of mails, indentation),
 *  with line ends as they are or as JSON spells them. What is no such thing ends the block, so that a text in which
 *  BEGIN stands alone is not lost. */
namespace codexflow::secrets {

/** Whether a private key begins here: BEGIN with its kind, and at least a beginning of what is inside.
 *  @param from Behind "-----BEGIN ". The verdict takes the line of BEGIN only. */
verdict look_at_key_block(std::string_view text, std::size_t from, bool final);

/// What was made of a piece of the inside.
struct block_step
{
    std::size_t size = 0; ///< Bytes that belong to the key.
    bool ended = false;   ///< The block ends there; else more of the text is needed.
};

/** @param text Follows BEGIN or what an earlier step took. @param within The step before ended in the middle of a
 *  long word; set for the next one. What is taken does not depend on how the text is cut. */
block_step swallow_key_block(std::string_view text, bool& within, bool final);

} // namespace codexflow::secrets
