// One state machine over the bytes of a document. Longer than most files: its states lead into each other, and apart
// nobody could follow them.
#include "plugins/fields/document.hpp"

#include <codexflow/utf8.hpp>

#include <utility>

namespace codexflow::fields {
namespace {

/// A longer name is no secret one.
constexpr std::size_t longest_name = 256;
/// Of blanks and a name, where members are removed; beyond it they are replaced.
constexpr std::size_t most_kept = 512;
/// Deeper documents are passed on.
constexpr std::size_t deepest = 512;
/// Documents in strings in documents.
constexpr unsigned most_strings = 3;

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool in_literal(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' || c == 'E';
}
bool begins_literal(char c) { return (c >= '0' && c <= '9') || c == '-' || c == 't' || c == 'f' || c == 'n'; }
bool hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

unsigned value_of(std::string_view digits)
{
    unsigned value = 0;
    for (const char c : digits)
        value = value * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    return value;
}

char plain_escape(char letter)
{
    switch (letter)
    {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'b': return '\b';
    case 'f': return '\f';
    default: return letter;
    }
}

} // namespace

document::document(const names& secret, unsigned depth) : names_(&secret), depth_(depth) {}

void document::write(std::string_view raw, std::string& out)
{
    if (kept_.empty())
    {
        out += raw;
        return;
    }
    kept_ += raw;
    if (kept_.size() <= most_kept)
        return;
    out += std::exchange(kept_, {});
    overflown_ = true;
}

/// "[REDACTED]", with its quotes spelt as they are in so many strings.
void document::mark(std::string& out)
{
    std::string quote = "\"";
    for (unsigned i = 0; i != depth_; ++i)
    {
        std::string deeper;
        for (const char c : quote)
            (deeper += '\\') += c;
        quote = std::move(deeper);
    }
    out += quote + "[REDACTED]" + quote;
}

void document::give_up(std::string_view raw, std::string& out)
{
    out += std::exchange(kept_, {});
    out += raw;
    at_ = place::plain;
}

void document::end(std::string& out)
{
    if (inner_ != nullptr)
        inner_->end(out);
    out += std::exchange(kept_, {});
    if (at_ != place::secret_text && at_ != place::secret_tree)
        out += escape_;
    out += std::exchange(quote_, {});
    escape_.clear();
    at_ = place::plain;
}

void document::put(char c, std::string_view raw, std::string& out)
{
    switch (at_)
    {
    case place::before:
        if (is_blank(c))
            out += raw;
        else if (c == '{' || c == '[')
            open(c == '{', raw, out);
        else
            give_up(raw, out);
        return;
    case place::value: return put_value(c, raw, out);
    case place::string:
    case place::name:
    case place::secret_text: return put_in_text(c, raw, out);
    case place::literal:
        if (in_literal(c))
        {
            out += raw;
            return;
        }
        end_value();
        return put(c, raw, out);
    case place::name_or_end: return put_name_or_end(c, raw, out);
    case place::colon: return put_colon(c, raw, out);
    case place::after: return put_after(c, raw, out);
    case place::secret_start:
    case place::secret_other:
    case place::secret_tree: return put_secret(c, raw, out);
    case place::plain: out += raw; return;
    }
}

void document::open(bool object, std::string_view raw, std::string& out)
{
    if (levels_.size() == deepest)
        return give_up(raw, out);
    write(raw, out);
    levels_.push_back({object, false});
    overflown_ = false;
    if (!object)
        path_.emplace_back("*");
    first_in_list_ = !object;
    at_ = object ? place::name_or_end : place::value;
}

void document::close(std::string_view raw, std::string& out)
{
    out += std::exchange(kept_, {}); // blanks in front of it
    out += raw;
    if (!levels_.back().object)
        path_.pop_back();
    levels_.pop_back();
    end_value();
}

/// A value is complete: a member's name is none of the path any more.
void document::end_value()
{
    looked_ = false;
    at_ = levels_.empty() ? place::before : place::after;
    if (levels_.empty())
        return;
    if (levels_.back().object)
        path_.pop_back();
    levels_.back().has_members = true;
}

void document::put_value(char c, std::string_view raw, std::string& out)
{
    const bool may_close = std::exchange(first_in_list_, first_in_list_ && is_blank(c));
    if (is_blank(c))
        out += raw;
    else if (c == '{' || c == '[')
        open(c == '{', raw, out);
    else if (c == '"')
    {
        out += raw;
        at_ = place::string;
        looked_ = depth_ == most_strings;
    }
    else if (begins_literal(c))
    {
        out += raw;
        at_ = place::literal;
    }
    else if (c == ']' && may_close)
        close(raw, out);
    else
        give_up(raw, out);
}

void document::put_name_or_end(char c, std::string_view raw, std::string& out)
{
    if (is_blank(c))
        return write(raw, out);
    if (c == '}')
        return close(raw, out);
    if (c != '"')
        return give_up(raw, out);
    if (names_->what() == mode::remove && !overflown_)
        kept_ += raw;
    else
        out += raw;
    name_.clear();
    at_ = place::name;
}

void document::put_colon(char c, std::string_view raw, std::string& out)
{
    if (is_blank(c))
        return write(raw, out);
    if (c != ':')
        return give_up(raw, out);
    path_.push_back(names_->spelt(name_));
    const bool secret = name_.size() <= longest_name && names_->secret(path_);
    if (secret && removes())
    {
        kept_.clear();
        at_ = place::secret_start;
        return;
    }
    out += std::exchange(kept_, {});
    out += raw;
    at_ = secret ? place::secret_start : place::value;
}

void document::put_after(char c, std::string_view raw, std::string& out)
{
    level& here = levels_.back();
    if (is_blank(c))
        out += raw;
    else if (c == (here.object ? '}' : ']'))
        close(raw, out);
    else if (c != ',')
        give_up(raw, out);
    else if (!here.object)
    {
        out += raw;
        at_ = place::value;
    }
    else
    {
        at_ = place::name_or_end;
        overflown_ = false;
        if (names_->what() == mode::replace)
            out += raw;
        else if (here.has_members) // else all before it were removed, and it goes too
            kept_ += raw;
    }
}

/// The value of a secret member. What says nothing stays: null, true, false and "".
void document::put_secret(char c, std::string_view raw, std::string& out)
{
    const auto leave = [&] {
        const bool had = levels_.back().has_members;
        end_value();
        levels_.back().has_members = had || !removes();
    };
    if (at_ == place::secret_other)
    {
        if (in_literal(c))
            return;
        leave();
        return put(c, raw, out);
    }
    if (at_ == place::secret_tree)
    {
        if (quoted_)
        {
            quoted_ = escaped_ || c != '"';
            escaped_ = !escaped_ && c == '\\';
        }
        else if (c == '"')
            quoted_ = true;
        else if (c == '{' || c == '[')
            ++tree_;
        else if ((c == '}' || c == ']') && --tree_ == 0)
            leave();
        return;
    }
    if (is_blank(c))
    {
        if (!removes())
            out += raw;
        return;
    }
    if (c == '"')
    {
        at_ = place::secret_text;
        quote_ = raw;
        return;
    }
    const bool tree = c == '{' || c == '[';
    if (!tree && !begins_literal(c))
        return give_up(raw, out);
    if (!tree && !removes() && c >= 'a')
    {
        out += raw;
        at_ = place::literal;
        return;
    }
    if (!removes())
        mark(out);
    tree_ = 1;
    at_ = tree ? place::secret_tree : place::secret_other;
}

/// Adds to an escape. @return true when it is complete; then decoded_ says what it means.
bool document::finish_escape(char c, std::string_view raw)
{
    escape_ += raw;
    escape_says_ += c;
    if (escape_says_.size() == 2 && c != 'u')
    {
        decoded_ = plain_escape(c);
        return true;
    }
    if (escape_says_.size() > 2 && !hex(c))
    {
        decoded_ = 0;
        return true;
    }
    if (escape_says_.size() < 6)
        return false;
    const unsigned code = value_of(std::string_view(escape_says_).substr(2));
    decoded_ = code < 0x80 ? static_cast<char>(code) : '\0';
    if (at_ == place::name && code >= 0x80)
        utf8::append(name_, code);
    return true;
}

void document::put_in_text(char c, std::string_view raw, std::string& out)
{
    if (!escape_.empty())
    {
        if (!finish_escape(c, raw))
            return;
        const std::string spelling = std::exchange(escape_, {});
        escape_says_.clear();
        return take_text(decoded_, spelling, out);
    }
    if (c == '\\')
    {
        escape_ = raw;
        escape_says_ = c;
        return;
    }
    if (c == '"')
        return close_text(raw, out);
    take_text(c, raw, out);
}

/// A character of a string, however it is spelt.
void document::take_text(char c, std::string_view raw, std::string& out)
{
    if (at_ == place::secret_text)
    {
        if (!quote_.empty() && !removes())
            mark(out);
        quote_.clear();
        return;
    }
    if (at_ == place::name)
    {
        if (c != '\0' && name_.size() <= longest_name)
            name_ += c;
        return write(raw, out);
    }
    if (!looked_ && !is_blank(c))
    {
        looked_ = true;
        if (c == '{' || c == '[')
            inner_ = std::make_unique<document>(*names_, depth_ + 1);
    }
    if (inner_ != nullptr)
        inner_->put(c, raw, out);
    else
        out += raw;
}

void document::close_text(std::string_view raw, std::string& out)
{
    if (at_ == place::name)
    {
        write(raw, out);
        at_ = place::colon;
        return;
    }
    if (at_ == place::string)
    {
        if (inner_ != nullptr)
            inner_->end(out);
        inner_.reset();
        out += raw;
        return end_value();
    }
    const bool empty = !quote_.empty();
    if (empty && !removes())
        out += quote_ + std::string(raw);
    quote_.clear();
    const bool had = levels_.back().has_members;
    end_value();
    levels_.back().has_members = had || !removes();
}

} // namespace codexflow::fields
