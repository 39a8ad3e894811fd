#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace codexflow {

/// Which folders of tasks stay when their tasks have ended.
struct keep_rule
{
    enum class which : std::uint8_t
    {
        none,
        failed, ///< Those of tasks that did not succeed.
        newest, ///< The newest `count` of every alias, those of former runs counted.
        all
    };
    which what = which::none;
    std::uint32_t count = 0;

    /// Whether the folder of a task that ended like that stays, for now.
    bool keeps(bool succeeded) const noexcept
    {
        return what == which::all || what == which::newest || (what == which::failed && !succeeded);
    }
};

/// "none", "failed", "all", or a whole number up to a million; nothing for anything else. 0 is none.
std::optional<keep_rule> keep_rule_of(std::string_view word) noexcept;

} // namespace codexflow
