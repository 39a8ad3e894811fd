#include "engine/base/text.hpp"
#include "engine/registry/agent_loader.hpp"
#include "engine/registry/convert/bundle_agent.hpp"
#include "engine/registry/lenient_fields.hpp"

namespace codexflow {
namespace {

namespace fs = std::filesystem;

/// A folder of a bundle; its names must be names.
std::string folder_name(const std::string& written) { return is_name(written) ? written : slug(written); }

/// The first two folders are domain and subdomain.
void place(const fs::path& relative, agent& made)
{
    std::vector<std::string> folders;
    for (const fs::path& part : relative.parent_path())
        folders.push_back(part.string());
    made.domain = folder_name(folders.empty() ? made.domain : folders[0]);
    if (made.domain.empty())
        made.domain = "uncategorized";
    made.subdomain = folders.size() < 2 ? "" : folder_name(folders[1]);
}

/// At most 200 characters, as an index shows them.
std::string shortened(const std::string& text)
{
    constexpr std::size_t most = 200;
    std::size_t characters = 0, cut = text.size();
    for (std::size_t at = 0; at != text.size(); ++at)
    {
        if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
            continue;
        ++characters;
        if (characters == most)
            cut = at;
        if (characters > most)
            return std::string(trim(std::string_view(text).substr(0, cut))) + "…";
    }
    return text;
}

} // namespace

fs::path bundle_agent::path() const
{
    return fs::path(definition.domain) / definition.subdomain / (definition.id + ".codex.yaml");
}

result<bundle_agent> read_claude_agent(std::string_view text, const fs::path& path, const fs::path& root)
{
    const std::string file = path.string();
    auto given = read_definition(text, path, root);
    if (!given)
        return given.error();
    auto loaded = load_markdown_agent(*given, file);
    if (!loaded)
        return loaded.error();
    bundle_agent made;
    made.definition = std::move(loaded->definition);
    place(path.lexically_relative(root), made.definition);
    made.definition.description = shortened(made.definition.description);
    lenient_fields fields(given->head, file);
    made.secondary = fields.texts("metadata.specialization");
    made.domains = fields.texts("triggers.domains");
    made.priority = to_lower(fields.text("priority"));
    made.notices = std::move(given->notices);
    made.notices.insert(made.notices.end(), loaded->notices.begin(), loaded->notices.end());
    return made;
}

} // namespace codexflow
