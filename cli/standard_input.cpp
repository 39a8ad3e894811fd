#include "cli/standard_input.hpp"

#include "engine/base/document.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace codexflow::cli {

result<std::string> read_standard_input()
{
    const std::string name = "standard input";
    std::string text;
    std::array<char, 1U << 16U> piece{};
    for (;;)
    {
        const ssize_t n = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (n == 0)
            return text;
        if (n > 0)
            text.append(piece.data(), static_cast<std::size_t>(n));
        else if (errno != EINTR)
            return error(errc::invalid_argument, "cannot read " + name + ": " + std::strerror(errno));
        if (text.size() > doc::size_limit)
            return error(errc::invalid_argument, name + " is larger than 64 MB");
    }
}

} // namespace codexflow::cli
