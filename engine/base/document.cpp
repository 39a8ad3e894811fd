#include "engine/base/document.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace codexflow::doc {
namespace {

std::string system_text(int code) { return std::generic_category().message(code); }

} // namespace

const member* node::find_member(std::string_view key) const noexcept
{
    const auto found =
        std::find_if(members.begin(), members.end(), [key](const member& m) { return m.key == key; });
    return found != members.end() ? &*found : nullptr;
}

const node* node::find(std::string_view key) const noexcept
{
    const member* found = find_member(key);
    return found != nullptr ? &found->value : nullptr;
}

std::string_view describe(kind type) noexcept
{
    switch (type)
    {
    case kind::null: return "null";
    case kind::boolean: return "a boolean";
    case kind::integer: return "a whole number";
    case kind::number: return "a number";
    case kind::string: return "text";
    case kind::sequence: return "a list";
    case kind::mapping: return "a mapping";
    }
    return "unknown";
}

location in(const std::string& file, position where) { return {file, where.line, where.column}; }

result<std::string> read_text(const std::filesystem::path& path)
{
    const std::string name = path.string();
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return error(errc::invalid_argument, "this is a directory, a file is needed", {name, 0, 0});
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file)
    {
        const int code = errno;
        return error(code == ENOENT || code == ENOTDIR ? errc::not_found : errc::invalid_argument,
                     "cannot read the file: " + system_text(code), {name, 0, 0});
    }
    // Read in pieces rather than by size: a pipe has none.
    std::string text;
    std::array<char, 16 * 1024> piece;
    while (file)
    {
        file.read(piece.data(), piece.size());
        text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
        if (text.size() > size_limit)
            return error(errc::invalid_argument, "the file is larger than 64 MiB", {name, 0, 0});
    }
    if (file.bad())
        return error(errc::invalid_argument, "cannot read the file: " + system_text(errno), {name, 0, 0});
    return text;
}

result<node> load(const std::filesystem::path& path)
{
    const auto text = read_text(path);
    if (!text)
        return text.error();
    return path.extension() == ".json" ? parse_json(*text, path.string()) : parse_yaml(*text, path.string());
}

} // namespace codexflow::doc
