#include "engine/registry/parsed_agent.hpp"

#include "engine/registry/agent_loader.hpp"
#include "engine/registry/definition.hpp"

namespace codexflow {
namespace {

void understand(const definition& given, const std::string& file, parsed_agent& made)
{
    for (const agent_loader& loader : agent_loaders())
    {
        if (!loader.recognises(given))
            continue;
        auto loaded = loader.load(given, file);
        if (!loaded)
        {
            made.fault = loaded.error();
            return;
        }
        made.notices.insert(made.notices.end(), loaded->notices.begin(), loaded->notices.end());
        made.definition = std::move(loaded->definition);
        return;
    }
    made.notices.push_back(explain_left_out(given.head, file));
}

} // namespace

parsed_agent parse_agent_text(std::string_view text, const std::filesystem::path& path,
                              const std::filesystem::path& root)
{
    parsed_agent made;
    auto given = read_definition(text, path, root);
    if (!given)
    {
        made.fault = given.error();
        return made;
    }
    made.notices = std::move(given->notices);
    understand(*given, path.string(), made);
    return made;
}

parsed_agent read_agent_file(const std::filesystem::path& path, const std::filesystem::path& root)
{
    const auto text = doc::read_text(path);
    if (text)
        return parse_agent_text(*text, path, root);
    parsed_agent made;
    made.fault = text.error();
    return made;
}

} // namespace codexflow
