#include "plugins/mcp/pin_file.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/owned_fd.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

namespace codexflow::mcp {
namespace {

constexpr std::uintmax_t largest = std::uintmax_t{64} << 20;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why)
{
    throw failure(CFLOW_E_INVALID, file.string() + ": the pinned tools cannot be read: " + why)
        .kind("invalid_request")
        .hint("put the file in order, or remove it: the tools are then pinned anew as they are now");
}

[[noreturn]] void fail(const std::filesystem::path& file, int code)
{
    throw failure(CFLOW_E_IO, file.string() + ": the tools cannot be pinned: " + std::strerror(code))
        .hint("name a file that can be written: pins: FILE");
}

void write_all(const std::filesystem::path& name, int fd, std::string_view text)
{
    while (!text.empty())
    {
        const ssize_t took = ::write(fd, text.data(), text.size());
        if (took < 0 && errno == EINTR)
            continue;
        if (took < 0)
            fail(name, errno);
        text.remove_prefix(static_cast<std::size_t>(took));
    }
}

} // namespace

pins read_pin_file(const std::filesystem::path& file)
{
    pins made;
    std::error_code fault;
    const auto size = std::filesystem::file_size(file, fault);
    if (fault == std::errc::no_such_file_or_directory)
        return made;
    if (fault)
        refuse(file, fault.message());
    if (size > largest)
        refuse(file, "it is larger than 64 MiB");
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.good() && !in.eof())
        refuse(file, "reading it failed");
    if (const std::string why = made.read(text); !why.empty())
        refuse(file, why);
    return made;
}

void write_pin_file(const std::filesystem::path& file, std::string_view text)
{
    std::error_code fault;
    if (file.has_parent_path())
        std::filesystem::create_directories(file.parent_path(), fault);
    if (fault)
        fail(file, fault.value());
    std::string name = file.string() + ".XXXXXX";
    const owned_fd fd(::mkostemp(name.data(), O_CLOEXEC));
    if (fd.get() < 0)
        fail(file, errno);
    try
    {
        write_all(file, fd.get(), text);
        if (::fsync(fd.get()) != 0 || std::rename(name.c_str(), file.c_str()) != 0)
            fail(file, errno);
    }
    catch (...)
    {
        ::unlink(name.c_str());
        throw;
    }
}

} // namespace codexflow::mcp
