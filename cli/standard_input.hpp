#pragma once

#include "engine/base/error.hpp"

#include <string>

namespace codexflow::cli {

/** All of standard input, of at most the size of a document (64 MB). Blocks until it ends.
 *  Errors: invalid_argument if it cannot be read or is larger. */
result<std::string> read_standard_input();

} // namespace codexflow::cli
