#include "plugins/openai/tool_calls.hpp"

#include <codexflow/utf8.hpp>

#include <algorithm>

namespace codexflow::openai {

void tool_calls::add(const json::value& fragment)
{
    const json::value function = fragment["function"];
    const std::string_view id = fragment["id"].string();
    extend(find(fragment, id, function["name"].string()), id, function);
}

void tool_calls::add_function(const json::value& function)
{
    extend(calls_.empty() ? open(std::nullopt) : calls_.size() - 1, {}, function);
}

void tool_calls::finish()
{
    for (std::size_t i = 0; i != calls_.size(); ++i)
        calls_[i].arguments.append(progress_[i].joiner.finish());
    std::size_t number = 0;
    for (tool_call& call : calls_)
    {
        while (call.id.empty())
        {
            std::string made = "call_" + std::to_string(++number);
            const auto taken = [&](const tool_call& other) { return other.id == made; };
            if (std::none_of(calls_.begin(), calls_.end(), taken))
                call.id = std::move(made);
        }
    }
}

/// The place of the call that @p fragment belongs to, opened if it is a new one.
std::size_t tool_calls::find(const json::value& fragment, std::string_view id, std::string_view name)
{
    if (const auto index = fragment["index"].as_int64())
    {
        for (std::size_t i = calls_.size(); i-- != 0;)
        {
            if (calls_[i].index != index)
                continue;
            const bool other_call = !id.empty() && !calls_[i].id.empty() && calls_[i].id != id;
            return other_call ? open(index) : i;
        }
        return open(index);
    }
    for (std::size_t i = calls_.size(); !id.empty() && i-- != 0;)
    {
        if (calls_[i].id == id)
            return i;
    }
    if (calls_.empty() || !id.empty() || (!name.empty() && progress_.back().balance.closed()))
        return open(std::nullopt);
    return calls_.size() - 1;
}

std::size_t tool_calls::open(std::optional<std::int64_t> index)
{
    calls_.emplace_back().index = index;
    progress_.emplace_back();
    return calls_.size() - 1;
}

void tool_calls::extend(std::size_t place, std::string_view id, const json::value& function)
{
    tool_call& call = calls_[place];
    if (call.id.empty())
        call.id = utf8::clean(id);
    if (call.name.empty())
        call.name = utf8::clean(function["name"].string());
    const json::value arguments = function["arguments"];
    if (arguments.is_object())
    {
        call.arguments = utf8::clean(arguments.raw());
        progress_[place].balance.feed(call.arguments);
    }
    else if (arguments.is_string())
    {
        const std::string_view piece = progress_[place].joiner.feed(arguments.string());
        call.arguments.append(piece);
        progress_[place].balance.feed(piece);
    }
}

} // namespace codexflow::openai
