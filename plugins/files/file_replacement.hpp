#pragma once

#include "plugins/files/work_area.hpp"

#include <string>
#include <string_view>

namespace codexflow::files {

/** A new content for a file, written beside it and then put in its place in one step: whoever reads the name
 *  sees the old content or the new one. The new file keeps the permissions of the old one; hard links to the
 *  old one keep the old content, and a symbolic link that took the name meanwhile is replaced, never
 * followed. Ends by removing what was not put in place. Functions throw tool_error. */
class file_replacement
{
public:
    /** @param at must stay valid.
     *  @param old The file there now, or one without handle if the name is free. */
    file_replacement(const write_place& at, std::string_view path, const open_file& old);
    file_replacement(const file_replacement&) = delete;
    file_replacement& operator=(const file_replacement&) = delete;
    ~file_replacement();

    enum class condition
    {
        none,
        unchanged ///< The name still leads to the old file, and that is as it was when it was opened.
    };

    void write(std::string_view piece);
    /// Puts it in place, if the condition holds.
    void commit(condition needed);

private:
    bool still_there() const;

    const write_place& at_;
    std::string path_;
    struct stat old_ = {};
    bool had_old_;
    std::string temporary_; ///< Empty once it is in place.
    owned_fd file_;
};

} // namespace codexflow::files
