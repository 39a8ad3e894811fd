#include "engine/plugin/tool_confinement.hpp"

#include <codexflow/json.hpp>

#include <utility>
#include <vector>

namespace codexflow::plugin {

process_place place_of(const workspace::sandbox& held, std::string_view request)
{
    process_place made;
    if (!held.on)
        return made;
    std::vector<std::string> write;
    std::vector<std::string> read;
    json::document document;
    if (document.parse(request))
    {
        for (const json::value root : document.root()["roots"].elements())
            if (const std::string_view path = root["path"].string(); path.starts_with('/'))
                (root["access"].string() == "write" ? write : read).emplace_back(path);
        made.scratch = document.root()["scratch"].string();
    }
    made.confined = workspace::confine(held, std::move(write), read);
    return made;
}

} // namespace codexflow::plugin
