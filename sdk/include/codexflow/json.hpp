#pragma once

#include <codexflow/detail/json_node.hpp>
#include <codexflow/detail/json_number.hpp>
#include <codexflow/detail/json_parser.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  A reader for the JSON of streams: parse one chunk after another into the same document, look at
 *  the few members that matter, forget it. Only the standard library.
 *
 *      codexflow::json::document doc;
 *      if (!doc.parse(line))
 *          return report(doc.error().offset, doc.error().message);
 *      const std::string_view text = doc.root()["choices"][0]["delta"]["content"].string();
 *
 *  What it accepts: RFC 8259, strictly, one value with blanks around it and at most one BOM in front;
 *  lone surrogates in strings (decoded to a three-byte form, see utf8.hpp and utf8_joiner.hpp);
 *  duplicate names, of which the last counts. Bytes above 0x7F in strings are passed on unchecked:
 *  text that leaves the program goes through utf8_joiner or the writer, and both mend it. */
namespace codexflow::json {

class document;
class element_range;
class member_range;

/** A place in a parsed document: two words, copied freely, never null.
 *
 *  Asking for what is not there gives an absent value, and asking an absent value gives absent again,
 *  so chains need no checks. A value is valid until its document parses again, moves or ends. */
class value
{
public:
    value() noexcept = default; ///< An absent value.

    kind type() const noexcept;
    bool exists() const noexcept { return doc_ != nullptr; }
    bool is_null() const noexcept { return type() == kind::null; }
    bool is_string() const noexcept { return type() == kind::string; }
    bool is_number() const noexcept { return type() == kind::number; }
    bool is_array() const noexcept { return type() == kind::array; }
    bool is_object() const noexcept { return type() == kind::object; }

    /// The member @p name of an object, the last one if there are several; else absent. Linear.
    value operator[](std::string_view name) const noexcept;
    /// The element @p index (from 0) of an array; else absent. Linear.
    value operator[](std::size_t index) const noexcept;

    /// Elements of an array, or members of an object (duplicates counted); 0 for all else.
    std::size_t size() const noexcept;

    /** The decoded text of a string, empty for all else.
     *  @return a view of the parsed text, or of the document where the string had escapes; so it is
     *          valid as long as both are and the document has not parsed again. */
    std::string_view string() const noexcept;

    /// The value exactly as it was written: 1.0 stays "1.0". A view of the parsed text.
    std::string_view raw() const noexcept;

    /// A number written as an integer (no point, no exponent) that fits; else nothing.
    std::optional<std::int64_t> as_int64() const noexcept
    {
        return detail::to_integer<std::int64_t>(digits());
    }
    std::optional<std::uint64_t> as_uint64() const noexcept
    {
        return detail::to_integer<std::uint64_t>(digits());
    }
    /// Any number a double can hold, rounded; nothing for 1e400 and for what is no number.
    std::optional<double> as_double() const { return detail::to_double(digits()); }
    std::optional<bool> as_bool() const noexcept;

    /// The elements of an array, in order; empty for all else.
    element_range elements() const noexcept;
    /// The members of an object as written, duplicates included; empty for all else.
    member_range members() const noexcept;

private:
    friend class document;
    friend class element_range;
    friend class member_range;

    value(const document* doc, std::uint32_t index) noexcept : doc_(doc), index_(index) {}

    const detail::node& node() const noexcept;
    std::string_view digits() const noexcept { return is_number() ? raw() : std::string_view(); }

    const document* doc_ = nullptr;
    std::uint32_t index_ = 0;
};

/// One member of an object.
struct member
{
    std::string_view name; ///< Decoded; lives as value::string() does.
    json::value value;
};

/** A text being read and the storage for it. Reuse one object for all chunks of a stream: once its
 *  storage has grown to the size of the chunks, parsing allocates nothing. Not for two threads at once. */
class document
{
public:
    /// The most values one text may hold by default: 24 bytes each, so at most 24 MB.
    static constexpr std::size_t default_max_values = 1'000'000;

    explicit document(std::size_t max_values = default_max_values) noexcept : max_values_(max_values) {}

    /** Reads @p text, which must stay valid and unchanged as long as values of it are used.
     *  @return whether it is one JSON value; if not, root() is absent and error() says why. */
    bool parse(std::string_view text)
    {
        reset(text.size());
        if (text.size() >= UINT32_MAX)
        {
            error_ = {fault::too_large, 0, "more than 4 GB of text"};
            return false;
        }
        detail::parser run(text, nodes_, arena_, max_values_);
        const bool good = run.run();
        error_ = run.error();
        if (good)
            text_ = text;
        else
            nodes_.clear();
        return good;
    }
    /// A string that ends with the statement would leave nothing to read from.
    template <std::same_as<std::string> Temporary> bool parse(Temporary&&) = delete;

