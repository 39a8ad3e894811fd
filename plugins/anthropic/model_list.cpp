#include "plugins/anthropic/model_list.hpp"

#include <codexflow/utf8.hpp>

#include <array>
#include <string_view>
#include <utility>

namespace codexflow::anthropic {
namespace {

/// What the list says a model can do, and what the engine calls it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> abilities{{
    {"thinking", "thinking"},
    {"image_input", "vision"},
    {"structured_outputs", "json"},
}};

void write_abilities(json_writer& out, const json::value& told)
{
    if (!told.is_object())
        return; // not told, which is not the same as none
    out.key("capabilities").begin_array();
    out.value("completion").value("tools"); // all models of this API have both
    for (const auto& [theirs, ours] : abilities)
    {
        if (told[theirs]["supported"].as_bool().value_or(false))
            out.value(ours);
    }
    out.end_array();
}

} // namespace

std::string append_models(json_writer& list, const json::value& page)
{
    std::string last;
    for (const json::value model : page["data"].elements())
    {
        last = utf8::clean(model["id"].string());
        list.begin_object().member("name", last);
        if (const auto length = model["max_input_tokens"].as_uint64(); length && *length != 0)
            list.member("context_length", *length);
        write_abilities(list, model["capabilities"]);
        list.end_object();
    }
    return page["has_more"].as_bool().value_or(false) ? last : std::string();
}

} // namespace codexflow::anthropic
