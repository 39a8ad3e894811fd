/* A provider that cannot be used, in one way a build: each is a LIE_... definition. Without one it is in
 * order. */
#if defined LIE_NEWER_MINOR
#define CFLOW_NEEDS_MINOR 7
#endif
#include <codexflow/abi.h>

#include <stddef.h>

#define MAYBE_UNUSED __attribute__((unused)) /* some lies leave parts unused */

#if defined LIE_WRONG_MAJOR
#undef CFLOW_ABI_MAJOR
#define CFLOW_ABI_MAJOR 2
#endif

#define ONE "{\"kind\":\"provider\",\"name\":\"liar\"}"
#if defined LIE_TWICE_IN_MANIFEST
#define LIST ONE "," ONE
#elif defined LIE_MANIFEST_NAMES_MORE
#define LIST ONE ",{\"kind\":\"provider\",\"name\":\"ghost\"}"
#elif defined LIE_TABLE_OFFERS_MORE
#define LIST "{\"kind\":\"provider\",\"name\":\"other\"}"
#else
#define LIST ONE
#endif

#if defined LIE_BROKEN_MANIFEST
CFLOW_MANIFEST("{\"id\":\"test.liar\",");
#elif !defined LIE_NO_NOTE
CFLOW_MANIFEST("{\"id\":\"test.liar\",\"version\":\"1.0.0\",\"components\":[" LIST "]}");
#endif

MAYBE_UNUSED static cflow_status start(void* self, cflow_str verb, cflow_str request, cflow_op* op, cflow_task** task)
{
    (void)self, (void)verb, (void)request, (void)op, (void)task;
    return CFLOW_E_UNSUPPORTED;
}

MAYBE_UNUSED static cflow_status create(const cflow_host* host, cflow_str settings, void** self, const cflow_writer* message)
{
    (void)host, (void)settings, (void)message;
    *self = NULL;
    return CFLOW_OK;
}

static void destroy(void* self) { (void)self; }

#if defined LIE_NO_START
static const cflow_async_v1 provider = {sizeof provider, 0, NULL};
#elif defined LIE_SMALL_VTABLE
static const cflow_async_v1 provider = {8, 0, start};
#else
static const cflow_async_v1 provider = {sizeof provider, 0, start};
#endif

static const cflow_component component = {
#if defined LIE_SMALL_COMPONENT
    8,
#else
    sizeof component,
#endif
    0, {CFLOW_KIND_PROVIDER, 16}, {"liar", 4},
#if defined LIE_NO_VTABLE
    NULL,
#else
    &provider,
#endif
#if defined LIE_NO_CREATE
    NULL,
#else
    create,
#endif
    destroy};

#if defined LIE_TWO_REVISIONS || defined LIE_OTHER_REVISION
static const cflow_component newer = {sizeof newer, 0, {"cflow.provider/2", 16}, {"liar", 4}, &provider, create, destroy};
#endif

#if defined LIE_TWICE_IN_TABLE
static const cflow_component* const components[] = {&component, &component};
#elif defined LIE_NULL_COMPONENT
static const cflow_component* const components[] = {NULL};
#elif defined LIE_TWO_REVISIONS
static const cflow_component* const components[] = {&newer, &component};
#elif defined LIE_OTHER_REVISION
static const cflow_component* const components[] = {&newer};
#else
static const cflow_component* const components[] = {&component};
#endif

/* A later minor of the table, with members this host does not know. */
struct bigger_plugin
{
    cflow_plugin now;
    void (*later)(void);
    void* much_later[8];
};
MAYBE_UNUSED static const struct bigger_plugin plugin = {{
#if defined LIE_SMALL_TABLE
    8,
#elif defined LIE_BIGGER_TABLE
    sizeof(struct bigger_plugin),
#else
    sizeof(cflow_plugin),
#endif
    sizeof components / sizeof *components,
#if defined LIE_NULL_TABLE
    NULL,
#else
    components,
#endif
    NULL}, NULL, {NULL}};

#if defined LIE_UNRESOLVED
void codexflow_no_such_function(void);
#endif

#if !defined LIE_NO_ENTRY
CFLOW_EXPORT const cflow_plugin* cflow_plugin_v1(const cflow_host* host)
{
#if defined LIE_UNRESOLVED
    codexflow_no_such_function();
#endif
#if defined LIE_NULL_ENTRY
    (void)host;
    return NULL;
#else
    return host->struct_size >= CFLOW_HOST_SIZE_1_0 ? &plugin.now : NULL;
#endif
}
#endif

#if defined LIE_MORE_SYMBOLS || defined LIE_NO_ENTRY
CFLOW_EXPORT int codexflow_test_extra(void) { return 1; }
#endif
