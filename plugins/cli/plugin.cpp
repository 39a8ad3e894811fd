#include "plugins/cli/cli_provider.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.cli", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "provider", "name": "cli", "config": {
  "type": "object",
  "additionalProperties": false,
  "required": ["command"],
  "properties": {
   "command": {"type": ["array", "string"], "items": {"type": "string"},
     "description": "The program and its arguments: a list, or a string that is split at blanks outside of quotes. {model} stands for the model's name."},
   "shell": {"type": "boolean", "default": false,
     "description": "Runs the command, one string, as a script of /bin/sh; the model's name is $MODEL."},
   "input": {"enum": ["prompt", "json", "argument"], "default": "prompt",
     "description": "How it is asked: the prompt as text on stdin; {agentId, alias, task} as JSON on stdin; the prompt as the last argument ($1 of a script)."},
   "output": {"enum": ["text", "claude-stream-json", "codex-json"], "default": "text",
     "description": "What it prints: the answer; the lines of claude --output-format stream-json; those of codex exec --json."},
   "model": {"type": "string", "description": "The model for requests that name none."},
   "pass_env": {"type": "array", "items": {"type": "string", "format": "pass-env"},
     "description": "Variables that the command gets beside PATH, HOME, USER, LOGNAME, SHELL, LANG, LC_*, TERM, TMPDIR, TZ and XDG_*."},
   "api_key_env": {"type": "string", "format": "secret-env",
     "description": "A variable that holds a secret, which the command gets too."},
   "environment": {"type": "object", "additionalProperties": {"type": "string"},
     "description": "Variables for the command; {{secret:NAME}} stands for the secret that api_key_env names."},
   "directory": {"type": "string", "format": "path", "description": "Where the command runs; else where this program does."},
   "first_byte_timeout": {"type": "number", "minimum": 0,
     "description": "Seconds until the command has said something, on stdout or stderr."},
   "idle_timeout": {"type": "number", "minimum": 0, "description": "Seconds without a word of the command after that."},
   "stderr_tail": {"type": "integer", "minimum": 0, "maximum": 1048576, "default": 2048,
     "description": "How many bytes of the end of stderr an error shows."}
  }}}],
 "needs": {"services": ["cflow.process/1"]},
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::cli::cli_provider>("cli"))
