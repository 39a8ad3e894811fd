#include "plugins/allowlist/judge.hpp"

#include <codexflow/plugin.hpp>

namespace {

struct allowlist_policy : codexflow::policy
{
    codexflow::policing::answer decide(const codexflow::policing::request& asked) const override
    {
        return codexflow::allowlist::judge(asked);
    }
};

} // namespace

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.allowlist", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "policy", "name": "allowlist", "config": {
  "type": "object", "additionalProperties": false, "properties": {}}}],
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<allowlist_policy>("allowlist"))
