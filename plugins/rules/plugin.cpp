#include "plugins/rules/reader.hpp"

#include <codexflow/plugin.hpp>

namespace {

/// The rules are read when the component is made, so that a bad one stops the program, not a call.
class rules_policy : public codexflow::policy
{
public:
    explicit rules_policy(const codexflow::settings& given) : rules_(codexflow::rules::rules_of(given.json())) {}

    codexflow::policing::answer decide(const codexflow::policing::request& asked) const override
    {
        return codexflow::rules::judge(rules_, asked);
    }

private:
    codexflow::rules::rule_set rules_;
};

} // namespace

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.rules", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "policy", "name": "rules", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "file": {"type": "string", "format": "path", "description": "A YAML file with the rules."},
   "rules": {"type": "array", "items": {"type": "object", "additionalProperties": true},
     "description": "The rules themselves, instead of a file."},
   "opaque": {"type": "string", "enum": ["deny", "ask"],
     "description": "What becomes of commands that are not understood, where rules forbid some: deny (the default) or ask."}
  }}}],
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<rules_policy>("rules"))
