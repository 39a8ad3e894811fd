#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace codexflow::test {

/** A fresh directory of this test's own, removed with all it holds when the object goes.
 *  Tests run in parallel: nothing in it is shared with another process. */
class temp_dir
{
public:
    /// @throws std::system_error when the system's temporary directory cannot be written.
    temp_dir();
    ~temp_dir();
    temp_dir(const temp_dir&) = delete;
    temp_dir& operator=(const temp_dir&) = delete;

    const std::filesystem::path& path() const noexcept { return path_; }
    std::filesystem::path operator/(const std::filesystem::path& inside) const { return path_ / inside; }

    /** Writes @p text to @p inside, making the folders on the way, and returns the full path.
     *  @throws std::system_error when that fails. */
    std::filesystem::path write(const std::filesystem::path& inside, std::string_view text) const;

private:
    std::filesystem::path path_;
};

/** The whole content of a file, byte for byte.
 *  @throws std::system_error when it cannot be read. */
std::string read_file(const std::filesystem::path& path);

} // namespace codexflow::test
