#pragma once

#include <cstdint>
#include <string_view>

/** @file
 *  The checksum that every line of a journal ends with, as its last member: `,"crc":"1a2b3c4d"}`. It is made of
 *  the line's bytes before that member, so a line that was torn, or two that ran into each other, give themselves
 *  away although they may be JSON. */
namespace codexflow {

/// CRC-32C (Castagnoli) of @p bytes; by the processor's own instruction where there is one. Pure.
std::uint32_t crc32c(std::string_view bytes) noexcept;
/// The same by table, on any processor.
std::uint32_t crc32c_by_table(std::string_view bytes) noexcept;

/// What stands in place of a line's last brace and its newline.
class line_seal
{
public:
    static constexpr std::size_t size = 19; ///< With the newline.

    /// @param open The line without its last brace.
    explicit line_seal(std::string_view open) noexcept;
    std::string_view text() const noexcept { return {text_, size}; }

private:
    char text_[size];
};

enum class seal_state : std::uint8_t
{
    absent, ///< The line has none: older than this, or no line of ours.
    right,
    wrong ///< The line is not as it was written.
};

/// @param line Without its newline. Pure.
seal_state check_seal(std::string_view line) noexcept;

} // namespace codexflow
