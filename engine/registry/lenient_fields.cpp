#include "engine/registry/lenient_fields.hpp"

#include "engine/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace codexflow {
namespace {

bool is_scalar(const doc::node& value)
{
    return !value.is_null() && !value.is_mapping() && !value.is_sequence();
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

} // namespace

const doc::node* lenient_fields::find(std::string_view path) const
{
    const doc::node* here = &document_;
    for (std::size_t begin = 0; begin <= path.size() && here != nullptr;)
    {
        const std::size_t end = std::min(path.find('.', begin), path.size());
        here = here->find(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return here == nullptr || here->is_null() ? nullptr : here;
}

std::string lenient_fields::text(std::string_view path)
{
    const doc::node* value = find(path);
    if (value == nullptr)
        return {};
    if (is_scalar(*value))
        return value->text;
    warn(*value, fmt::format("'{}' is {} instead of text and is left out", path, doc::describe(value->type)));
    return {};
}

std::vector<std::string> lenient_fields::texts(std::string_view path)
{
    return texts_of(placed_texts(path));
}

std::vector<text_trigger> lenient_fields::placed_texts(std::string_view path)
{
    std::vector<text_trigger> list;
    const doc::node* value = find(path);
    if (value == nullptr)
        return list;
    if (is_scalar(*value))
    {
        std::string parts = value->text;
        std::replace(parts.begin(), parts.end(), '\n', ',');
        for (std::string& part : split(parts, ','))
            if (!part.empty())
                list.push_back({std::move(part), doc::in(file_, value->where)});
        return list;
    }
    if (!value->is_sequence())
    {
        warn(*value,
             fmt::format("'{}' is {} instead of a list and is left out", path, doc::describe(value->type)));
        return list;
    }
    for (const doc::node& item : value->items)
    {
        if (is_scalar(item))
            list.push_back({item.text, doc::in(file_, item.where)});
        else
            warn(item, fmt::format("an entry of '{}' is {} instead of text and is left out", path,
                                   doc::describe(item.type)));
    }
    return list;
}

std::vector<std::string> lenient_fields::scripts(std::initializer_list<std::string_view> paths)
{
    for (const std::string_view path : paths)
    {
        const doc::node* value = find(path);
        if (value == nullptr)
            continue;
        if (is_scalar(*value))
            return {value->text};
        return texts(path);
    }
    return {};
}

std::optional<std::int64_t> lenient_fields::count(std::string_view path)
{
    const doc::node* value = find(path);
    if (value == nullptr)
        return std::nullopt;
    const auto number = doc::as_number(*value);
    if (number && *number >= 1 && *number <= 1e9)
        return static_cast<std::int64_t>(*number);
    warn(*value, fmt::format("'{}' is no number of at least 1 and is left out", path));
    return std::nullopt;
}

void lenient_fields::warn(const doc::node& value, std::string message, std::string hint)
{
    notices_.push_back(
        {notice_kind::warning, error(errc::invalid_argument, std::move(message), doc::in(file_, value.where))
                                   .with_hint(std::move(hint))});
}

std::string slug(std::string_view text)
{
    std::string made;
    for (const char c : to_lower(text))
    {
        if (is_word(c))
            made += c;
        else if (!made.empty() && made.back() != '-')
            made += '-';
    }
    made.resize(std::min<std::size_t>(made.size(), 128)); // as long as a name may be
    if (made.ends_with('-'))
        made.pop_back();
    return made;
}

std::string title_of(std::string_view slug)
{
    std::string title(slug);
    bool begin = true;
    for (char& c : title)
    {
        if (c == '-' || c == '_')
            c = ' ';
        else if (begin && c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
        begin = c == ' ';
    }
    return title;
}

std::string regex_of_words(std::string_view pattern)
{
    std::string made = "^";
    for (const char c : pattern)
    {
        if (c == '*')
        {
            made += ".*";
            continue;
        }
        if (std::string_view(R"(\^$.|?+()[]{})").find(c) != std::string_view::npos)
            made += '\\';
        made += c;
    }
    return made + '$';
}

} // namespace codexflow
