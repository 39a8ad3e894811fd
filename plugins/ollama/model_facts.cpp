#include "plugins/ollama/model_facts.hpp"

#include <codexflow/json_writer.hpp>
#include <codexflow/utf8.hpp>

#include <algorithm>

namespace codexflow::ollama {

bool model_facts::lacks(std::string_view capability) const
{
    return capabilities &&
           std::find(capabilities->begin(), capabilities->end(), capability) == capabilities->end();
}

model_facts read_model_facts(std::string_view body)
{
    model_facts facts;
    json::document document;
    if (!document.parse(body))
        return facts;
    const json::value root = document.root();
    if (root["capabilities"].is_array())
    {
        facts.capabilities.emplace();
        for (const json::value one : root["capabilities"].elements())
            facts.capabilities->push_back(utf8::clean(one.string()));
    }
    const json::value info = root["model_info"];
    const std::string family(info["general.architecture"].string());
    if (const auto length = info[family + ".context_length"].as_uint64(); length && *length != 0)
        facts.context_length = length;
    return facts;
}

std::string write_description(const model_facts& facts)
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    if (facts.context_length)
        out.member("context_length", *facts.context_length);
    if (facts.capabilities)
    {
        out.key("capabilities").begin_array();
        for (const std::string& one : *facts.capabilities)
            out.value(one);
        out.end_array();
    }
    out.end_object();
    return text;
}

std::string write_model_list(const json::value& tags)
{
    std::string list;
    json_writer out(list);
    out.begin_object().key("models").begin_array();
    for (const json::value model : tags["models"].elements())
    {
        const json::value name = model["name"].exists() ? model["name"] : model["model"];
        out.begin_object().member("name", name.string());
        if (const auto length = model["details"]["context_length"].as_uint64(); length && *length != 0)
            out.member("context_length", *length);
        if (model["capabilities"].is_array())
        {
            out.key("capabilities").begin_array();
            for (const json::value one : model["capabilities"].elements())
                out.value(one.string());
            out.end_array();
        }
        out.end_object();
    }
    out.end_array().end_object();
    return list;
}

std::optional<model_facts> model_memory::find(const std::string& model) const
{
    const std::lock_guard lock(mutex_);
    const auto found = facts_.find(model);
    return found == facts_.end() ? std::nullopt : std::optional(found->second);
}

void model_memory::learn(const std::string& model, const model_facts& facts)
{
    const std::lock_guard lock(mutex_);
    facts_.insert_or_assign(model, facts);
}

std::uint64_t model_memory::widen(const std::string& model, std::uint64_t wanted)
{
    const std::lock_guard lock(mutex_);
    std::uint64_t& widest = windows_[model];
    widest = std::max(widest, wanted);
    return widest;
}

} // namespace codexflow::ollama
