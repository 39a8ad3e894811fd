#include "plugins/sqlite/sqlite_memory.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.sqlite", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "memory", "name": "sqlite", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "path": {"type": "string", "format": "path", "default": "data/memory/memory.sqlite",
     "description": "The file; SQLite keeps two more beside it while it is used, PATH-wal and PATH-shm."}
  }}}],
 "needs": {"services": ["cflow.timer/1"]},
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::sqlite::sqlite_memory>("sqlite"))
