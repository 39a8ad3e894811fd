#include "engine/memory/sharing.hpp"

#include <algorithm>
#include <utility>

namespace codexflow::memories {
namespace {

std::string list_of(std::string_view agent_id) { return "share_with of " + std::string(agent_id); }

std::string does_not_name(std::string_view who, std::string_view whom)
{
    return list_of(who) + " does not name " + std::string(whom);
}

} // namespace

sharing_rules::sharing_rules(std::vector<sharing_party> parties)
{
    for (sharing_party& one : parties)
        if (by_id_.try_emplace(one.agent_id, parties_.size()).second)
            parties_.push_back(std::move(one));
    for (const sharing_party& one : parties_)
        meaning_.try_emplace(one.agent_id, one.agent_id);
    for (const sharing_party& one : parties_) // after every id: an alias takes no id's place
        for (const std::string& alias : one.aliases)
            meaning_.try_emplace(alias, one.agent_id);
}

const sharing_party* sharing_rules::find(std::string_view agent_id) const
{
    const auto found = by_id_.find(agent_id);
    return found == by_id_.end() ? nullptr : &parties_[found->second];
}

bool sharing_rules::names(const sharing_party* who, std::string_view agent_id) const
{
    return who != nullptr && std::any_of(who->share_with.begin(), who->share_with.end(), [&](const std::string& name) {
               const auto meant = meaning_.find(name);
               return meant != meaning_.end() && meant->second == agent_id;
           });
}

sharing_answer sharing_rules::ask(std::string_view publisher, std::string_view reader) const
{
    if (publisher == reader)
        return {true, "own", false};
    const bool offered = names(find(publisher), reader);
    const bool wanted = names(find(reader), publisher);
    if (offered && wanted)
        return {true, list_of(publisher) + " names " + std::string(reader) + ", " + list_of(reader) + " names " + std::string(publisher),
                true};
    if (offered)
        return {false, does_not_name(reader, publisher), true};
    if (wanted)
        return {false, does_not_name(publisher, reader), true};
    return {false, does_not_name(publisher, reader) + ", " + does_not_name(reader, publisher), false};
}

std::vector<std::string> sharing_rules::visible_to(std::string_view reader) const
{
    std::vector<std::string> all{std::string(reader)};
    for (const auto& [id, at] : by_id_)
        if (id != reader && ask(id, reader).visible)
            all.push_back(id);
    return all;
}

std::vector<dangling_name> sharing_rules::dangling() const
{
    std::vector<dangling_name> found;
    for (const sharing_party& one : parties_)
        for (auto name = one.share_with.begin(); name != one.share_with.end(); ++name)
            if (meaning_.find(*name) == meaning_.end() && std::find(one.share_with.begin(), name, *name) == name)
                found.push_back({one.agent_id, *name});
    return found;
}

} // namespace codexflow::memories
