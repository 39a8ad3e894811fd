/** @file
 *  The plugin boundary of Codex Flow: plain C11, also valid C++20. Everything else in the SDK is
 *  comfort on top of this header; a plugin in C, Rust or anything that can export one C symbol
 *  needs nothing but this text. It is one file on purpose: it is read, diffed and frozen as a whole.
 *
 *  RULES
 *  R1  Growth. A struct that crosses the boundary starts with `struct_size`, filled in by its
 *      provider, and grows only at the end. Read a member that came later through CFLOW_HAS.
 *      `cflow_str` and `cflow_field` are frozen for ever and carry no size.
 *  R2  Ownership. Nothing allocated on one side is freed on the other. Data crosses as views; a
 *      view is valid until the call that received it returns, unless its declaration says more.
 *  R3  Exceptions. None crosses, nor does a longjmp. In C++ every function pointer is noexcept.
 *  R4  Threads. Each function carries a tag:
 *        [op]   belongs to one operation: all calls of that operation, in both directions, are
 *               serialised; the OS thread may change from one to the next, so no thread_local and
 *               no lock held between them. Code tagged [op] must not block.
 *        [any]  may be called from any thread, at the same time as anything else.
 *        [main] called by the host while no operation of that component runs.
 *  R5  Completions. A host function that starts something never calls back before it has returned
 *      and cannot fail on the spot: its callback comes later, exactly once, on [op].
 *  R6  Life of an operation. start -> any number of op_emit -> op_done, once -> callbacks still
 *      owed are delivered with CFLOW_E_CANCELLED -> cflow_task.release, once, last.
 *  R7  Versions. The major is part of the entry symbol. Kinds and services are named "name/revision".
 *      What was released keeps its name, layout, meaning, tag and lifetime; a function that is no
 *      longer supported stays and answers CFLOW_E_UNSUPPORTED.
 *  R8  Trust. A plugin runs inside the process with the rights of its user. The host checks that it
 *      is well formed; it does not and cannot defend against a plugin that means harm.
 */
#ifndef CODEXFLOW_ABI_H
#define CODEXFLOW_ABI_H

#include <stddef.h>
#include <stdint.h>

#define CFLOW_ABI_MAJOR 1
#ifndef CFLOW_ABI_MINOR
#define CFLOW_ABI_MINOR 0 /**< Newest band this header shows; a plugin may ask for an older one. */
#endif
#define CFLOW_ENTRY_SYMBOL "cflow_plugin_v1"

