#include "cli/render/style.hpp"

namespace codexflow::cli {

std::string painted(std::string_view text, tone how, bool color)
{
    if (!color || how == tone::plain || text.empty())
        return std::string(text);
    const char* start = how == tone::heading ? "\x1b[1m"
                        : how == tone::good  ? "\x1b[32m"
                        : how == tone::bad   ? "\x1b[31m"
                                             : "\x1b[2m";
    return start + std::string(text) + "\x1b[0m";
}

} // namespace codexflow::cli
