#pragma once

#include <string>
#include <string_view>

namespace codexflow::cli {

/// What a piece of text is, from which its looks follow.
enum class tone
{
    plain,
    heading,
    good,
    bad,
    faint,
};

/// @p text in the looks of @p how; unchanged without colour.
std::string painted(std::string_view text, tone how, bool color);

} // namespace codexflow::cli
