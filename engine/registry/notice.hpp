#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <string_view>

namespace codexflow {

/// Why the registry speaks up.
enum class notice_kind : std::uint8_t
{
    warning,   ///< Read, but something in it is odd.
    duplicate, ///< Another file defines the same agent.
    left_out,  ///< A file that is no definition this version reads.
    shadowed,  ///< An alias has the name of an agent, which is then reached by its aliases only.
    broken,    ///< A definition that could not be read: its agent cannot be used.
};

/// "warning", "duplicate", "left_out", "shadowed", "broken".
std::string_view to_string(notice_kind kind) noexcept;

/// Whether it says that something is odd, as opposed to unusable (broken) or merely worth knowing (shadowed).
constexpr bool is_warning(notice_kind kind) noexcept
{
    return kind != notice_kind::broken && kind != notice_kind::shadowed;
}

/// One remark about agent files, fit to be shown: what, where (file:line:column), what to do.
struct notice
{
    notice_kind kind = notice_kind::warning;
    error what;
};

} // namespace codexflow
