#include "plugins/openai/responses_item.hpp"

#include <codexflow/json_writer.hpp>
#include <codexflow/utf8.hpp>

namespace codexflow::openai {

void responses_item::take(const json::value& item, bool done)
{
    const auto keep = [&item](std::string& to, std::string_view member) {
        if (const std::string_view text = item[member].string(); !text.empty())
            to = utf8::clean(text);
    };
    keep(type, "type");
    keep(call_id, "call_id");
    keep(name, "name");
    if (!done)
        return;
    json = utf8::clean(item.raw());
    for (const std::string_view field : {"arguments", "input"})
    {
        if (const std::string_view whole = item[field].string(); !whole.empty())
            set_arguments(whole);
    }
}

void responses_item::take_arguments(std::string_view piece)
{
    arguments.append(argument_joiner_.feed(piece));
}

void responses_item::set_arguments(std::string_view whole)
{
    argument_joiner_.finish();
    arguments = utf8::clean(whole);
}

void responses_item::finish() { arguments.append(argument_joiner_.finish()); }

std::string responses_item::arguments_text() const
{
    if (type != "custom_tool_call")
        return arguments.empty() ? "{}" : arguments;
    std::string text;
    json_writer(text).begin_object().member("input", arguments).end_object();
    return text;
}

bool responses_item::is_sealed() const
{
    json::document document;
    return document.parse(json) && !document.root()["encrypted_content"].string().empty();
}

} // namespace codexflow::openai
