#include "plugins/offline/offline_provider.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.offline", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "provider", "name": "offline", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "script": {"type": "string", "format": "path",
     "description": "A YAML file with the replies; without it a built-in script answers."},
   "model": {"type": "string", "description": "Taken and not used, unless a rule asks for it: there is no model."},
   "fragment_delay_ms": {"type": "integer", "minimum": 0, "maximum": 3600000,
     "description": "The pause before every fragment, whatever the script says."}
  }}}],
 "needs": {"services": ["cflow.timer/1"]},
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::offline::offline_provider>("offline"))
