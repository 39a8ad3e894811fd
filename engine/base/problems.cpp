#include "engine/base/problems.hpp"

#include <algorithm>

namespace codexflow {

error problems::combined(std::size_t most) const
{
    error first = found_.front();
    const std::size_t others = found_.size() - 1;
    for (std::size_t i = 1; i <= std::min(others, most); ++i)
    {
        const error& next = found_[i];
        if (!first.hint.empty())
            first.hint += '\n';
        first.hint += "also: " + to_string(next);
        if (!next.hint.empty())
            first.hint += " (" + next.hint + ")";
    }
    if (others > most)
        first.hint += "\nand " + std::to_string(others - most) + " more";
    return first;
}

} // namespace codexflow
