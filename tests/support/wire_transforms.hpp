#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  Rewritings of a recorded body that must not change what a decoder makes of it. */
namespace codexflow::test {

/// A rewritten body and what was done to it.
struct variant
{
    std::string name;
    std::string body;
};

inline std::string replace_all(std::string text, std::string_view what, std::string_view by)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

inline std::vector<variant> sse_variants(std::string_view recorded)
{
    const std::string body = replace_all(std::string(recorded), "\r\n", "\n");
    std::vector<variant> result;
    result.push_back({"CR LF", replace_all(body, "\n", "\r\n")});
    result.push_back({"CR", replace_all(body, "\n", "\r")});
    result.push_back({"byte order mark", "\xEF\xBB\xBF" + body});
    result.push_back({"comments", ": hello\n" + replace_all(body, "\n\n", "\n\n: ping\n:\n\n")});
    result.push_back({"id and retry", replace_all(body, "\n\n", "\nid: 7\nretry: 3000\n\n")});
    result.push_back(
        {"no blank after the colon",
         replace_all(replace_all("\n" + body, "\ndata: ", "\ndata:"), "\nevent: ", "\nevent:").substr(1)});
    return result;
}

inline std::vector<variant> ndjson_variants(std::string_view recorded)
{
    std::string body(recorded);
    std::vector<variant> result;
    result.push_back({"CR LF", replace_all(body, "\n", "\r\n")});
    result.push_back({"empty lines", "\n" + replace_all(body, "\n", "\n\n\r\n")});
    while (body.ends_with('\n'))
        body.pop_back();
    result.push_back({"no last LF", body});
    return result;
}

} // namespace codexflow::test
