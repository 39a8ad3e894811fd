#include "plugins/mcp/model_names.hpp"

#include "plugins/mcp/sha256.hpp"

#include <cstddef>
#include <map>
#include <set>

namespace codexflow::mcp {
namespace {

constexpr std::size_t longest = 64;
constexpr std::size_t digits = 8;

std::string plain_name(std::string_view server, std::string_view tool)
{
    std::string name = "mcp__" + std::string(server) + "__";
    for (const char c : tool)
    {
        const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        name += good ? c : '_';
    }
    return name;
}

std::string marked_name(const std::string& plain, std::string_view tool)
{
    return plain.substr(0, longest - digits - 1) + '_' + sha256(tool).substr(0, digits);
}

} // namespace

std::vector<std::string> model_names(std::string_view server, const std::vector<std::string>& tools)
{
    std::map<std::string, std::set<std::string_view>> wanted; // who would get a name
    for (const std::string& tool : tools)
        wanted[plain_name(server, tool)].insert(tool);
    std::vector<std::string> names;
    for (const std::string& tool : tools)
    {
        const std::string plain = plain_name(server, tool);
        const bool own = plain.ends_with("__" + tool); // nothing had to be changed: the name is its own
        const bool alone = wanted[plain].size() == 1;
        names.push_back(plain.size() <= longest && (alone || own) ? plain : marked_name(plain, tool));
    }
    return names;
}

} // namespace codexflow::mcp
