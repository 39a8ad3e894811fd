#include "engine/registry/convert/manifest.hpp"

#include "engine/base/document_builder.hpp"
#include "engine/base/document_text.hpp"
#include "engine/base/text.hpp"

#include <algorithm>

namespace codexflow {
namespace {

std::string text_at(const doc::node& entry, const char* key)
{
    const doc::node* value = entry.find(key);
    return value != nullptr && value->is_string() ? value->text : std::string();
}

} // namespace

bool is_bundle_path(const std::filesystem::path& relative)
{
    const std::string name = relative.string();
    if (name == "index.json" || name == "triggers.json")
        return true;
    const bool names = std::all_of(relative.begin(), relative.end(),
                                   [](const std::filesystem::path& part) { return is_name(part.string()); });
    return relative.is_relative() && names && name.ends_with(".codex.yaml");
}

std::string manifest_text(const conversion_manifest& manifest, const std::string& from)
{
    std::vector<doc::node> files;
    for (const auto& [path, file] : manifest)
        files.push_back(doc::mapping_builder()
                            .set("path", path)
                            .set("digest", file.digest)
                            .set_some("source", file.source)
                            .take());
    return doc::json_text(doc::mapping_builder().set("version", 1).set("from", from).set("files", files).take());
}

std::string source_of_manifest(std::string_view text)
{
    const auto read = doc::parse_json(text, std::string(manifest_name));
    return read ? text_at(*read, "from") : std::string();
}

result<conversion_manifest> read_manifest(std::string_view text, const std::string& file)
{
    const auto read = doc::parse_json(text, file);
    if (!read)
        return read.error();
    const doc::node* version = read->find("version");
    const doc::node* files = read->find("files");
    if (version == nullptr || doc::as_integer(*version) != 1 || files == nullptr)
        return error(errc::unsupported, "this is no list of converted files of version 1", doc::in(file, read->where));
    conversion_manifest manifest;
    for (const doc::node& entry : files->items)
        if (const std::string path = text_at(entry, "path"); is_bundle_path(path))
            manifest[path] = {text_at(entry, "digest"), text_at(entry, "source")};
    return manifest;
}

} // namespace codexflow
