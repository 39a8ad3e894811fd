#pragma once

#include <codexflow/detail/json_node.hpp>
#include <codexflow/detail/json_string.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::json {

/// Why a text was refused, for callers that act differently on a text that is merely cut short.
enum class fault : std::uint8_t
{
    none,
    unexpected_end, ///< The text stops inside a value: cut short, or empty.
    syntax,         ///< Not JSON.
    too_deep,       ///< More than 128 containers inside one another.
    too_large,      ///< More values or bytes than the document takes.
};

/// Where and why parsing stopped.
struct parse_error
{
    fault what = fault::none;
    std::size_t offset = 0;        ///< Byte offset in the text given to parse().
    std::string_view message = {}; ///< A literal: what is wrong there.
};

namespace detail {

/** One pass over a text into a node array and a string arena. No recursion, so that a hostile depth
 *  costs nothing; no allocation once both have grown to what the texts need. */
class parser
{
public:
    static constexpr std::size_t max_depth = 128;

    parser(std::string_view text, std::vector<node>& nodes, std::string& arena, std::size_t max_nodes)
        : begin_(text.data()),
          at_(begin_),
          end_(begin_ + text.size()),
          nodes_(nodes),
          arena_(arena),
          max_nodes_(max_nodes)
    {}

    /// Parses the whole text; false leaves the reason in error().
    bool run()
    {
        if (end_ - begin_ >= 3 && std::memcmp(begin_, "\xEF\xBB\xBF", 3) == 0)
            at_ += 3;
        skip_blanks();
        for (;;)
        {
            bool opened = false;
            if (!begin_value(opened))
                return false;
            if (!opened && !after_value())
                return error_.what == fault::none; // the root has ended, or a fault
        }
    }

    const parse_error& error() const noexcept { return error_; }

private:
    bool fail(fault what, std::string_view message) noexcept
    {
        error_.what = at_ == end_ && what == fault::syntax ? fault::unexpected_end : what;
        error_.offset = static_cast<std::size_t>(at_ - begin_);
        error_.message = error_.what == fault::unexpected_end ? "the text ends too early" : message;
        if (error_.what == fault::syntax && *at_ == '\0')
            error_.message = "a NUL byte, which JSON never holds";
        return false;
    }

    void skip_blanks() noexcept
    {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t'))
            ++at_;
    }

    std::uint32_t offset(const char* place) const noexcept
    {
        return static_cast<std::uint32_t>(place - begin_);
    }
    std::uint32_t count() const noexcept { return static_cast<std::uint32_t>(nodes_.size()); }

    /// Adds the node of a value that lies between @p first and at_ and holds nothing.
    bool add_leaf(kind what, const char* first)
    {
        if (nodes_.size() >= max_nodes_)
            return fail(fault::too_large, "too many values");
        nodes_.push_back({offset(first), offset(at_), count() + 1, 0, 0, what, false});
        return true;
    }

    /// Reads the start of a value; @p opened tells that it is a container with something in it.
    bool begin_value(bool& opened)
    {
        if (at_ == end_)
            return fail(fault::syntax, {});
        switch (*at_)
        {
        case '"': return string();
        case '{': return open(kind::object, '}', opened);
        case '[': return open(kind::array, ']', opened);
        case 't': return word("true", kind::boolean);
        case 'f': return word("false", kind::boolean);
        case 'n': return word("null", kind::null);
        default: return number();
        }
    }

    bool open(kind what, char closer, bool& opened)
    {
        if (depth_ == max_depth)
            return fail(fault::too_deep, "more than 128 arrays and objects inside one another");
        const std::uint32_t self = count();
        const char* first = at_++;
        if (!add_leaf(what, first))
            return false;
        skip_blanks();
        if (at_ != end_ && *at_ == closer)
        {
            nodes_[self].end = offset(++at_);
            return true;
        }
        open_[depth_++] = self;
        opened = true;
        return what == kind::array || key();
    }

