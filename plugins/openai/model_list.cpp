#include "plugins/openai/model_list.hpp"

#include <codexflow/json_writer.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace codexflow::openai {

std::string write_model_list(const json::value& answer)
{
    std::string list;
    json_writer out(list);
    out.begin_object().key("models").begin_array();
    for (const json::value model : answer["data"].elements())
    {
        std::optional<std::uint64_t> length;
        for (const std::string_view name : {"max_model_len", "context_length", "context_window"})
            length = length ? length : model[name].as_uint64();
        out.begin_object().member("name", model["id"].string());
        if (length && *length != 0)
            out.member("context_length", *length);
        out.end_object();
    }
    out.end_array().end_object();
    return list;
}

} // namespace codexflow::openai
