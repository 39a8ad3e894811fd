#pragma once

#include "engine/base/document.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace codexflow::memories {

/** The fields that an agent's definition keeps out of memory (memory.redact, memory.sharing_policy.redact): what they
 *  hold is taken out of documents, and out of JSON that stands in a text. A field is a key, wherever it stands, or a
 *  path such as "user.email", which fits wherever these keys follow each other. Keys are compared as they are written,
 *  with their case. Immutable; any thread. */
class field_filter
{
public:
    field_filter() = default; ///< Takes nothing away.
    explicit field_filter(const std::vector<std::string>& fields);

    bool empty() const noexcept { return fields_.empty(); }

    /// Removes the members, at any depth; texts in @p value are treated as by apply(std::string&).
    /// @return whether anything was removed.
    bool apply(doc::node& value) const;

    /** A text that is one JSON document loses the members. In any other text, every `"field": value` loses its value:
     *  "[REDACTED]" takes its place, also where the JSON has no end, or stands inside a JSON string. What is no JSON is
     *  left alone. Linear in the text.
     *  @return whether anything was removed; if not, not a byte is changed. */
    bool apply(std::string& text) const;

private:
    struct field
    {
        std::string name;               ///< As written.
        std::vector<std::string> path; ///< Its keys; the last one is the member's.
    };
    bool may_be_in(std::string_view text) const;
    bool fits(const std::vector<std::string_view>& path) const;
    bool remove(doc::node& value, std::vector<std::string_view>& path) const;
    bool blank(std::string& text) const;

    std::vector<field> fields_;
};

} // namespace codexflow::memories