    /// Goes on behind a finished value, closing what ends there; false at the end of all or a fault.
    bool after_value()
    {
        while (depth_ != 0)
        {
            node& container = nodes_[open_[depth_ - 1]];
            const bool object = container.what == kind::object;
            ++container.size;
            skip_blanks();
            if (at_ != end_ && *at_ == ',')
            {
                ++at_;
                skip_blanks();
                return !object || key();
            }
            if (at_ == end_ || *at_ != (object ? '}' : ']'))
                return fail(fault::syntax, object ? "',' or '}' is missing" : "',' or ']' is missing");
            container.end = offset(++at_);
            container.next = count();
            --depth_;
        }
        skip_blanks();
        if (at_ != end_)
            fail(fault::syntax, "more text behind the value");
        return false;
    }

    bool key()
    {
        if (at_ == end_ || *at_ != '"')
            return fail(fault::syntax, "a name in double quotes is missing");
        if (!string())
            return false;
        skip_blanks();
        if (at_ == end_ || *at_ != ':')
            return fail(fault::syntax, "':' is missing");
        ++at_;
        skip_blanks();
        return true;
    }

    bool word(std::string_view text, kind what)
    {
        const char* first = at_;
        for (const char c : text)
        {
            if (at_ == end_ || *at_ != c)
                return fail(fault::syntax, "not a JSON value");
            ++at_;
        }
        return add_leaf(what, first);
    }

    bool digits() noexcept
    {
        const char* first = at_;
        while (at_ != end_ && *at_ >= '0' && *at_ <= '9')
            ++at_;
        return at_ != first;
    }

    bool number()
    {
        const char* first = at_;
        if (*at_ == '-')
            ++at_;
        if (at_ != end_ && *at_ == '0')
            ++at_;
        else if (!digits())
            return fail(fault::syntax, "not a JSON value");
        if (at_ != end_ && *at_ == '.')
        {
            ++at_;
            if (!digits())
                return fail(fault::syntax, "a digit is missing behind the point");
        }
        if (at_ != end_ && (*at_ == 'e' || *at_ == 'E'))
        {
            ++at_;
            if (at_ != end_ && (*at_ == '+' || *at_ == '-'))
                ++at_;
            if (!digits())
                return fail(fault::syntax, "a digit is missing in the exponent");
        }
        return add_leaf(kind::number, first);
    }

    bool string()
    {
        const char* first = at_++;
        const char* content = at_;
        at_ = skip_plain(at_, end_);
        if (at_ != end_ && *at_ == '"')
        { // the usual case: the bytes stay where they are
            const auto size = static_cast<std::uint32_t>(at_ - content);
            ++at_;
            if (!add_leaf(kind::string, first))
                return false;
            nodes_.back().text = offset(content);
            nodes_.back().size = size;
            return true;
        }
        const std::size_t start = arena_.size();
        for (;;)
        {
            arena_.append(content, at_);
            if (at_ == end_)
                return fail(fault::syntax, {});
            if (*at_ == '"')
                break;
            if (*at_ != '\\')
                return fail(fault::syntax, "a control character inside a string");
            std::string_view wrong;
            if (!read_escape(at_, end_, arena_, wrong))
                return fail(fault::syntax, wrong);
            content = at_;
            at_ = skip_plain(at_, end_);
        }
        ++at_;
        if (!add_leaf(kind::string, first))
            return false;
        nodes_.back().text = static_cast<std::uint32_t>(start);
        nodes_.back().size = static_cast<std::uint32_t>(arena_.size() - start);
        nodes_.back().in_arena = true;
        return true;
    }

    const char* begin_;
    const char* at_;
    const char* end_;
    std::vector<node>& nodes_;
    std::string& arena_;
    std::size_t max_nodes_;
    std::size_t depth_ = 0;
    std::array<std::uint32_t, max_depth> open_; // the containers not yet closed; filled as far as depth_
    parse_error error_;
};

} // namespace detail
} // namespace codexflow::json