#ifdef __cplusplus
extern "C" {
#ifndef CFLOW_NOEXCEPT /* the host defines it empty, so that it may catch what must not have come */
#define CFLOW_NOEXCEPT noexcept
#endif
#else
#define CFLOW_NOEXCEPT
#endif

#define CFLOW_EXPORT __attribute__((visibility("default")))

/** True when the provider of *p knows @p field and has filled it in. */
#define CFLOW_HAS(p, type, field) \
    ((p)->struct_size >= offsetof(type, field) + sizeof((p)->field) && (p)->field)

/* ---- values ------------------------------------------------------------------------------- */

/** A view of bytes, UTF-8 unless said otherwise; not NUL-terminated; ptr may be NULL if len is 0. */
typedef struct cflow_str
{
    const char* ptr;
    size_t len;
} cflow_str;

/** A name and its value, such as an HTTP header. */
typedef struct cflow_field
{
    cflow_str name;
    cflow_str value;
} cflow_field;

typedef int32_t cflow_status;
enum
{
    CFLOW_OK = 0,
    CFLOW_WAIT = 1, /**< op_emit: the chunk was taken; wait for op_wait_writable before the next. */
    CFLOW_END = 2,  /**< read: clean end, nothing follows. */
    /* Errors are negative: treat a negative value you do not know as CFLOW_E_FAILED. */
    CFLOW_E_FAILED = -1,
    CFLOW_E_CANCELLED = -2,
    CFLOW_E_TIMEOUT = -3,
    CFLOW_E_INVALID = -4,      /**< The caller's argument or request is wrong. */
    CFLOW_E_UNSUPPORTED = -5,  /**< This host, plugin or peer cannot do it. */
    CFLOW_E_IO = -6,           /**< Connection or file failed underneath. */
    CFLOW_E_EXCEPTION = -7,    /**< The SDK caught an exception of the plugin. */
    CFLOW_E_NOMEM = -8,
    CFLOW_E_AUTH = -9,         /**< A key is missing or was refused. */
    CFLOW_E_RATE_LIMITED = -10,
    CFLOW_E_UNAVAILABLE = -11, /**< The peer cannot be reached or is failing. */
    CFLOW_E_PROTOCOL = -12,    /**< The peer broke its own format. */
    CFLOW_E_TOO_LARGE = -13,
    CFLOW_E_NOT_FOUND = -14,
    CFLOW_E_DENIED = -15       /**< A rule of the host forbids it. */
};

typedef struct cflow_host cflow_host; /**< The host as one plugin sees it; lives as long as the plugin. */
typedef struct cflow_op cflow_op;     /**< One running operation. Host's; valid until release. */
typedef struct cflow_call cflow_call; /**< One host call in flight. Host's; valid until its callback. */

typedef void (*cflow_fn)(void* ud) CFLOW_NOEXCEPT;
typedef void (*cflow_done_fn)(void* ud, cflow_status status) CFLOW_NOEXCEPT;
/** @p data: bytes when status is CFLOW_OK; when it is an error, an error document (cflow_async_v1) or a
 *  plain message. Passing both on to op_done reports the failure whole. */
typedef void (*cflow_data_fn)(void* ud, cflow_status status, cflow_str data) CFLOW_NOEXCEPT;

/** Where a synchronous function writes its answer. Host's; valid during the call only. */
typedef struct cflow_writer
{
    uint32_t struct_size;
    uint32_t reserved;
    void* impl;
    /** [any] Appends; may be called any number of times. The bytes are copied. */
    void (*write)(const struct cflow_writer* self, cflow_str bytes) CFLOW_NOEXCEPT;
} cflow_writer;

/* ---- what an operation streams out: typed, because it is the hot path ------------------------ */

enum
{
    CFLOW_CHUNK_TEXT = 1,      /**< data: a piece of the answer. */
    CFLOW_CHUNK_REASONING = 2, /**< data: a piece of the model's reasoning, apart from the answer. */
    CFLOW_CHUNK_TOOL_CALL = 3, /**< data: {"id","name"}; opens tool call number `index`. */
    CFLOW_CHUNK_TOOL_ARGS = 4, /**< data: a piece of the JSON text of call `index`'s arguments. */
    CFLOW_CHUNK_JSON = 5       /**< data: one JSON document, for kinds that answer in several. */
};

typedef struct cflow_chunk
{
    uint32_t struct_size;
    uint32_t kind;  /**< CFLOW_CHUNK_*; a host skips what it does not know. */
    uint32_t index; /**< Tool call number for the two tool kinds, else 0. */
    uint32_t flags; /**< 0; reserved. */
    cflow_str data;
} cflow_chunk;

/* ---- the host -------------------------------------------------------------------------------- */

struct cflow_host
{
    uint32_t struct_size;
    uint32_t abi_minor; /**< Newest band the host serves. */
    void* impl;
    /** [any] The table of service @p id ("cflow.http/1"), or NULL when this host does not serve it.
     *  The table lives as long as the host. */
    const void* (*get_service)(const cflow_host* self, cflow_str id) CFLOW_NOEXCEPT;
    /** [any] while the operation is retained or not yet done: runs fn(ud) later on [op]. */
    void (*op_post)(cflow_op* op, cflow_fn fn, void* ud) CFLOW_NOEXCEPT;
    /** [any] Keeps the operation, and so its task, alive for work on a thread of the plugin's own. */
    void (*op_retain)(cflow_op* op) CFLOW_NOEXCEPT;
    void (*op_release)(cflow_op* op) CFLOW_NOEXCEPT;
    /** [op] before op_done. The chunk is taken before this returns: CFLOW_OK, CFLOW_WAIT, or an
     *  error, after which nothing more is taken. A producer that goes on through CFLOW_WAIT for more
     *  than 1 MiB is failed with CFLOW_E_TOO_LARGE. */
    cflow_status (*op_emit)(cflow_op* op, const cflow_chunk* chunk) CFLOW_NOEXCEPT;
    /** [op] before op_done. Calls back when the consumer has caught up. */
    cflow_call* (*op_wait_writable)(cflow_op* op, cflow_done_fn done, void* ud) CFLOW_NOEXCEPT;
    /** [op] Ends the operation: exactly once, unless start returned an error.
     *  @p result: the result document on CFLOW_OK; on an error an error document (see
     *  cflow_async_v1) or a plain message. */
    void (*op_done)(cflow_op* op, cflow_status status, cflow_str result) CFLOW_NOEXCEPT;
    /** [op] before the call's callback: it then gets CFLOW_E_CANCELLED, later (R5). */
    void (*call_cancel)(cflow_call* call) CFLOW_NOEXCEPT;
    /* band 1.1 goes here */
};
/** Size of band 1.0: what every host of this major has. Compare with this, never with sizeof. */
#define CFLOW_HOST_SIZE_1_0 (offsetof(cflow_host, call_cancel) + sizeof(void (*)(void)))

/* ---- what a plugin is ------------------------------------------------------------------------ */

/** A running operation, seen from the plugin. Plugin's; ended by release. */
typedef struct cflow_task
{
    uint32_t struct_size;
    uint32_t reserved;
    /** [op] Please stop; may be NULL. The host also fails every call of this operation, in flight
     *  or later, with CFLOW_E_CANCELLED: a plugin that only waits on host calls need do nothing.
     *  @p reason: CFLOW_E_CANCELLED or CFLOW_E_TIMEOUT. op_done is still owed. */
    void (*cancel)(struct cflow_task* self, cflow_status reason) CFLOW_NOEXCEPT;
    /** [op] The last call (R6). Never comes from inside another call of this operation. */
    void (*release)(struct cflow_task* self) CFLOW_NOEXCEPT;
} cflow_task;

/** The form of every asynchronous kind: one operation a call, told apart by a verb.
 *  An error document is {"message", "kind"?, "phase"?, "hint"?, "http_status"?, "retry_after_ms"?,
 *  "retryable"?, "limits"?}; kind is one of auth, quota, rate_limited, overloaded, server,
 *  model_not_found, invalid_request, context_overflow, connect, tls, timeout, upstream_closed, redirect,
 *  interrupted, truncated, protocol, content_filter; phase names the wait or step that failed (connect,
 *  tls, first_byte, idle, no_progress, total); limits is what is left of the quota (docs/schemas). The
 *  host decides by kind and retryable whether to try again: a plugin never does. */
typedef struct cflow_async_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    /** [op] Begins. The views die when start returns. op_emit and op_done are allowed inside start.
     *  On an error *task is not read and op_done must not have been called. CFLOW_E_UNSUPPORTED, here
     *  or through op_done, answers a verb this component does not have. */
    cflow_status (*start)(void* self, cflow_str verb, cflow_str request_json, cflow_op* op,
                          cflow_task** task) CFLOW_NOEXCEPT;
} cflow_async_v1;

