#pragma once

#include "engine/base/document.hpp"

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Documents made by the program rather than read: values without places. */
namespace codexflow::doc {

inline node make(std::string_view text) { return {kind::string, std::string(text), {}, {}, {}}; }
inline node make(const std::string& text) { return make(std::string_view(text)); }
inline node make(const char* text) { return make(std::string_view(text)); }
inline node make(bool value) { return {kind::boolean, value ? "true" : "false", {}, {}, {}}; }
inline node make(double value)
{
    std::string text = fmt::format("{}", value);
    if (text.ends_with(".0"))
        text.resize(text.size() - 2);
    const kind type = text.find_first_of(".e") == std::string::npos ? kind::integer : kind::number;
    return {type, std::move(text), {}, {}, {}};
}
inline node make(std::integral auto value) { return {kind::integer, fmt::format("{}", value), {}, {}, {}}; }
inline node make(node value) { return value; }
template <class T> node make(const std::vector<T>& items)
{
    node list{kind::sequence, {}, {}, {}, {}};
    for (const T& item : items)
        list.items.push_back(make(item));
    return list;
}

/// A mapping under construction, keys in the order in which they are set; each key once.
class mapping_builder
{
public:
    template <class T> mapping_builder& set(std::string key, const T& value)
    {
        made_.members.push_back({std::move(key), {}, make(value)});
        return *this;
    }
    /// Only if there is a text.
    mapping_builder& set_some(std::string key, const std::string& text)
    {
        return text.empty() ? *this : set(std::move(key), text);
    }
    node take() { return std::move(made_); }

private:
    node made_{kind::mapping, {}, {}, {}, {}};
};

} // namespace codexflow::doc