    /// The value of the last parse(); absent before the first and after a failed one.
    value root() const noexcept { return nodes_.empty() ? value() : value(this, 0); }

    /// Forgets the value and gives its memory back: for who waits long for the next text, one of thousands.
    void release() noexcept
    {
        std::vector<detail::node>().swap(nodes_);
        std::string().swap(arena_);
        text_ = {};
    }

    /// Why the last parse() failed.
    const parse_error& error() const noexcept { return error_; }

private:
    friend class value;
    friend class element_range;
    friend class member_range;

    /// Empties the storage. One huge chunk must not keep its memory for the rest of a stream.
    void reset(std::size_t next_text)
    {
        constexpr std::size_t huge = 1 << 16;
        if (next_text < huge && nodes_.capacity() > huge)
            std::vector<detail::node>().swap(nodes_);
        if (next_text < huge && arena_.capacity() > huge * 16)
            std::string().swap(arena_);
        constexpr std::size_t usual = 32; // what a chunk of a stream has
        if (nodes_.capacity() == 0)
            nodes_.reserve(usual);
        nodes_.clear();
        arena_.clear();
        text_ = {};
    }

    std::string_view string_of(const detail::node& n) const noexcept
    {
        return (n.in_arena ? std::string_view(arena_) : text_).substr(n.text, n.size);
    }

    std::string_view text_;
    std::vector<detail::node> nodes_;
    std::string arena_; // decoded bytes of the strings that had escapes
    std::size_t max_values_;
    parse_error error_;
};

/// The elements of an array, for range-for.
class element_range
{
public:
    class iterator
    {
    public:
        iterator(const document* doc, std::uint32_t index) noexcept : doc_(doc), index_(index) {}
        value operator*() const noexcept { return {doc_, index_}; }
        iterator& operator++() noexcept
        {
            index_ = doc_->nodes_[index_].next;
            return *this;
        }
        bool operator==(const iterator& other) const noexcept { return index_ == other.index_; }

    private:
        const document* doc_;
        std::uint32_t index_;
    };

    iterator begin() const noexcept { return {doc_, first_}; }
    iterator end() const noexcept { return {doc_, last_}; }

private:
    friend class value;
    element_range(const document* doc, std::uint32_t first, std::uint32_t last) noexcept
        : doc_(doc),
          first_(first),
          last_(last)
    {}

    const document* doc_;
    std::uint32_t first_;
    std::uint32_t last_;
};

/// The members of an object, for range-for.
class member_range
{
public:
    class iterator
    {
    public:
        iterator(const document* doc, std::uint32_t index) noexcept : doc_(doc), index_(index) {}
        member operator*() const noexcept
        {
            return {doc_->string_of(doc_->nodes_[index_]), value(doc_, index_ + 1)};
        }
        iterator& operator++() noexcept
        {
            index_ = doc_->nodes_[index_ + 1].next;
            return *this;
        }
        bool operator==(const iterator& other) const noexcept { return index_ == other.index_; }

    private:
        const document* doc_;
        std::uint32_t index_;
    };

    iterator begin() const noexcept { return {doc_, first_}; }
    iterator end() const noexcept { return {doc_, last_}; }

private:
    friend class value;
    member_range(const document* doc, std::uint32_t first, std::uint32_t last) noexcept
        : doc_(doc),
          first_(first),
          last_(last)
    {}

    const document* doc_;
    std::uint32_t first_;
    std::uint32_t last_;
};

inline const detail::node& value::node() const noexcept { return doc_->nodes_[index_]; }

inline kind value::type() const noexcept { return exists() ? node().what : kind::absent; }

inline std::size_t value::size() const noexcept { return is_array() || is_object() ? node().size : 0; }

inline std::string_view value::string() const noexcept
{
    return is_string() ? doc_->string_of(node()) : std::string_view();
}

inline std::string_view value::raw() const noexcept
{
    return exists() ? doc_->text_.substr(node().begin, node().end - node().begin) : std::string_view();
}

inline std::optional<bool> value::as_bool() const noexcept
{
    if (type() != kind::boolean)
        return std::nullopt;
    return raw().front() == 't';
}

inline element_range value::elements() const noexcept
{
    return is_array() ? element_range(doc_, index_ + 1, node().next) : element_range(nullptr, 0, 0);
}

inline member_range value::members() const noexcept
{
    return is_object() ? member_range(doc_, index_ + 1, node().next) : member_range(nullptr, 0, 0);
}

inline value value::operator[](std::string_view name) const noexcept
{
    value found;
    for (const member m : members())
    {
        if (m.name == name)
            found = m.value; // no early end: the last of several counts
    }
    return found;
}

inline value value::operator[](std::size_t index) const noexcept
{
    if (index >= size() || !is_array())
        return {};
    for (const value v : elements())
    {
        if (index-- == 0)
            return v;
    }
    return {};
}

} // namespace codexflow::json
