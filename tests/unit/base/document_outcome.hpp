#pragma once

#include "engine/base/document.hpp"

#include <string>
#include <string_view>

/** @file
 *  What reading a document gave, as one line that a test can compare. */
namespace codexflow::doc {

inline std::string place(const node& value)
{
    return std::to_string(value.where.line) + ":" + std::to_string(value.where.column);
}

inline std::string json_of(const node& value)
{
    std::string out;
    write_json(value, out);
    return out;
}

/// "f:line:column: message | hint", or the JSON of what was read.
inline std::string outcome(const result<node>& read)
{
    if (read)
        return json_of(*read);
    const error& e = read.error();
    return to_string(e) + (e.hint.empty() ? "" : " | " + e.hint);
}

inline std::string yaml(std::string_view text) { return outcome(parse_yaml(text, "f")); }
inline std::string json(std::string_view text) { return outcome(parse_json(text, "f")); }

struct sample
{
    std::string_view text, expected;
};

} // namespace codexflow::doc
