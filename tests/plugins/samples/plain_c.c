/* A provider in plain C: a state machine over the http and timer services that heeds back-pressure.
 * Request: {"url":"..."}. It streams the body of the answer as text, rests for a millisecond, and ends. */
#include <codexflow/abi.h>

#include <stdlib.h>
#include <string.h>

CFLOW_MANIFEST("{\"id\":\"test.plain-c\",\"version\":\"1.0.0\",\"license\":\"MIT\","
               "\"components\":[{\"kind\":\"provider\",\"name\":\"plain-c\"}],"
               "\"needs\":{\"services\":[\"http\",\"timer\"]}}");

struct instance
{
    const cflow_host* host;
    const cflow_http_v1* http;
    const cflow_timer_v1* timer;
};

struct stream_task
{
    cflow_task task; /* first: the host's pointer is ours */
    const struct instance* in;
    cflow_op* op;
    cflow_http_stream* stream;
};

static cflow_str text(const char* z)
{
    const cflow_str s = {z, strlen(z)};
    return s;
}

static void end(struct stream_task* me, cflow_status status, cflow_str what)
{
    if (me->stream != NULL)
        me->in->http->close(me->stream);
    me->stream = NULL;
    me->in->host->op_done(me->op, status, what);
}

static void on_rest(void* ud, cflow_status status)
{
    end(ud, status, text("{\"finish\":\"stop\"}"));
}

static void on_piece(void* ud, cflow_status status, cflow_str piece);

static void on_writable(void* ud, cflow_status status)
{
    struct stream_task* me = ud;
    if (status < 0)
        end(me, status, text("nobody reads any more"));
    else
        me->in->http->read(me->stream, on_piece, me);
}

static void on_piece(void* ud, cflow_status status, cflow_str piece)
{
    struct stream_task* me = ud;
    cflow_chunk chunk = {sizeof chunk, CFLOW_CHUNK_TEXT, 0, 0, {NULL, 0}};
    if (status == CFLOW_END)
    {
        me->in->timer->sleep(me->op, 1000, on_rest, me);
        return;
    }
    if (status < 0)
    {
        end(me, status, piece);
        return;
    }
    chunk.data = piece;
    status = me->in->host->op_emit(me->op, &chunk);
    if (status == CFLOW_WAIT)
        me->in->host->op_wait_writable(me->op, on_writable, me);
    else
        on_writable(me, status);
}

static void on_open(void* ud, cflow_status status, cflow_http_stream* stream, const cflow_http_response* response,
                    cflow_str message)
{
    struct stream_task* me = ud;
    me->stream = stream;
    if (status < 0)
        end(me, status, message);
    else if (response->status != 200)
        end(me, CFLOW_E_UNAVAILABLE, text("{\"message\":\"the server refused\",\"kind\":\"server\"}"));
    else
        me->in->http->read(stream, on_piece, me);
}

static void release(cflow_task* self) { free(self); }

static cflow_status start(void* self, cflow_str verb, cflow_str request, cflow_op* op, cflow_task** task)
{
    static const char opening[] = "{\"url\":\"";
    const struct instance* in = self;
    struct stream_task* me;
    cflow_http_request ask;
    if (verb.len != 4 || memcmp(verb.ptr, "chat", 4) != 0)
        return CFLOW_E_UNSUPPORTED;
    if (request.len < sizeof opening + 1 || memcmp(request.ptr, opening, sizeof opening - 1) != 0)
        return CFLOW_E_INVALID;
    me = calloc(1, sizeof *me);
    if (me == NULL)
        return CFLOW_E_NOMEM;
    me->task.struct_size = sizeof me->task;
    me->task.release = release;
    me->in = in;
    me->op = op;
    memset(&ask, 0, sizeof ask);
    ask.struct_size = sizeof ask;
    ask.method = text("GET");
    ask.url.ptr = request.ptr + sizeof opening - 1;
    ask.url.len = request.len - (sizeof opening - 1) - 2;
    in->http->open(op, &ask, on_open, me);
    *task = &me->task;
    return CFLOW_OK;
}

static cflow_status create(const cflow_host* host, cflow_str settings, void** self, const cflow_writer* message)
{
    struct instance* in = malloc(sizeof *in);
    (void)settings;
    if (in == NULL)
        return CFLOW_E_NOMEM;
    in->host = host;
    in->http = host->get_service(host, text(CFLOW_SERVICE_HTTP));
    in->timer = host->get_service(host, text(CFLOW_SERVICE_TIMER));
    if (in->http == NULL || in->timer == NULL)
    {
        message->write(message, text("this host serves no http or no timer"));
        free(in);
        return CFLOW_E_UNSUPPORTED;
    }
    *self = in;
    return CFLOW_OK;
}

static void destroy(void* self) { free(self); }

static const cflow_async_v1 provider = {sizeof provider, 0, start};
static const cflow_component component = {
    sizeof component, 0, {CFLOW_KIND_PROVIDER, 16}, {"plain-c", 7}, &provider, create, destroy};
static const cflow_component* const components[] = {&component};
static const cflow_plugin plugin = {sizeof plugin, 1, components, NULL};

CFLOW_EXPORT const cflow_plugin* cflow_plugin_v1(const cflow_host* host)
{
    return host->struct_size >= CFLOW_HOST_SIZE_1_0 ? &plugin : NULL;
}
