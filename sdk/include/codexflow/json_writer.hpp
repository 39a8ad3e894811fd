#pragma once

#include <codexflow/detail/json_number.hpp>
#include <codexflow/utf8.hpp>

#include <charconv>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace codexflow {

/** Appends @p text to @p out as a JSON string with its quotes. Control characters are escaped, bytes
 *  that are not UTF-8 and lone surrogates become U+FFFD, so what is written is always valid. */
inline void append_json_string(std::string& out, std::string_view text)
{
    constexpr std::string_view hex = "0123456789abcdef";
    const auto plain = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
    };
    out += '"';
    for (std::size_t at = 0; at < text.size();)
    {
        std::size_t end = at;
        while (end < text.size() && plain(text[end]))
            ++end;
        out.append(text.substr(at, end - at));
        at = end;
        if (at == text.size())
            break;
        const utf8::step found = utf8::look(text, at);
        const char c = text[at];
        if (found.what != utf8::unit::character)
            out.append(utf8::replacement);
        else if (found.size > 1)
            out.append(text.substr(at, found.size));
        else if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (c == '\n')
            out.append("\\n");
        else if (c == '\t')
            out.append("\\t");
        else if (c == '\r')
            out.append("\\r");
        else
            (out.append("\\u00") += hex[static_cast<unsigned char>(c) >> 4]) += hex[c & 0x0F];
        at += found.size;
    }
    out += '"';
}

/** Writes JSON at the end of a string, commas and colons included.
 *
 *      std::string body;
 *      json_writer(body).begin_object().member("model", name).key("messages").begin_array()...
 *
 *  The calls follow the text from left to right: in an object each value is given by member(), or by
 *  key() and then the value; what was begun is ended in reverse order. Breaking that order is a bug of
 *  the caller and gives text that is not JSON. The string is the caller's and outlives the writer. */
class json_writer
{
public:
    explicit json_writer(std::string& out) noexcept : out_(out) {}

    json_writer& begin_object() { return open('{'); }
    json_writer& end_object() { return close('}'); }
    json_writer& begin_array() { return open('['); }
    json_writer& end_array() { return close(']'); }

    /// The name of the member whose value comes next.
    json_writer& key(std::string_view name)
    {
        separate();
        append_json_string(out_, name);
        out_ += ':';
        comma_ = false;
        return *this;
    }

    /** A string, a bool, a number or nullptr. Infinities and NaN, which JSON lacks, become null. */
    template <class T> json_writer& value(const T& given)
    {
        separate();
        if constexpr (std::is_same_v<T, std::nullptr_t>)
        {
            out_.append("null");
        }
        else if constexpr (std::is_same_v<T, bool>)
        {
            out_.append(given ? "true" : "false");
        }
        else if constexpr (std::integral<T>)
        {
            static_assert(!std::is_same_v<T, char>, "a character is not a number: pass a string");
            char digits[24];
            const auto end = std::to_chars(digits, digits + sizeof digits, given).ptr;
            out_.append(digits, end);
        }
        else if constexpr (std::floating_point<T>)
        {
            const std::string digits = json::detail::from_double(static_cast<double>(given));
            out_.append(digits.empty() ? "null" : digits);
        }
        else
        {
            append_json_string(out_, std::string_view(given));
        }
        return *this;
    }

    /// A value that is JSON already; it is not checked.
    json_writer& raw(std::string_view json)
    {
        separate();
        out_.append(json);
        return *this;
    }

    template <class T> json_writer& member(std::string_view name, const T& given)
    {
        return key(name).value(given);
    }
    /// A member whose value is JSON already; it is not checked.
    json_writer& raw_member(std::string_view name, std::string_view json) { return key(name).raw(json); }

private:
    /// Puts the comma that belongs before the next value or name.
    void separate()
    {
        if (comma_)
            out_ += ',';
        comma_ = true;
    }

    json_writer& open(char bracket)
    {
        separate();
        out_ += bracket;
        comma_ = false;
        return *this;
    }

    json_writer& close(char bracket)
    {
        out_ += bracket;
        comma_ = true;
        return *this;
    }

    std::string& out_;
    bool comma_ = false; // a value stands before this place
};

} // namespace codexflow
