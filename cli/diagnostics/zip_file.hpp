#pragma once

#include "engine/base/error.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace codexflow::cli {

/** A ZIP archive that is being written, for its owner's eyes only. The first fault holds: what is called after it does
 *  nothing, and close() tells it and removes the file. One thread. */
class zip_file
{
public:
    /// Errors: invalid_argument if the file is there already, or cannot be made.
    static result<zip_file> create(const std::filesystem::path& file);
    zip_file(zip_file&&) noexcept;
    ~zip_file(); ///< Removes what was not closed.

    /// Ends the entry before, and begins one; its time is @p unix_us.
    void begin(const std::string& name, std::int64_t unix_us);
    /// Of the entry that was begun last.
    void write(std::string_view bytes);

    /// Errors: invalid_argument, with the file and why it could not be written.
    result<void> close();

private:
    struct archive;
    explicit zip_file(std::unique_ptr<archive> made) noexcept;

    std::unique_ptr<archive> archive_;
};

} // namespace codexflow::cli
