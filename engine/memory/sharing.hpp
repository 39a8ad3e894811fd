#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Who may see what an agent remembers. Pure. */
namespace codexflow::memories {

/// What one agent's definition says.
struct sharing_party
{
    std::string agent_id;
    std::vector<std::string> aliases;    ///< The other names it goes by.
    std::vector<std::string> share_with; ///< memory.sharing_policy.share_with; some may be nobody's name.
};

struct sharing_answer
{
    bool visible = false;
    std::string rule; ///< The rule that permits or refuses it, in words.
    bool asked = false; ///< One side names the other: a refusal is then worth telling.
};

/// A name in a share_with that no agent has.
struct dangling_name
{
    std::string agent_id; ///< Whose list it stands in.
    std::string name;
};

/** The rules of all agents that matter. An agent sees its own items; those of another one if each names the other in
 *  its share_with: what only one side wants is not done. A name means the agent with that id, else the agent with that
 *  alias. Value type; any thread may ask. */
class sharing_rules
{
public:
    /// Of two parties with one id the first counts.
    explicit sharing_rules(std::vector<sharing_party> parties);

    /// May @p reader see what @p publisher remembers? Both are agent ids, known or not.
    sharing_answer ask(std::string_view publisher, std::string_view reader) const;

    /// The agents whose items @p reader may see, itself first, the others by id.
    std::vector<std::string> visible_to(std::string_view reader) const;

    /// Each name once for each list it stands in; normal, and told once.
    std::vector<dangling_name> dangling() const;

    const std::vector<sharing_party>& parties() const noexcept { return parties_; }

private:
    const sharing_party* find(std::string_view agent_id) const;
    bool names(const sharing_party* who, std::string_view agent_id) const;

    std::vector<sharing_party> parties_;
    std::map<std::string, std::size_t, std::less<>> by_id_;
    std::map<std::string, std::string, std::less<>> meaning_; ///< Of a name: an agent's id.
};

} // namespace codexflow::memories
