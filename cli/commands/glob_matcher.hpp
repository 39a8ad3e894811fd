#pragma once

#include "engine/base/error.hpp"
#include "engine/workspace/project_files.hpp"

#include <string>

namespace codexflow::cli {

/** What paths fit @p glob, by the rules that routers use (codexflow/glob.hpp). Errors: invalid_argument, with
 *  what is wrong with it. */
result<workspace::project_files::matcher> glob_matcher(const std::string& glob);

} // namespace codexflow::cli
