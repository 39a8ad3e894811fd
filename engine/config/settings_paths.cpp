#include "engine/config/settings_paths.hpp"

#include "engine/config/config.hpp"
#include "engine/config/config_schema.hpp"

#include <filesystem>
#include <string>

namespace codexflow {
namespace {

/// The folder of the file in which @p path was written; empty for every other origin.
std::filesystem::path folder_of(const std::string& path, const config& settings)
{
    const auto origin = settings.origins.find(path);
    if (origin == settings.origins.end())
        return {};
    switch (origin->second.layer)
    {
    case config_layer::system:
    case config_layer::user:
    case config_layer::project: return std::filesystem::path(origin->second.where.file).parent_path();
    default: return {};
    }
}

void resolve(doc::node& value, const doc::node& schema, const std::string& path, const config& settings)
{
    const doc::node* format = schema.find("format");
    if (value.is_string() && format != nullptr && format->text == "path")
        value.text = (folder_of(path, settings) / value.text).lexically_normal().string();
    const doc::node* properties = schema.find("properties");
    if (properties == nullptr)
        return;
    for (doc::member& m : value.members)
        if (const doc::node* own = properties->find(m.key))
            resolve(m.value, *own, child_path(path, m.key), settings);
}

} // namespace

doc::node with_resolved_paths(const plugin_choice& choice, const doc::node& schema, const config& settings)
{
    doc::node values = choice.settings;
    resolve(values, schema, choice.path, settings);
    return values;
}

} // namespace codexflow
