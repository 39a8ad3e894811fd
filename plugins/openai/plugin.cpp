#include "plugins/openai/openai_provider.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.openai", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "provider", "name": "openai", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "base_url": {"type": "string", "format": "base-url", "default": "https://api.openai.com/v1",
     "description": "Where the API is; path is appended."},
   "api": {"type": "string", "enum": ["chat", "responses"], "default": "chat",
     "description": "Which interface is spoken: chat completions, or Responses."},
   "path": {"type": "string",
     "description": "What is called below base_url, /chat/completions or /responses; some gateways have one of their own."},
   "query": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]},
     "description": "Parameters of every address, such as api-version for Azure; they are encoded here."},
   "model": {"type": "string", "description": "The model for requests that name none."},
   "api_key_env": {"type": "string", "format": "secret-env",
     "description": "The environment variable that holds the key; without it no key is sent."},
   "auth_scheme": {"type": "string", "enum": ["bearer", "api-key", "x-api-key", "none"], "default": "bearer",
     "description": "How the key is sent: Authorization: Bearer, or alone in a header of that name, or not."},
   "auth_header": {"type": "string", "description": "A header that holds the key alone; goes before auth_scheme."},
   "temperature": {"type": "number", "minimum": 0},
   "top_p": {"type": "number", "minimum": 0, "maximum": 1},
   "seed": {"type": "integer"},
   "stop": {"type": ["string", "array"], "items": {"type": "string"}},
   "max_tokens": {"type": "integer", "minimum": 1, "description": "The most tokens of one answer."},
   "max_tokens_field": {"type": "string", "enum": ["max_completion_tokens", "max_tokens"],
     "default": "max_completion_tokens", "description": "What the server calls that limit."},
   "reasoning_effort": {"type": "string", "enum": ["none", "minimal", "low", "medium", "high", "xhigh", "max"]},
   "response_format": {"type": "object", "description": "Passed on as it is."},
   "store": {"type": "boolean", "default": false, "description": "Of Responses: let the vendor keep what is said."},
   "keep_reasoning": {"type": "boolean",
     "description": "Of Responses: ask for reasoning in sealed form and give it back with the next turn; models that do not reason refuse it. On where reasoning_effort is set."},
   "stream_usage": {"type": "boolean", "default": true,
     "description": "Ask for token counts at the end of a stream; off for servers that refuse stream_options."},
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
 "needs": {"services": ["cflow.http/1"], "hosts": ["api.openai.com"]},
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::openai::openai_provider>("openai"))
