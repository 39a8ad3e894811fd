#include "plugins/anthropic/anthropic_provider.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.anthropic", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "provider", "name": "anthropic", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "base_url": {"type": "string", "format": "base-url", "default": "https://api.anthropic.com",
     "description": "Where the API is, with or without /v1."},
   "model": {"type": "string", "description": "The model for requests that name none."},
   "api_key_env": {"type": "string", "format": "secret-env",
     "description": "The environment variable that holds the key; without it no key is sent."},
   "auth_scheme": {"type": "string", "enum": ["x-api-key", "bearer"], "default": "x-api-key",
     "description": "How the key is sent: alone in x-api-key, or as Authorization: Bearer."},
   "version": {"type": "string", "default": "2023-06-01", "description": "The header anthropic-version."},
   "beta": {"type": ["string", "array"], "items": {"type": "string"},
     "description": "Names for the header anthropic-beta."},
   "max_tokens": {"type": "integer", "minimum": 1, "default": 4096, "description": "The most tokens of one answer."},
   "temperature": {"type": "number", "minimum": 0, "maximum": 1},
   "top_p": {"type": "number", "minimum": 0, "maximum": 1},
   "top_k": {"type": "integer", "minimum": 1},
   "stop_sequences": {"type": "array", "items": {"type": "string"}},
   "thinking": {"type": "object",
     "description": "Passed on as it is: {type: enabled, budget_tokens: 2048}, or {type: adaptive}."},
   "first_byte_timeout": {"type": "number", "minimum": 0, "description": "Seconds until the answer begins."},
   "idle_timeout": {"type": "number", "minimum": 0, "description": "Seconds without a byte of the answer."},
   "no_progress_timeout": {"type": "number", "minimum": 0, "default": 300,
     "description": "Seconds in which only comments and pings come, and no part of the answer."},
   "max_line_bytes": {"type": "integer", "minimum": 1024, "default": 16777216,
     "description": "The longest event of an answer, in bytes; it bounds the memory of a call."},
   "headers": {"type": "object", "additionalProperties": {"type": "string"},
     "description": "Further headers of every request."},
   "options": {"type": "object", "description": "Further members of every request, passed on as they are."}
  }}}],
 "needs": {"services": ["cflow.http/1"], "hosts": ["api.anthropic.com"]},
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::anthropic::anthropic_provider>("anthropic"))