/** provider: calls a model. Verbs: "chat" (streams TEXT, REASONING, TOOL_CALL, TOOL_ARGS; request and
 *  result documents in docs/schemas/provider.*.json), "models" (result {"models":[{"name",..}]}),
 *  "describe" (request {"model"}, result {"capabilities"?,"context_length"?}: of that one model). */
#define CFLOW_KIND_PROVIDER "cflow.provider/1"
typedef cflow_async_v1 cflow_provider_v1;

/** tool: what an agent can do. Verbs: "list" (result {"tools":[{"name","description","parameters",
 *  "effect","subjects"?}]}), "call" (request {"tool","arguments","call_id","workspace","roots"}, result
 *  {"content","is_error"?,"truncated"?,"details"?}). A call that did not do what was asked (no such file, exit
 *  code 1) is a result with is_error; an error status means that the tool itself broke.
 *  Optional: "serve" (request {}), begun once before "list" and under way as long as the tools are used: what must stay
 *  between calls, such as a process, is opened in it. "close" (request {}) comes at the end while "serve" is under
 *  way: both should then end; "serve" is cancelled after it. */
#define CFLOW_KIND_TOOL "cflow.tool/1"
typedef cflow_async_v1 cflow_tool_v1;

/** memory: keeps what agents remember. An entry is {"ts","alias"|"agent_id","namespace"?,"session_id"?,"task_id"?,
 *  "run_id"?,"summary"?,"ok"?,"output"?,"expires"?,"extra"?}; every request but "append" holds "now", the moment at which
 *  what has expired is not there. Verbs (documents in docs/schemas/memory.*.json):
 *  "append" ({"entries":[..]}; each whole or not at all, and done when it outlives the process),
 *  "query" (streams one JSON chunk an entry, newest first; {"count","bytes"?,"truncated"?,"damaged"?}),
 *  "list" ({"aliases":[{"alias","agent_ids","entries","bytes",..}]}), "forget" ({"forgotten"}),
 *  "compact" ({"removed","kept","bytes_before","bytes_after"}; never loses what is appended meanwhile). */
