#include "plugins/jsonl/file_names.hpp"

#include <codexflow/failure.hpp>

namespace codexflow::jsonl {
namespace {

constexpr std::string_view suffix = ".jsonl";
constexpr std::size_t longest = 255 - 4; // of a file's name, with ".new" behind it

bool plain(char c, bool first) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7F && c != '/' && c != '\\' && c != '%' && !(first && c == '.');
}

std::optional<unsigned> hex_digit(char c) noexcept
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const std::size_t found = digits.find(c);
    return found == std::string_view::npos ? std::nullopt : std::optional(static_cast<unsigned>(found));
}

std::string encoded(std::string_view alias)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string made;
    for (const char c : alias)
    {
        if (plain(c, made.empty()))
            made += c;
        else
            ((made += '%') += digits[static_cast<unsigned char>(c) >> 4]) += digits[c & 0x0F];
    }
    return made;
}

} // namespace

std::string file_name_of(std::string_view alias)
{
    if (alias.empty())
        throw failure(CFLOW_E_INVALID, "memory needs an alias, and this one is empty").kind("invalid_request");
    std::string name = encoded(alias).append(suffix);
    if (name.size() > longest)
        throw failure(CFLOW_E_INVALID, "the alias is too long for the name of a file: '" + std::string(alias) + '\'')
            .kind("invalid_request")
            .hint("use an alias of at most 240 bytes, or another memory: memory.plugin: sqlite");
    return name;
}

std::optional<std::string> alias_of(std::string_view file_name)
{
    if (!file_name.ends_with(suffix) || file_name.size() == suffix.size())
        return std::nullopt;
    const std::string_view text = file_name.substr(0, file_name.size() - suffix.size());
    std::string alias;
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        if (text[at] != '%')
        {
            alias += text[at];
            continue;
        }
        const auto high = at + 2 < text.size() ? hex_digit(text[at + 1]) : std::nullopt;
        const auto low = at + 2 < text.size() ? hex_digit(text[at + 2]) : std::nullopt;
        if (!high || !low)
            return std::nullopt;
        alias += static_cast<char>(*high << 4 | *low);
        at += 2;
    }
    // Only the one name that file_name_of gives: no second file stands for the same alias.
    return encoded(alias) == text ? std::optional(std::move(alias)) : std::nullopt;
}

} // namespace codexflow::jsonl
