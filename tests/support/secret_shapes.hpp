#pragma once

#include <string>
#include <vector>

namespace codexflow::test {

/// A secret that is none: of the shape that real ones have, made up here.
struct secret_shape
{
    std::string rule;                 ///< The rule of the plugin "secrets" that is to find it.
    std::string text;                 ///< As it stands in a text.
    std::vector<std::string> needles; ///< Parts of it, none of which may be left.
};

/// One of each shape, the same ones every time.
std::vector<secret_shape> secret_shapes();

} // namespace codexflow::test
