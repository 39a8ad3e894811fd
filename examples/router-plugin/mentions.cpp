// A router: "@coder, add a test" goes to the agent coder, and a text that names nobody, but is long enough to
// need more than one pair of hands, goes to an agent that coordinates. Two rules of its own, two settings.
#include <codexflow/plugin.hpp>

#include <string>

CODEXFLOW_MANIFEST(R"({
 "id": "org.example.mentions", "version": "1.0.0", "license": "MIT",
 "components": [{"kind": "router", "name": "mentions", "config": {
  "type": "object", "additionalProperties": false,
  "properties": {
   "mark": {"type": "string", "minLength": 1, "description": "What stands before an agent's name: @."},
   "coordinator": {"type": "string", "description": "The agent for long texts that name nobody."},
   "long": {"type": "integer", "minimum": 1, "description": "From how many bytes on a text is long: 400."}
  }}}]
})");

namespace {

class mentions : public codexflow::router
{
public:
    explicit mentions(const codexflow::settings& given)
    {
        codexflow::json::document own;
        if (!own.parse(given.json()))
            return;
        const auto root = own.root();
        if (root["mark"].exists())
            mark_ = std::string(root["mark"].string());
        coordinator_ = std::string(root["coordinator"].string());
        long_ = root["long"].as_uint64().value_or(long_);
    }

    codexflow::routing::answer route(const codexflow::routing::request& asked) const override
    {
        codexflow::routing::answer found;
        for (const auto& agent : asked.agents)
        {
            const std::string name = mark_ + agent.id;
            const std::size_t at = find_name(asked.text, name);
            if (at != asked.text.npos)
                found.add(agent.id).because("mention", name, 10).span(at, at + name.size());
            else if (asked.explain)
                found.tried({agent.id, "mention", name, "the text does not name it", {}});
        }
        if (found.candidates().empty() && !coordinator_.empty() && asked.text.size() >= long_)
            found.add(coordinator_).because("length", std::to_string(long_) + " bytes or more", 1);
        return found; // nobody: the next strategy is asked
    }

private:
    /// Not "@code" in "@coder", and not in "me@coder".
    static std::size_t find_name(std::string_view text, const std::string& name)
    {
        const auto part = [&](std::size_t at) {
            const char c = at < text.size() ? text[at] : ' ';
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                   c == '_';
        };
        for (std::size_t at = 0; (at = text.find(name, at)) != text.npos; ++at)
            if (!part(at + name.size()) && (at == 0 || !part(at - 1)))
                return at;
        return text.npos;
    }

    std::string mark_ = "@";
    std::string coordinator_;
    std::size_t long_ = 400;
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<mentions>("mentions"))
