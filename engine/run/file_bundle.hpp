#pragma once

#include "engine/record/event.hpp"
#include "engine/workspace/file_look.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

/** The files of one task as text for its model: each in a fence that nothing inside can close, those
 *  that cannot be shown by name and reason. Pure: it is given what was read. Value type. */
class file_bundle
{
public:
    /// @param most Bytes of content in all; headings and fences come on top.
    explicit file_bundle(std::size_t most) : room_(most) {}

    /// Bytes of content that still fit.
    std::size_t room() const noexcept { return room_; }

    /// Takes what fits of @p file, cut at the end of a line, or of a character in a line that is too long.
    void add(const workspace::file_look& file);

    /// What was taken of which file, in the order given.
    const std::vector<attached_file>& files() const noexcept { return files_; }
    /// All of it, to be put behind a task; empty when no file was given.
    std::string text() const;

private:
    void name(const attached_file& file, std::string_view remark);

    std::size_t room_;
    std::size_t named_ = 0; ///< Files without content so far.
    std::string body_;
    std::vector<attached_file> files_;
};

/** How much of @p text to keep so that at most @p most bytes remain: up to the last end of a line, unless
 *  more than half would go for that; never part of a character. */
std::size_t cut_at_line(std::string_view text, std::size_t most) noexcept;

} // namespace codexflow
