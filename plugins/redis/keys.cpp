#include "plugins/redis/keys.hpp"

#include <array>
#include <vector>

namespace codexflow::redis {
namespace {

constexpr std::string_view absent = "_";

std::string part(std::string_view text)
{
    if (text.empty())
        return std::string(absent);
    if (text == absent)
        return "%5F";
    std::string made;
    for (const char c : text)
        c == ':' ? made.append("%3A") : c == '%' ? made.append("%25") : (made += c);
    return made;
}

/// What a part of a key of ours stands for.
std::string meaning(std::string_view text)
{
    if (text == absent)
        return {};
    if (text == "%5F")
        return std::string(absent);
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        const std::string_view three = text.substr(at, 3);
        if (three != "%3A" && three != "%25")
        {
            made += text[at];
            continue;
        }
        made += three == "%25" ? '%' : ':';
        at += 2;
    }
    return made;
}

/// For a pattern of SCAN: as it stands.
std::string literal(std::string_view text)
{
    std::string made;
    for (const char c : text)
    {
        if (std::string_view("*?[]\\^-").find(c) != std::string_view::npos)
            made += '\\';
        made += c;
    }
    return made;
}

std::vector<std::string_view> split(std::string_view text)
{
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(end == std::string_view::npos ? 0 : end + 1))
    {
        end = text.find(':');
        parts.push_back(text.substr(0, end));
    }
    return parts;
}

/// A part as the pattern has it: as it stands where no other way of writing it is possible.
std::string wanted(const remembering::filter& by, std::string_view name)
{
    const std::string* value = by.wanted(name);
    return value != nullptr && part(*value) == *value ? literal(*value) : "*";
}

/// Whether a part may stand for what is asked for; the original's stand as they are.
bool fits(std::string_view part_of_key, const std::string* value)
{
    return value == nullptr || part_of_key == *value || meaning(part_of_key) == *value;
}

} // namespace

std::string keys::list_of(const remembering::entry& one) const
{
    return prefix_ + ':' + part(one.agent_id) + ':' + part(one.alias) + ':' + part(one.id("namespace")) + ':' + part(one.session_id);
}

std::string keys::session(std::string_view id) const { return prefix_ + ":session:" + part(id); }

std::string keys::pattern_of(const remembering::filter& by) const
{
    return literal(prefix_) + ':' + wanted(by, "agent_id") + ":*:" + wanted(by, "namespace") + ':' + wanted(by, "session_id");
}

bool keys::may_hold(std::string_view key, const remembering::filter& by) const
{
    if (!key.starts_with(prefix_) || key.size() <= prefix_.size() || key[prefix_.size()] != ':')
        return false;
    const std::vector<std::string_view> parts = split(key.substr(prefix_.size() + 1));
    if (parts.size() != 4)
        return parts.size() > 4;
    // Without an alias an entry is its agent's.
    const std::string* alias = by.wanted("alias");
    const bool owned = fits(parts[1], alias) || (parts[1] == absent && fits(parts[0], alias));
    return owned && fits(parts[0], by.wanted("agent_id")) && fits(parts[2], by.wanted("namespace")) &&
           fits(parts[3], by.wanted("session_id"));
}

std::optional<std::string> keys::session_of(std::string_view key) const
{
    if (key.size() <= prefix_.size())
        return std::nullopt;
    const std::vector<std::string_view> parts = split(key.substr(prefix_.size() + 1));
    if (parts.size() != 4 || parts[3] == absent)
        return std::nullopt;
    return meaning(parts[3]);
}

} // namespace codexflow::redis
