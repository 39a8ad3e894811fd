#include "plugins/files/file_reading.hpp"

#include <unistd.h>

#include <cerrno>

namespace codexflow::files {
namespace {

constexpr std::size_t piece_size = 64 << 10;
constexpr std::size_t telling = 8 << 10; ///< Bytes that show whether it is text.

tool_error too_large(std::string_view path, std::size_t most)
{
    return tool_error(shown(path) + ": it is larger than " + bytes_text(most) + ", the limit for this tool");
}

} // namespace

std::string_view read_piece(int file, std::string& buffer, std::string_view path)
{
    buffer.resize(piece_size);
    for (;;)
    {
        const ssize_t n = ::read(file, buffer.data(), buffer.size());
        if (n >= 0)
            return std::string_view(buffer).substr(0, static_cast<std::size_t>(n));
        if (errno != EINTR)
            throw tool_error(shown(path) + ": " + explain(errno));
    }
}

bool looks_binary(std::string_view start) noexcept
{
    const std::string_view looked_at = start.substr(0, telling);
    return looked_at.find('\0') != looked_at.npos;
}

task<std::string> read_whole(const open_file& file, std::string_view path, std::size_t most,
                             work_slice& slice)
{
    if (static_cast<std::size_t>(file.about.st_size) > most)
        throw too_large(path, most);
    std::string text, buffer;
    for (;;)
    {
        const std::string_view piece = read_piece(file.handle.get(), buffer, path);
        if (piece.empty())
            break;
        text.append(piece);
        if (text.size() > most) // it grew meanwhile
            throw too_large(path, most);
        if (slice.spend(piece.size()))
            co_await slice.rest();
    }
    co_return text;
}

std::string bytes_text(std::size_t count)
{
    return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

} // namespace codexflow::files
