#include "plugins/mcp/mcp_tools.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.mcp", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "tool", "name": "mcp", "config": {
  "type": "object",
  "additionalProperties": false,
  "required": ["server"],
  "properties": {
   "server": {"type": "string", "minLength": 1, "maxLength": 32,
     "description": "What the server is called here: its tools are named mcp__SERVER__TOOL. Letters, digits, _ and -."},
   "command": {"type": ["string", "array"], "items": {"type": "string"},
     "description": "The program that is the server, or a list of it and its arguments; no shell is involved."},
   "args": {"type": "array", "items": {"type": "string"}, "description": "Further arguments of the program."},
   "env": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]},
     "description": "Variables of the program; {{secret:NAME}} stands for a secret that 'secrets' lists."},
   "pass_env": {"type": "array", "items": {"type": "string", "format": "pass-env"},
     "description": "Variables that the program gets beside PATH, HOME, USER, LOGNAME, SHELL, LANG, LC_*, TERM, TMPDIR, TZ and XDG_*."},
   "directory": {"type": "string", "format": "path", "description": "Where the program runs; else where this one does."},
   "url": {"type": "string", "format": "base-url",
     "description": "The address of a server that speaks Streamable HTTP, instead of a command."},
   "headers": {"type": "object", "additionalProperties": {"type": "string"},
     "description": "Headers of every request; {{secret:NAME}} stands for a secret that 'secrets' lists."},
   "secrets": {"type": "array", "items": {"type": "string", "format": "secret-env"},
     "description": "Variables that hold secrets which 'env' and 'headers' use."},
   "roots": {"type": "array", "items": {"type": "string"},
     "description": "Folders the server is told of when it asks for roots; without any it is told that there are none to ask for."},
   "only": {"type": "array", "items": {"type": "string"},
     "description": "The tools that are used, by the server's names; else all of them."},
   "effects": {"type": "object", "additionalProperties": {"enum": ["none", "idempotent", "once"]},
     "description": "What calls of a tool change, by the server's names of them; once if it is not said."},
   "trust_annotations": {"type": "boolean", "default": false,
     "description": "Believe the server which of its tools only look (readOnlyHint) or may be called twice (idempotentHint)."},
   "pins": {"type": "string", "format": "path",
     "description": "The file in which the definitions of the tools are pinned; data/mcp/SERVER.json if not given."},
   "pin_new": {"enum": ["record", "refuse"], "default": "record",
     "description": "What is done with a tool that is not pinned yet."},
   "optional": {"type": "boolean", "default": false,
     "description": "A server that cannot be started or reached is a warning, not an error."},
   "start_timeout": {"type": "number", "exclusiveMinimum": 0, "maximum": 55, "default": 30,
     "description": "Seconds for each answer to the greeting and to the list of tools."},
   "max_message_bytes": {"type": "integer", "minimum": 1024, "maximum": 268435456, "default": 16777216,
     "description": "The longest message of the server; it bounds the memory of a call."}
  }}}],
 "needs": {"services": ["cflow.http/1", "cflow.process/1", "cflow.timer/1", "cflow.log/1"]},
 "threading": "serial"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::mcp::mcp_tools>("mcp"))
