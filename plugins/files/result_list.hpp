#pragma once

#include "plugins/files/settings.hpp"

#include <codexflow/tool_call.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace codexflow::files {

/// Names that one call looks at, at most.
inline constexpr std::size_t most_names = 100'000;

/// Lines for a model, up to the limits.
class result_list
{
public:
    explicit result_list(const tool_limits& limits) noexcept : limits_(limits) {}

    /// Takes a line, unless it is one too many.
    void add(std::string_view line)
    {
        if (count_ == limits_.entries || text_.size() + line.size() + 1 > limits_.output_bytes)
        {
            more_ = true;
            return;
        }
        ++count_;
        text_.append(line) += '\n';
    }
    /// There is more than could be looked at.
    void more() noexcept { more_ = true; }
    /// Whether a line was refused.
    bool full() const noexcept { return more_; }

    /// @param if_none What to say instead of nothing. @param advice What to do if there is more.
    tool_result result(std::string_view if_none, std::string_view advice) const
    {
        tool_result made(text_);
        if (count_ == 0 && !more_)
            ((made.content = "[") += if_none) += ']';
        made.truncated = more_;
        if (more_)
            ((made.content += "[" + std::to_string(count_) + " shown, there are more: ") += advice) += ']';
        made.details = R"({"count":)" + std::to_string(count_) + "}";
        return made;
    }

private:
    const tool_limits limits_;
    std::string text_;
    std::size_t count_ = 0;
    bool more_ = false;
};

/// A path found below the folder @p top, as it can be given to a tool again.
inline std::string below(std::string_view top, const std::string& path)
{
    if (top == "." || top.empty())
        return path;
    return std::string(top) + (top.ends_with('/') ? "" : "/") + path;
}

} // namespace codexflow::files
