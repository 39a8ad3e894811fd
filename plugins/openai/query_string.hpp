#pragma once

#include <string>
#include <string_view>

namespace codexflow::openai {

/** Appends a parameter to the query part of an address, percent-encoded (RFC 3986: all but letters, digits
 *  and "-._~"), with the mark that belongs before it.
 *  @param query empty, or what this function has made of it: "?a=b". */
inline void append_parameter(std::string& query, std::string_view name, std::string_view value)
{
    const auto encode = [&query](std::string_view text) {
        constexpr std::string_view hex = "0123456789ABCDEF";
        constexpr std::string_view plain =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
        for (const char c : text)
        {
            const auto byte = static_cast<unsigned char>(c);
            if (plain.find(c) != std::string_view::npos)
                query += c;
            else
                ((query += '%') += hex[byte >> 4]) += hex[byte & 0x0F];
        }
    };
    query += query.empty() ? '?' : '&';
    encode(name);
    query += '=';
    encode(value);
}

} // namespace codexflow::openai
