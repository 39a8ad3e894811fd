#pragma once

#include "engine/base/document.hpp"

#include <optional>
#include <string>
#include <vector>

/** @file
 *  Which files a task is about, as far as its own words tell. Pure: whether they exist is asked later. */
namespace codexflow {

struct named_files
{
    /// Stands for all the others if there is such a file: in "Review my notes.md" the file "my notes.md".
    std::optional<std::string> whole;
    std::vector<std::string> sure;  ///< Named as files: one that is missing is worth a remark.
    std::vector<std::string> maybe; ///< Words of a sentence that may be files: counted only if they are.

    bool none() const noexcept { return !whole && sure.empty() && maybe.empty(); }
};

/** The files that @p input names. A text names some if it begins with the word "Review": either all that
 *  follows is one, or the words in it that look like paths. An object names those of its members `file`
 *  and `files` whose text does not already stand in its member `contents`. Each name appears once. */
named_files files_named_by(const doc::node& input);

} // namespace codexflow
