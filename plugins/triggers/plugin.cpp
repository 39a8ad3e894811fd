#include "plugins/triggers/triggers_router.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.triggers", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "router", "name": "triggers", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "compat": {"type": "string", "enum": ["original"],
     "description": "original: decides as the original program did, faults included."},
   "plurals": {"type": "boolean",
     "description": "Whether a keyword is also found with an s or es behind it; without it no."},
   "file_case": {"type": "string", "enum": ["ignore", "exact"],
     "description": "Whether file patterns ignore upper and lower case (the default) or not."}
  }}}],
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::triggers::triggers_router>("triggers"))
