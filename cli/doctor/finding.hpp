#pragma once

#include <string>
#include <vector>

namespace codexflow::cli {

/// One line of `doctor`: something was looked at, and this is what it is like.
struct finding
{
    enum class state
    {
        ok,
        warn, ///< It works, but less than it could, or only until something happens.
        fail, ///< A run cannot work like this.
    };
    std::string group; ///< "config", "disk", ...
    std::string name;  ///< What was looked at; may be empty.
    state how = state::ok;
    std::string detail;
    std::string next{}; ///< What to do about it; empty if nothing is to be done.
};

using findings = std::vector<finding>;

} // namespace codexflow::cli
