#include "plugins/jsonl/jsonl_memory.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.jsonl", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "memory", "name": "jsonl", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "path": {"type": "string", "format": "path", "default": "data/memory",
     "description": "The folder; each alias has a file ALIAS.jsonl in it."}
  }}}],
 "needs": {"services": ["cflow.timer/1", "cflow.log/1"]},
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::jsonl::jsonl_memory>("jsonl"))
