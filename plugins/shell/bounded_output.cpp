#include "plugins/shell/bounded_output.hpp"

#include <codexflow/utf8.hpp>

#include <algorithm>

namespace codexflow::shell {
namespace {

constexpr std::size_t longest_character = 4;

bool inside_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Without the beginning of a character whose end was cut off.
std::string_view without_cut_end(std::string_view text) noexcept
{
    std::size_t last = text.size();
    while (last != 0 && text.size() - last < longest_character && inside_character(text[last - 1]))
        --last;
    if (last == 0)
        return text;
    const std::string_view character = text.substr(last - 1);
    return utf8::valid_prefix(character) == character.size() ? text : text.substr(0, last - 1);
}

std::string_view without_cut_begin(std::string_view text) noexcept
{
    std::size_t first = 0;
    while (first != text.size() && first != longest_character - 1 && inside_character(text[first]))
        ++first;
    return text.substr(first);
}

} // namespace

void bounded_output::take(std::string_view bytes)
{
    size_ += bytes.size();
    const std::size_t to_head = std::min(bytes.size(), head_limit_ - head_.size());
    head_.append(bytes.substr(0, to_head));
    bytes.remove_prefix(to_head);
    if (bytes.size() > tail_limit_)
    {
        tail_.clear();
        bytes.remove_prefix(bytes.size() - tail_limit_);
    }
    tail_.append(bytes);
    if (tail_.size() >= 2 * tail_limit_) // not at every piece: each time moves what is kept
        tail_.erase(0, tail_.size() - tail_limit_);
}

std::string bounded_output::text() const
{
    if (!truncated())
        return utf8::clean(head_ + tail_);
    const std::string_view head = without_cut_end(head_);
    const std::string_view end = without_cut_begin(
        std::string_view(tail_).substr(tail_.size() - std::min(tail_.size(), tail_limit_)));
    const std::size_t left_out = size_ - head.size() - end.size();
    return utf8::clean(head) + "\n[" + std::to_string(left_out) + " bytes left out]\n" + utf8::clean(end);
}

} // namespace codexflow::shell