#define CFLOW_KIND_MEMORY "cflow.memory/1"
typedef cflow_async_v1 cflow_memory_v1;

/** sink: exports events. Verbs: "events" (request {"events":[..]}, already redacted), "flush". */
#define CFLOW_KIND_SINK "cflow.sink/1"
typedef cflow_async_v1 cflow_sink_v1;

/** router: pure; no I/O. Decides which agents are candidates for a piece of work. */
#define CFLOW_KIND_ROUTER "cflow.router/1"
typedef struct cflow_router_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    /** [any] Request {"text"?,"files"?,"explain"?,"agents"?} (router.request.json in docs/schemas); answers
     *  {"candidates":[{"agent","score","evidence":[..]}],"tried"?:[..]} (router.answer.json), best first,
     *  through @p out; on an error, a message. The same request gets the same answer, always. */
    cflow_status (*route)(void* self, cflow_str request_json, const cflow_writer* out) CFLOW_NOEXCEPT;
    /** [main] May be NULL. Called once, before any route, with all agents and their rules (router.prepare.json);
     *  answers {"rules","problems":[..]} (router.prepared.json) through @p out. A rule that cannot be used is a
     *  problem, not an error. A router without this function gets "agents", without rules, in every request. */
    cflow_status (*prepare)(void* self, cflow_str agents_json, const cflow_writer* out) CFLOW_NOEXCEPT;
} cflow_router_v1;

/** policy: pure; no I/O. Says whether a tool call may happen. */
#define CFLOW_KIND_POLICY "cflow.policy/1"
typedef struct cflow_policy_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    /** [any] Request {"agent","tool","effect","arguments",..} (policy.request.json in docs/schemas); answers
     *  {"decision":"allow"|"ask"|"deny"|"pass","rule","reason",..} (policy.answer.json) through @p out; on an
     *  error, a message. An error, and what is not an answer, counts as deny. */
    cflow_status (*decide)(void* self, cflow_str request_json, const cflow_writer* out) CFLOW_NOEXCEPT;
} cflow_policy_v1;

/** redactor: pure; no I/O. Removes what must not be written. */
#define CFLOW_KIND_REDACTOR "cflow.redactor/1"
typedef struct cflow_redactor_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    /** [any] One whole text in, the redacted text out; to a text with nothing to redact, the same. A JSON document comes
     *  as its text and must stay one. The same text in pieces, however it is cut, must give the same. On an error,
     *  nothing of the text is written anywhere. */
    cflow_status (*redact)(void* self, cflow_str text, const cflow_writer* out) CFLOW_NOEXCEPT;
    /** [any] A text that comes in pieces. A session is used by one thread at a time and is the
     *  plugin's until end. feed may hold back a tail that could be the start of a secret. */
    cflow_status (*begin)(void* self, void** session) CFLOW_NOEXCEPT;
    cflow_status (*feed)(void* self, void* session, cflow_str piece, const cflow_writer* out) CFLOW_NOEXCEPT;
    /** Writes what was held back, unless @p out is NULL (abandoned), and frees the session. */
    cflow_status (*end)(void* self, void* session, const cflow_writer* out) CFLOW_NOEXCEPT;
    /** [any] May be NULL or absent. The short way for a piece in which nothing is: CFLOW_OK when feed would write just
     *  this piece and hold nothing back (it is taken, and the host writes it), CFLOW_END when that holds for all that
     *  may follow too (the host does not feed the session any more), CFLOW_WAIT when the piece must be fed: then
     *  nothing was taken. */
    cflow_status (*pass)(void* self, void* session, cflow_str piece) CFLOW_NOEXCEPT;
} cflow_redactor_v1;

