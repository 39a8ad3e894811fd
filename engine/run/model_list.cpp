#include "engine/run/model_list.hpp"

#include "engine/base/text.hpp"

#include <codexflow/json.hpp>

#include <algorithm>
#include <utility>

namespace codexflow {
namespace {

listed_model read_model(const json::value& from, std::string name)
{
    listed_model made;
    made.name = std::move(name);
    if (from["capabilities"].is_array())
    {
        made.capabilities.emplace();
        for (const json::value one : from["capabilities"].elements())
            made.capabilities->emplace_back(one.string());
    }
    if (const auto length = from["context_length"].as_uint64(); length && *length != 0)
        made.context_length = length;
    return made;
}

bool is_date(std::string_view text)
{
    constexpr std::string_view digits = "0123456789";
    std::size_t count = 0;
    for (const char c : text)
    {
        if (c != '-' && digits.find(c) == digits.npos)
            return false;
        count += c != '-';
    }
    return count == 8;
}

/// "claude-haiku-4-5-20251001" is a version of "claude-haiku-4-5".
bool is_version(std::string_view name, std::string_view of)
{
    return name.size() > of.size() + 1 && name.starts_with(of) && name[of.size()] == '-' &&
           is_date(name.substr(of.size() + 1));
}

error not_as_promised(const char* verb)
{
    return error(errc::plugin_misbehaved,
                 std::string("the provider's plugin answered the verb '") + verb + "' with a document that is none")
        .with_hint("see: codex-flow plugin list, and tell the plugin's author");
}

} // namespace

bool listed_model::can(std::string_view capability) const
{
    return capabilities && std::find(capabilities->begin(), capabilities->end(), capability) != capabilities->end();
}

bool listed_model::can_chat() const
{
    if (capabilities)
        return can("completion") || can("chat");
    const std::string lower = to_lower(name);
    constexpr std::string_view others[] = {"embed", "bge-", "minilm", "rerank", "whisper", "tts", "dall-e", "moderation"};
    return std::none_of(std::begin(others), std::end(others),
                        [&](std::string_view other) { return lower.find(other) != lower.npos; });
}

result<std::vector<listed_model>> read_model_list(std::string_view document)
{
    json::document parsed;
    if (!parsed.parse(document) || !parsed.root()["models"].is_array())
        return not_as_promised("models");
    std::vector<listed_model> models;
    for (const json::value one : parsed.root()["models"].elements())
        if (std::string name(one["name"].string()); !name.empty())
            models.push_back(read_model(one, std::move(name)));
    return models;
}

result<listed_model> read_description(std::string_view document, std::string name)
{
    json::document parsed;
    if (!parsed.parse(document) || !parsed.root().is_object())
        return not_as_promised("describe");
    return read_model(parsed.root(), std::move(name));
}

const listed_model* find_model(const std::vector<listed_model>& models, std::string_view wanted)
{
    const auto first = [&](auto&& fits) -> const listed_model* {
        const auto found = std::find_if(models.begin(), models.end(), fits);
        return found == models.end() ? nullptr : &*found;
    };
    if (const auto* same = first([&](const listed_model& one) { return one.name == wanted; }))
        return same;
    if (const auto* latest = first([&](const listed_model& one) { return one.name == std::string(wanted) + ":latest"; }))
        return latest;
    return first([&](const listed_model& one) { return is_version(one.name, wanted); });
}

std::vector<std::string> names_of(const std::vector<listed_model>& models)
{
    std::vector<std::string> names;
    names.reserve(models.size());
    for (const listed_model& one : models)
        names.push_back(one.name);
    return names;
}

} // namespace codexflow
