#include "plugins/files/path_patterns.hpp"

#include "plugins/files/regular_expression.hpp"

#include <codexflow/glob.hpp>
#include <codexflow/tool_call.hpp>

#include <re2/re2.h>

#include <algorithm>
#include <string>

namespace codexflow::files {

path_patterns::path_patterns(const std::vector<std::string_view>& globs)
{
    for (const std::string_view one : globs)
    {
        const glob::translation made = glob::to_regex(one);
        if (!made.good())
            throw tool_error("the glob '" + std::string(one) + "' is none: " + made.fault);
        patterns_.push_back(compile(made.regex, letter_case::exact));
    }
}

path_patterns::path_patterns(path_patterns&&) noexcept = default;
path_patterns::~path_patterns() = default;

bool path_patterns::fits(std::string_view path) const
{
    return patterns_.empty() || std::any_of(patterns_.begin(), patterns_.end(), [path](const auto& one) {
               return re2::RE2::PartialMatch(re2::StringPiece(path.data(), path.size()), *one);
           });
}

} // namespace codexflow::files
