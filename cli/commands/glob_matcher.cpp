#include "cli/commands/glob_matcher.hpp"

#include "engine/base/text.hpp"

#include <codexflow/glob.hpp>

#include <re2/re2.h>

#include <memory>

namespace codexflow::cli {

result<workspace::project_files::matcher> glob_matcher(const std::string& pattern)
{
    const glob::translation made = glob::to_regex(pattern);
    const auto bad = [&](const std::string& why) {
        return error(errc::invalid_argument, "the pattern " + quote(pattern) + " is none: " + why);
    };
    if (!made.good())
        return bad(made.fault);
    RE2::Options options;
    options.set_log_errors(false);
    auto compiled = std::make_shared<const RE2>(made.regex, options);
    if (!compiled->ok())
        return bad(compiled->error());
    return workspace::project_files::matcher(
        [compiled = std::move(compiled)](const std::string& path) { return RE2::FullMatch(path, *compiled); });
}

} // namespace codexflow::cli
