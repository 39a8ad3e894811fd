#include "engine/plugin/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace codexflow::plugin {

result<mapped_file> mapped_file::open(const std::filesystem::path& file)
{
    const auto failed = [&](int why) {
        return error(why == ENOENT ? errc::not_found : errc::invalid_argument,
                     "cannot read it: " + std::string(std::strerror(why)), location{file.string(), 0, 0});
    };
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a FIFO must not hold us
    if (fd < 0)
        return failed(errno);
    struct stat about{};
    mapped_file made;
    int why = ::fstat(fd, &about) == 0 ? 0 : errno;
    const bool regular = why != 0 || S_ISREG(about.st_mode);
    if (why == 0 && regular && about.st_size > 0)
    {
        made.size_ = static_cast<std::size_t>(about.st_size);
        made.data_ = ::mmap(nullptr, made.size_, PROT_READ, MAP_PRIVATE, fd, 0);
        if (made.data_ == MAP_FAILED)
        {
            why = errno;
            made.data_ = nullptr;
            made.size_ = 0;
        }
    }
    ::close(fd);
    if (why != 0)
        return failed(why);
    if (!regular)
        return error(errc::invalid_argument, "it is not a regular file", location{file.string(), 0, 0});
    return made;
}

mapped_file::~mapped_file()
{
    if (data_ != nullptr)
        ::munmap(data_, size_);
}

} // namespace codexflow::plugin
