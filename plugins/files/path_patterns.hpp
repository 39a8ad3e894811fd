#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace codexflow::files {

/** Globs (codexflow/glob.hpp) for paths from the top of a tree. Immutable; any thread. */
class path_patterns
{
public:
    /// Throws tool_error for a glob that is none. Without globs every path fits.
    explicit path_patterns(const std::vector<std::string_view>& globs);
    path_patterns(path_patterns&&) noexcept;
    ~path_patterns();

    bool fits(std::string_view path) const;

private:
    std::vector<std::unique_ptr<re2::RE2>> patterns_;
};

} // namespace codexflow::files
