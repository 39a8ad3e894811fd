#include "plugins/shell/shell_tool.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.shell", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "tool", "name": "shell", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "scripts": {"type": "boolean", "default": false,
     "description": "Whether a call may bring a script for /bin/sh; else only a program with its arguments."},
   "timeout": {"type": "number", "exclusiveMinimum": 0, "maximum": 86400, "default": 110,
     "description": "Seconds until a command is stopped, unless the call says less or more."},
   "max_timeout": {"type": "number", "exclusiveMinimum": 0, "maximum": 86400, "default": 600,
     "description": "The most seconds that a call may ask for."},
   "max_output": {"type": "integer", "minimum": 1000, "maximum": 10000000, "default": 30000,
     "description": "Bytes of a command's output that the model sees: the beginning and the end."},
   "pass_env": {"type": "array", "items": {"type": "string", "format": "pass-env"},
     "description": "Variables that commands get beside PATH, HOME, USER, LOGNAME, SHELL, LANG, LC_*, TERM, TMPDIR, TZ and XDG_*."}
  }}}],
 "needs": {"services": ["cflow.process/1", "cflow.timer/1"]},
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::shell::shell_tool>("shell"))
