#include "plugins/redis/redis_memory.hpp"

#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.redis", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "memory", "name": "redis", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "url": {"type": "string",
     "description": "Where the server is, without a password: redis://HOST:PORT/DB, or unix:/PATH. If it is empty or not given, url_env says where."},
   "url_env": {"type": "string", "format": "secret-env", "default": "MEM_REDIS_URL",
     "description": "The environment variable that holds the whole address, with the password if there is one; where it is not set, the server is redis://127.0.0.1:6379."},
   "username": {"type": "string", "description": "The name to log in with; servers before version 6 know only passwords."},
   "password_env": {"type": "string", "format": "secret-env", "default": "MEM_REDIS_PASSWORD",
     "description": "The environment variable that holds the password."},
   "prefix": {"type": "string", "minLength": 1, "default": "mem", "description": "What all keys begin with."},
   "ttl_default": {"type": "string", "format": "duration", "default": "7d",
     "description": "How long a list is kept after the last append to it, unless an entry says longer."},
   "max_window": {"type": "integer", "minimum": 1, "maximum": 1000000, "default": 200,
     "description": "The most entries of one list, which is one session of an agent; the oldest go."},
   "timeout": {"type": "string", "format": "duration", "default": "5s",
     "description": "How long connecting may take, and each answer of the server."}
  }}}],
 "needs": {"services": ["cflow.timer/1", "cflow.clock/1"]},
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<codexflow::redis::redis_memory>("redis"))
