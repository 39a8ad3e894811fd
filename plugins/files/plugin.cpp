#include "plugins/files/file_tools.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.files", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "tool", "name": "files", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "max_output_bytes": {"type": "integer", "minimum": 1024, "maximum": 16777216,
     "description": "The most one call gives the model; 65536 if not given."},
   "max_file_bytes": {"type": "integer", "minimum": 1, "maximum": 268435456,
     "description": "The largest file that is written, edited or searched; 8388608 if not given."},
   "max_entries": {"type": "integer", "minimum": 1, "maximum": 100000,
     "description": "The most names of list and glob; 1000 if not given."}
  }}}],
 "needs": {"services": ["cflow.timer/1"]},
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::files::file_tools>("files"))
