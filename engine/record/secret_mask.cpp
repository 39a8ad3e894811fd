#include "engine/record/secret_mask.hpp"

#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

namespace codexflow {
namespace {

/// As it stands within the quotes of a JSON string.
std::string in_json(std::string_view value)
{
    std::string text;
    append_json_string(text, value);
    return text.substr(1, text.size() - 2);
}

/// As it stands in a URL: what is not unreserved is written as %XX.
std::string in_url(std::string_view value)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string text;
    for (const char c : value)
    {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~')
            text += c;
        else
            ((text += '%') += hex[byte >> 4]) += hex[byte & 0x0F];
    }
    return text;
}

} // namespace

void secret_mask::add(std::string_view name, std::string_view value)
{
    if (value.size() < shortest)
        return;
    const std::string replacement = "[secret:" + std::string(name) + "]";
    add_spelling(replacement, value);
    add_spelling(replacement, in_json(value));
    add_spelling(replacement, in_json(in_json(value)));
    add_spelling(replacement, in_url(value));
}

void secret_mask::add_spelling(const std::string& replacement, std::string_view value)
{
    const auto known = [&](const secret& one) { return one.value == value; };
    if (std::any_of(secrets_.begin(), secrets_.end(), known))
        return;
    secrets_.push_back({std::string(value), replacement});
    begins_with_[static_cast<unsigned char>(value.front())] = true;
    // Of two values that begin alike the longer one is looked for first, or its rest would stay readable.
    std::stable_sort(secrets_.begin(), secrets_.end(),
                     [](const secret& a, const secret& b) { return a.value.size() > b.value.size(); });
}

/// What begins where @p text begins.
secret_mask::found secret_mask::look(std::string_view text, const secret*& which) const noexcept
{
    for (const secret& one : secrets_)
    {
        which = &one;
        if (text.starts_with(one.value))
            return found::whole;
        if (std::string_view(one.value).starts_with(text))
            return found::part;
    }
    return found::nothing;
}

void secret_mask::feed(std::string& held, std::string_view piece, std::string& out) const
{
    std::string joined;
    if (!held.empty())
    {
        joined = std::exchange(held, {});
        joined += piece;
        piece = joined;
    }
    std::size_t plain = 0; // what is not yet appended begins here
    for (std::size_t at = 0; at < piece.size();)
    {
        const secret* which = nullptr;
        const bool may_begin = begins_with_[static_cast<unsigned char>(piece[at])];
        const found what = may_begin ? look(piece.substr(at), which) : found::nothing;
        if (what == found::nothing)
        {
            ++at;
            continue;
        }
        out.append(piece, plain, at - plain);
        if (what == found::part)
        {
            held = piece.substr(at);
            return;
        }
        out += which->replacement;
        at += which->value.size();
        plain = at;
    }
    out.append(piece, plain);
}

std::string secret_mask::end(std::string_view held) const
{
    std::string out;
    while (!held.empty())
    {
        const auto cut = [&](const secret& one) {
            return std::string_view(one.value).starts_with(held) && held.size() >= shortest &&
                   held.size() * 2 >= one.value.size();
        };
        const auto whole = [&](const secret& one) { return held.starts_with(one.value); };
        auto which = std::find_if(secrets_.begin(), secrets_.end(), cut);
        if (which == secrets_.end())
            which = std::find_if(secrets_.begin(), secrets_.end(), whole);
        const bool hit = which != secrets_.end();
        out += hit ? std::string_view(which->replacement) : held.substr(0, 1);
        held.remove_prefix(hit ? std::min(which->value.size(), held.size()) : 1);
    }
    return out;
}

void secret_mask::apply(std::string& text) const
{
    if (empty())
        return;
    std::string masked;
    std::string held;
    feed(held, text, masked);
    masked += end(held);
    text = std::move(masked);
}

} // namespace codexflow
