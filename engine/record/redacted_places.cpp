#include "engine/record/redacted_places.hpp"

#include <algorithm>
#include <optional>

namespace codexflow {
namespace {

constexpr std::size_t longest_anchor = 24;  ///< Bytes behind a mark by which the text is found again.
constexpr std::size_t longest_mark = 200;
constexpr std::size_t excerpt_before = 32, excerpt_after = 12;

struct mark
{
    std::size_t size = 0;
    std::string rule;
};

std::optional<mark> mark_at(std::string_view text)
{
    const bool made_up = text.starts_with("[REDACTED"), known = text.starts_with("[secret:");
    const std::size_t end = text.substr(0, longest_mark).find(']');
    if ((!made_up && !known) || end == text.npos)
        return std::nullopt;
    if (known)
        return mark{end + 1, std::string(text.substr(8, end - 8))};
    if (end == 9)
        return mark{end + 1, "field"};
    if (text[9] != ':')
        return std::nullopt;
    std::string_view rule = text.substr(10, end - 10);
    while (rule.starts_with(' '))
        rule.remove_prefix(1);
    return mark{end + 1, std::string(rule)};
}

std::string excerpt_of(std::string_view after, std::size_t at, std::size_t size)
{
    const std::size_t line = after.rfind('\n', at) == after.npos ? 0 : after.rfind('\n', at) + 1;
    const std::size_t begin = std::max(line, at > excerpt_before ? at - excerpt_before : 0);
    const std::size_t end = std::min({after.find('\n', at + size), at + size + excerpt_after, after.size()});
    std::string made(after.substr(begin, end - begin));
    for (char& c : made)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = ' ';
    return made;
}

std::size_t line_end(std::string_view text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }

/// Walks along both texts.
class walk
{
public:
    walk(std::string_view before, std::string_view after) : before_(before), after_(after) {}

    std::vector<redacted_place> places()
    {
        while (true)
        {
            const auto ends = std::mismatch(before_.begin() + static_cast<std::ptrdiff_t>(was_), before_.end(),
                                            after_.begin() + static_cast<std::ptrdiff_t>(is_), after_.end());
            const auto same = static_cast<std::size_t>(ends.second - after_.begin()) - is_;
            was_ += same;
            is_ += same;
            if (is_ == after_.size())
                return std::move(found_);
            if (!take_mark())
                take_line();
        }
    }

private:
    /// The mark that begins here; what is before it may have been the same by chance, or a quote that is new.
    bool take_mark()
    {
        const std::size_t back = std::min<std::size_t>(is_, 10);
        for (std::size_t at = is_ - back; at <= is_ + 5 && at < after_.size(); ++at)
            if (const auto here = mark_at(after_.substr(at)); here && at + here->size > is_)
            {
                was_ -= std::min(was_, is_ - std::min(at, is_));
                add(at, *here);
                is_ = at + here->size;
                find_again();
                return true;
            }
        return false;
    }

    void add(std::size_t at, const mark& what) { found_.push_back({was_, what.rule, excerpt_of(after_, at, what.size)}); }

    /// Goes on in the text before where it is as behind the mark.
    void find_again()
    {
        while (is_ < after_.size() && (after_[is_] == '"' || after_[is_] == '\\') && !before_.substr(was_).starts_with(after_[is_]))
            ++is_;
        const std::size_t next = std::min(after_.find("[", is_), after_.size());
        const std::string_view anchor = after_.substr(is_, std::min(next - is_, longest_anchor));
        if (anchor.empty())
            return void(was_ = is_ == after_.size() ? before_.size() : std::min(was_ + 1, before_.size()));
        was_ = std::min(before_.find(anchor, std::min(was_ + 1, before_.size())), before_.size());
    }

    void take_line()
    {
        const std::size_t end = line_end(after_, is_);
        for (std::size_t at = is_; at < end; ++at)
            if (const auto here = mark_at(after_.substr(at)))
                add(at, *here);
        is_ = end;
        was_ = line_end(before_, was_);
        if (is_ < after_.size())
            ++is_;
        was_ = std::min(was_ + 1, before_.size());
    }

    std::string_view before_, after_;
    std::size_t was_ = 0, is_ = 0;
    std::vector<redacted_place> found_;
};

} // namespace

std::vector<redacted_place> redacted_places(std::string_view before, std::string_view after)
{
    if (before == after)
        return {};
    return walk(before, after).places();
}

} // namespace codexflow
