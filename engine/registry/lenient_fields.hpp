#pragma once

#include "engine/base/document.hpp"
#include "engine/registry/agent.hpp"
#include "engine/registry/notice.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

/** Reads the fields of a definition that nobody validated when it was written: what has the wrong kind is
 *  read as what it looks like, or left out with a notice; nothing is a fault. The document must outlive it.
 */
class lenient_fields
{
public:
    lenient_fields(const doc::node& document, const std::string& file) : document_(document), file_(file) {}

    /// The value at a dotted path; null where it, or a section around it, is absent or no mapping.
    const doc::node* find(std::string_view path) const;
    bool has(std::string_view path) const { return find(path) != nullptr; }

    /// Any scalar as text; "" for all else.
    std::string text(std::string_view path);
    /// A list of scalars; a single text counts as a list of its parts between commas and line breaks.
    std::vector<std::string> texts(std::string_view path);
    /// The same, each with its place; the parts of a single text have the place of the whole.
    std::vector<text_trigger> placed_texts(std::string_view path);
    /// The first of these paths that is there, as a list of whole texts: shell scripts are not split.
    std::vector<std::string> scripts(std::initializer_list<std::string_view> paths);
    /// A number of at least 1, or nothing.
    std::optional<std::int64_t> count(std::string_view path);

    void warn(const doc::node& value, std::string message, std::string hint = {});
    std::vector<notice> take() { return std::move(notices_); }

private:
    const doc::node& document_;
    const std::string& file_;
    std::vector<notice> notices_;
};

/// A name made of any text: lower case, what is no letter or digit becomes one '-', at most 128 bytes.
std::string slug(std::string_view text);

/// "task-orchestrator" -> "Task Orchestrator".
std::string title_of(std::string_view slug);

/// A pattern of words with '*' for anything ("review * code") as a regular expression for the whole text.
std::string regex_of_words(std::string_view pattern);

} // namespace codexflow
