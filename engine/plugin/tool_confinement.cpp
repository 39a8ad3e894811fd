#include "engine/plugin/tool_confinement.hpp"

#include <codexflow/json.hpp>

namespace codexflow::plugin {

workspace::confinement confinement_of(const workspace::sandbox& held, std::string_view request)
{
    if (!held.on)
        return {};
    std::vector<std::string> write;
    std::vector<std::string> read;
    json::document document;
    if (document.parse(request))
        for (const json::value root : document.root()["roots"].elements())
            if (const std::string_view path = root["path"].string(); path.starts_with('/'))
                (root["access"].string() == "write" ? write : read).emplace_back(path);
    return workspace::confine(held, std::move(write), read);
}

} // namespace codexflow::plugin
