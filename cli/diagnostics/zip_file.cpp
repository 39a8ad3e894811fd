#include "cli/diagnostics/zip_file.hpp"

#include <minizip/zip.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <limits>

namespace codexflow::cli {

struct zip_file::archive
{
    std::filesystem::path file;
    zipFile open = nullptr;
    bool in_entry = false;
    int fault = 0; ///< An errno.

    archive() = default;
    archive(const archive&) = delete;
    archive& operator=(const archive&) = delete;
    ~archive()
    {
        if (open == nullptr)
            return;
        zipClose(open, nullptr);
        ::unlink(file.c_str());
    }

    void check(int code)
    {
        if (code != ZIP_OK && fault == 0)
            fault = errno != 0 ? errno : EIO;
    }

    void end_entry()
    {
        if (std::exchange(in_entry, false))
            check(zipCloseFileInZip(open));
    }
};

zip_file::zip_file(std::unique_ptr<archive> made) noexcept : archive_(std::move(made)) {}
zip_file::zip_file(zip_file&&) noexcept = default;
zip_file::~zip_file() = default;

result<zip_file> zip_file::create(const std::filesystem::path& file)
{
    const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made < 0)
        return error(errc::invalid_argument, std::string("cannot be made: ") + std::strerror(errno), location{file.string()})
            .with_hint(errno == EEXIST ? "name a file that is not there yet" : "");
    ::close(made);
    auto opened = std::make_unique<archive>();
    opened->file = file;
    opened->open = zipOpen64(file.c_str(), APPEND_STATUS_CREATE); // the file keeps its mode
    if (opened->open == nullptr)
    {
        ::unlink(file.c_str());
        return error(errc::invalid_argument, "cannot be opened", location{file.string()});
    }
    return zip_file(std::move(opened));
}

void zip_file::begin(const std::string& name, std::int64_t unix_us)
{
    if (archive_->fault != 0)
        return;
    archive_->end_entry();
    const std::time_t seconds = static_cast<std::time_t>(unix_us / 1'000'000);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    zip_fileinfo about{};
    about.tmz_date.tm_sec = static_cast<unsigned>(utc.tm_sec);
    about.tmz_date.tm_min = static_cast<unsigned>(utc.tm_min);
    about.tmz_date.tm_hour = static_cast<unsigned>(utc.tm_hour);
    about.tmz_date.tm_mday = static_cast<unsigned>(utc.tm_mday);
    about.tmz_date.tm_mon = static_cast<unsigned>(utc.tm_mon);
    about.tmz_date.tm_year = static_cast<unsigned>(utc.tm_year + 1900);
    errno = 0;
    const int begun = zipOpenNewFileInZip64(archive_->open, name.c_str(), &about, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED,
                                            Z_DEFAULT_COMPRESSION, 1);
    archive_->check(begun);
    archive_->in_entry = begun == ZIP_OK;
}

void zip_file::write(std::string_view bytes)
{
    while (archive_->fault == 0 && !bytes.empty())
    {
        const std::string_view piece = bytes.substr(0, 1U << 20U);
        errno = 0;
        archive_->check(zipWriteInFileInZip(archive_->open, piece.data(), static_cast<unsigned>(piece.size())));
        bytes.remove_prefix(piece.size());
    }
}

result<void> zip_file::close()
{
    archive_->end_entry();
    errno = 0;
    archive_->check(zipClose(std::exchange(archive_->open, nullptr), nullptr));
    if (archive_->fault == 0)
        return {};
    ::unlink(archive_->file.c_str());
    return error(errc::invalid_argument, std::string("cannot be written: ") + std::strerror(archive_->fault),
                 location{archive_->file.string()});
}

} // namespace codexflow::cli