/** One thing a plugin offers. Plugin's; lives as long as the plugin. */
typedef struct cflow_component
{
    uint32_t struct_size;
    uint32_t reserved;
    cflow_str kind;     /**< CFLOW_KIND_*; must be in the manifest too. */
    cflow_str name;     /**< [a-z0-9-]; what the configuration calls it; must be in the manifest too. */
    const void* vtable; /**< cflow_<kind>_v1. */
    /** [main] Makes an instance from its settings, a JSON object that fits the manifest's config
     *  schema. On an error a message goes to @p message and *self is not read. */
    cflow_status (*create)(const cflow_host* host, cflow_str settings_json, void** self,
                           const cflow_writer* message) CFLOW_NOEXCEPT;
    /** [main] Ends an instance; no operation of it is left. */
    void (*destroy)(void* self) CFLOW_NOEXCEPT;
} cflow_component;

/** Plugin's; lives as long as the plugin. */
typedef struct cflow_plugin
{
    uint32_t struct_size;
    uint32_t component_count;
    const cflow_component* const* components;
    /** [main] May be NULL. Joins the plugin's threads; the last call before an unload. The program
     *  does not unload plugins; tests do. */
    void (*shutdown)(void) CFLOW_NOEXCEPT;
} cflow_plugin;

/** The only symbol a plugin exports (link with the version script: it is part of this ABI).
 *  [main] Returns NULL if the plugin cannot live with this host. */
typedef const cflow_plugin* (*cflow_entry_fn)(const cflow_host* host) CFLOW_NOEXCEPT;

/* ---- services: each its own table, revised on its own ---------------------------------------- */

/** Streaming HTTP/1.1. Pool, TLS, proxies, time limits and the filling in of secrets are the host's.
 *  A header value may hold {{secret:NAME}}: the host replaces it with the secret, if the plugin
 *  declared that secret and the request goes to a host it declared. */
#define CFLOW_SERVICE_HTTP "cflow.http/1"
typedef struct cflow_http_stream cflow_http_stream; /**< Host's; the plugin ends it with close. */
typedef struct cflow_http_request
{
    uint32_t struct_size;
    uint32_t first_byte_ms; /**< Limit until the status line, in ms; 0: the host's default. */
    uint32_t idle_ms;       /**< Limit between two reads of bytes, in ms; 0: the host's default. */
    uint32_t reserved;
    cflow_str method;
    cflow_str url;
    const cflow_field* headers;
    size_t header_count;
    cflow_str body;
} cflow_http_request;
/** Host's; valid until the stream is closed. */
typedef struct cflow_http_response
{
    uint32_t struct_size;
    int32_t status; /**< As received: 404 is an answer, not an error of the call. */
    const cflow_field* headers; /**< Names in lower case. */
    size_t header_count;
} cflow_http_response;
/** On an error stream and response are NULL and @p message is an error document naming the phase. */
typedef void (*cflow_http_open_fn)(void* ud, cflow_status status, cflow_http_stream* stream,
                                   const cflow_http_response* response, cflow_str message) CFLOW_NOEXCEPT;
typedef struct cflow_http_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    /** [op] Sends the request, calls back when the head of the answer is there. */
    cflow_call* (*open)(cflow_op* op, const cflow_http_request* request, cflow_http_open_fn done,
                        void* ud) CFLOW_NOEXCEPT;
    /** [op] One at a time. The bytes stay valid until the next read or close of this stream.
     *  CFLOW_END: the body ended as HTTP says it must; a body cut short is CFLOW_E_IO. */
    cflow_call* (*read)(cflow_http_stream* stream, cflow_data_fn done, void* ud) CFLOW_NOEXCEPT;
    /** [op] No read in flight. Required for every stream. A body not read to its end costs the
     *  connection. */
    void (*close)(cflow_http_stream* stream) CFLOW_NOEXCEPT;
} cflow_http_v1;

#define CFLOW_SERVICE_TIMER "cflow.timer/1"
typedef struct cflow_timer_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    cflow_call* (*sleep)(cflow_op* op, uint64_t microseconds, cflow_done_fn done, void* ud)
        CFLOW_NOEXCEPT; /**< [op] */
} cflow_timer_v1;

