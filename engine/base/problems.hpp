#pragma once

#include "engine/base/error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace codexflow {

/** Collects every fault of a document, so that a user who made three mistakes hears of three.
 *  The first one found is the error; the others are listed in its hint. Value type, one thread. */
class problems
{
public:
    void add(error fault) { found_.push_back(std::move(fault)); }
    bool none() const noexcept { return found_.empty(); }
    const std::vector<error>& all() const noexcept { return found_; }

    /** The first fault with the others, one a line, appended to its hint; at most @p most of them are
     *  listed. Call only if there is one. */
    error combined(std::size_t most = 9) const;

private:
    std::vector<error> found_;
};

} // namespace codexflow
