#include "plugins/ollama/ollama_provider.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.ollama", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "provider", "name": "ollama", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "base_url": {"type": "string", "format": "base-url", "default": "http://127.0.0.1:11434",
     "description": "Where the server is; /api/chat is appended."},
   "model": {"type": "string", "description": "The model for requests that name none."},
   "api_key_env": {"type": "string", "format": "secret-env",
     "description": "The environment variable that holds the key for ollama.com; without it no key is sent."},
   "options": {"type": "object",
     "description": "The model's options, passed on as they are: num_ctx, num_predict, temperature, seed, ..."},
   "min_num_ctx": {"type": "integer", "minimum": 1, "default": 4096,
     "description": "The smallest context window, in tokens, that is asked for when options.num_ctx is not set."},
   "max_num_ctx": {"type": "integer", "minimum": 1, "default": 32768,
     "description": "The largest one; windows cost memory. The size is chosen by the length of the prompt."},
   "probe": {"type": "boolean", "default": true,
     "description": "Ask the server once for each model what it can do (/api/show)."},
   "think": {"type": ["boolean", "string"],
     "description": "Reason before answering: true, false, low, medium, high."},
   "keep_alive": {"type": ["string", "integer"],
     "description": "How long the model stays loaded: \"5m\", seconds, -1."},
   "format": {"type": ["string", "object"], "description": "\"json\", or a JSON Schema the answer must fit."},
   "first_byte_timeout": {"type": "number", "minimum": 0, "default": 330,
     "description": "Seconds until the answer begins; loading a model may take five minutes."},
   "idle_timeout": {"type": "number", "minimum": 0, "description": "Seconds without a byte of the answer."},
   "no_progress_timeout": {"type": "number", "minimum": 0, "default": 300,
     "description": "Seconds in which only signs of life come, and no part of the answer."},
   "max_line_bytes": {"type": "integer", "minimum": 1024, "default": 16777216,
     "description": "The longest line of an answer, in bytes; it bounds the memory of a call."}
  }}}],
 "needs": {"services": ["cflow.http/1"], "hosts": ["127.0.0.1", "localhost"]},
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::ollama::ollama_provider>("ollama"))