/** Child processes, each in a process group of its own that ends with the operation: SIGTERM to the group, SIGKILL
 *  after 2 s, also to what has left the group. The children of tools are confined to the roots of their call, as the
 *  user has it; nothing here changes that. The child gets its three pipes and nothing else of the host's, and default
 *  signal handling.
 *  The message of a failed call is an error document (see cflow_async_v1) or a plain text. */
#define CFLOW_SERVICE_PROCESS "cflow.process/1"
typedef struct cflow_process cflow_process; /**< Host's; the plugin ends it with close. */
typedef struct cflow_process_spec
{
    uint32_t struct_size;
    uint32_t reserved;
    const cflow_str* argv; /**< argv[0] is looked up in the PATH of the child's environment, unless it holds
                            *   a slash; no shell is involved. */
    size_t argc;
    /** The whole environment of the child, but for `inherit`. A value may hold {{secret:NAME}}, filled in by
     *  the host if the plugin declared that secret or its settings name it. */
    const cflow_field* environment;
    size_t environment_count;
    cflow_str directory; /**< Working directory; empty: the task's workspace, or the host's own. */
    /** Names of the host's own variables to pass on, those that are set; `environment` goes before them. A
     *  name may end in '*'. Always allowed: PATH HOME USER LOGNAME SHELL LANG LC_* TERM TMPDIR TZ XDG_*. Any
     *  other must be named by the user, in a setting of the format "pass-env": else CFLOW_E_DENIED. */
    const cflow_str* inherit;
    size_t inherit_count;
    /** How long the child may be silent while its stdout is being read, in ms: until its first byte on either
     *  channel, and between two pieces. Then the read fails with CFLOW_E_TIMEOUT. 0: for ever. */
    uint32_t first_byte_ms;
    uint32_t idle_ms;
    uint32_t flags; /**< CFLOW_PROCESS_*. A host that does not read them does as without. */
    uint32_t reserved_2;
} cflow_process_spec;
enum
{
    CFLOW_PROCESS_MERGED = 1 /**< What the child writes to stderr comes in on stdout, in the order it was
                              *   written; CFLOW_STDERR ends at once. */
};
/** On an error @p process is NULL; CFLOW_E_NOT_FOUND: there is no such program. */
typedef void (*cflow_spawn_fn)(void* ud, cflow_status status, cflow_process* process, cflow_str message)
    CFLOW_NOEXCEPT;
/** @p exit_status: exit code, or 128 + signal number. */
typedef void (*cflow_exit_fn)(void* ud, cflow_status status, int32_t exit_status) CFLOW_NOEXCEPT;
enum
{
    CFLOW_STDOUT = 1,
    CFLOW_STDERR = 2
};
typedef struct cflow_process_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    cflow_call* (*spawn)(cflow_op* op, const cflow_process_spec* spec, cflow_spawn_fn done, void* ud)
        CFLOW_NOEXCEPT; /**< [op] */
    /** [op] Calls back when all bytes were taken by the child; an empty view closes its stdin. Several may be
     *  in flight: they are taken in order. CFLOW_E_IO: the child has closed its stdin. Giving one up closes it. */
    cflow_call* (*write)(cflow_process* process, cflow_str bytes, cflow_done_fn done, void* ud) CFLOW_NOEXCEPT;
    /** [op] One at a time per channel (CFLOW_STDOUT, CFLOW_STDERR); lifetimes as cflow_http_v1.read. Once the
     *  child has ended, CFLOW_END comes 2 s later at most, whoever still holds the channel open. */
    cflow_call* (*read)(cflow_process* process, int32_t channel, cflow_data_fn done, void* ud) CFLOW_NOEXCEPT;
    cflow_call* (*wait)(cflow_process* process, cflow_exit_fn done, void* ud) CFLOW_NOEXCEPT; /**< [op] One at a time. */
    void (*kill)(cflow_process* process, int32_t signal) CFLOW_NOEXCEPT; /**< [op] The whole group. */
    /** [op] Ends what still runs, as the operation's end does. Calls in flight get CFLOW_E_CANCELLED. */
    void (*close)(cflow_process* process) CFLOW_NOEXCEPT;
} cflow_process_v1;

