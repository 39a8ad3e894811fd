#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#if !defined(__cpp_lib_to_chars)
#include <locale>
#include <sstream>
#endif

/** @file
 *  JSON number text to arithmetic types, whatever the locale of the process. */
namespace codexflow::json::detail {

/// The integer @p text spells, if all of it is one and it fits into @p Integer.
template <class Integer> std::optional<Integer> to_integer(std::string_view text) noexcept
{
    Integer result = 0;
    const char* end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, result);
    if (text.empty() || fault != std::errc() || stop != end)
        return std::nullopt;
    return result;
}

/// The number @p text spells, rounded; nothing when it is out of the range of a double.
inline std::optional<double> to_double(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    double result = 0;
#if defined(__cpp_lib_to_chars)
    const auto [stop, fault] = std::from_chars(text.data(), text.data() + text.size(), result);
    if (fault != std::errc())
        return std::nullopt;
#else // libc++ before 20 reads no floating point; a stream with the classic locale does, only slower
    std::istringstream stream{std::string(text)};
    stream.imbue(std::locale::classic());
    if (!(stream >> result))
        return std::nullopt;
#endif
    return result;
}

/// The shortest text that reads back as @p number; empty for infinities and NaN, which JSON lacks.
inline std::string from_double(double number)
{
    if (!(number - number == 0))
        return {};
    char buffer[32];
    const auto [stop, fault] = std::to_chars(buffer, buffer + sizeof buffer, number);
    return fault == std::errc() ? std::string(buffer, stop) : std::string();
}

} // namespace codexflow::json::detail
