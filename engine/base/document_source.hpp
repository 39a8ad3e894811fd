#pragma once

#include "engine/base/document.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What both parsers need: the text made fit to be read, and places in it. Private to engine/base. */
namespace codexflow::doc {

/** A checked text. It is a view: the text it was made from must outlive it. Belongs to one parse: the
 *  place asked for last is remembered, so that places asked for in file order cost little however
 *  long a line is. */
class source
{
public:
    /** Drops a byte order mark and refuses what neither parser would report well: text that is not
     *  UTF-8, and control characters other than tab and line ends (the YAML library takes some of
     *  them for the end of the file, the JSON library NUL). */
    static result<source> open(std::string_view text, const std::string& file);

    std::string_view text() const noexcept { return text_; }
    const std::string& file() const noexcept { return file_; }

    /// The position of a byte offset of text(); offsets past the end mean the end.
    position at(std::size_t offset) const noexcept;
    /// The position of a line and a byte in it, both from 0.
    position at(std::size_t line, std::size_t byte) const noexcept;
    /// The line (from 0) without its end; empty if there is none such.
    std::string_view line(std::size_t number) const noexcept;

    /// An invalid_argument error at @p where.
    error fault(position where, std::string message) const;

private:
    source(std::string_view text, const std::string& file);

    std::string_view text_;
    std::string file_;
    std::vector<std::size_t> line_starts_;
    bool ascii_;
    mutable std::size_t last_line_ = 0, last_byte_ = 0, last_characters_ = 0;
};

/** The first key of @p mapping that stands there twice, as an error naming both places; nothing if
 *  all differ. */
std::optional<error> find_duplicate_key(const node& mapping, const std::string& file);

/// The type of a plain (unquoted, untagged) YAML scalar.
kind resolve_plain(std::string_view text) noexcept;

/** The type of a YAML scalar with a tag as the library reports it ("?" plain, "!" quoted); nothing if
 *  the tag is not one of the core schema's, or the text is no value of it. */
std::optional<kind> resolve_tagged(std::string_view tag, std::string_view text) noexcept;

/// What to do about a message of the YAML library concerning @p line; may be empty.
std::string explain_yaml(const std::string& message, std::string_view line);

} // namespace codexflow::doc