enum
{
    CFLOW_LOG_DEBUG = 1,
    CFLOW_LOG_INFO = 2,
    CFLOW_LOG_WARNING = 3,
    CFLOW_LOG_ERROR = 4
};
#define CFLOW_SERVICE_LOG "cflow.log/1"
typedef struct cflow_log_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    void (*write)(const cflow_host* host, int32_t level, cflow_str text) CFLOW_NOEXCEPT; /**< [any] */
} cflow_log_v1;

/** Settings of the run that plugins may read, beyond their own (those come to create). */
#define CFLOW_SERVICE_CONFIG "cflow.config/1"
typedef struct cflow_config_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    /** [any] Writes the value at a dotted path as JSON; CFLOW_E_NOT_FOUND if there is none. */
    cflow_status (*get)(const cflow_host* host, cflow_str path, const cflow_writer* out) CFLOW_NOEXCEPT;
} cflow_config_v1;

/** Secrets are used by name ({{secret:NAME}}); their values never reach a plugin through this table. */
#define CFLOW_SERVICE_SECRET "cflow.secret/1"
typedef struct cflow_secret_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    /** [any] CFLOW_OK if the secret is set and declared, CFLOW_E_NOT_FOUND, or CFLOW_E_DENIED. */
    cflow_status (*available)(const cflow_host* host, cflow_str name) CFLOW_NOEXCEPT;
} cflow_secret_v1;

/** Time and randomness, so that a run can be replayed. */
#define CFLOW_SERVICE_CLOCK "cflow.clock/1"
typedef struct cflow_clock_v1
{
    uint32_t struct_size;
    uint32_t reserved;
    int64_t (*unix_us)(const cflow_host* host) CFLOW_NOEXCEPT;                    /**< [any] Wall clock. */
    int64_t (*steady_us)(const cflow_host* host) CFLOW_NOEXCEPT;                  /**< [any] For intervals. */
    void (*random)(const cflow_host* host, void* bytes, size_t count) CFLOW_NOEXCEPT; /**< [any] */
} cflow_clock_v1;

/* ---- the manifest: an ELF note, read without running the plugin -------------------------------- */

/* Section .note.codexflow, owner "codex-flow", type CFLOW_NOTE_TYPE; descriptor: abi_major, the lowest
 * abi_minor the plugin can live with, then the manifest JSON padded with NUL to four bytes:
 * {"id","version","license"?,"components":[{"kind":"provider","name","config"?: JSON Schema}],
 *  "needs"?:{"services":[..],"secrets":[..],"hosts":[..]},"threading"?:"parallel"|"serial"}; serial: the
 *  host never runs two of its operations on two threads at the same time.
 * In a config schema "format":"secret-env" marks a setting that names a secret, or in the items of a list
 * several; "format":"base-url" one whose host the user thereby allows; in
 * the items of a list "format":"pass-env" marks names of variables that child processes may get. */
#define CFLOW_NOTE_OWNER "codex-flow"
#define CFLOW_NOTE_TYPE 0x43464c31u /* "CFL1" */
typedef struct cflow_note_head
{
    uint32_t namesz, descsz, type;
    char name[12];
    uint32_t abi_major, abi_minor;
} cflow_note_head;

#ifndef CFLOW_NEEDS_MINOR
#define CFLOW_NEEDS_MINOR 0
#endif
#ifdef __clang__ /* its AddressSanitizer would pad the note with a red zone */
#define CFLOW_NOTE_ATTRIBUTES section(".note.codexflow"), used, aligned(4), no_sanitize("address")
#else
#define CFLOW_NOTE_ATTRIBUTES section(".note.codexflow"), used, aligned(4)
#endif
/** Puts the manifest, a string literal, into the plugin. Once per plugin, at namespace scope. */
#define CFLOW_MANIFEST(json)                                                                             \
    __attribute__((CFLOW_NOTE_ATTRIBUTES)) static const struct                                           \
    {                                                                                                    \
        cflow_note_head head;                                                                            \
        char text[(sizeof(json) + 3) & ~(size_t)3];                                                      \
    } cflow_manifest_note = {{12, 8 + ((sizeof(json) + 3) & ~(size_t)3), CFLOW_NOTE_TYPE,                \
                              CFLOW_NOTE_OWNER, CFLOW_ABI_MAJOR, CFLOW_NEEDS_MINOR},                     \
                             json}

#ifdef __cplusplus
}
#endif
#endif
