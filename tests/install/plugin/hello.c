#include <codexflow/abi.h>

#include <string.h>

CFLOW_MANIFEST("{\"id\":\"org.example.hello-c\",\"version\":\"1.0.0\",\"license\":\"MIT\","
               "\"components\":[{\"kind\":\"router\",\"name\":\"hello-c\"}]}");

static cflow_status route(void* self, cflow_str request, const cflow_writer* out)
{
    const char* none = "{\"candidates\":[]}";
    cflow_str answer = {none, strlen(none)};
    (void)self;
    (void)request;
    out->write(out, answer);
    return CFLOW_OK;
}

static cflow_status create(const cflow_host* host, cflow_str config, void** self, const cflow_writer* message)
{
    (void)host;
    (void)config;
    (void)message;
    *self = NULL;
    return CFLOW_OK;
}

static void destroy(void* self) { (void)self; }

static const cflow_router_v1 router = {sizeof router, 0, route};
static const cflow_component component = {
    sizeof component, 0,      {CFLOW_KIND_ROUTER, sizeof CFLOW_KIND_ROUTER - 1}, {"hello-c", 7}, &router,
    create,           destroy};
static const cflow_component* const components[] = {&component};
static const cflow_plugin plugin = {sizeof plugin, 1, components, NULL};

CFLOW_EXPORT const cflow_plugin* cflow_plugin_v1(const cflow_host* host);
const cflow_plugin* cflow_plugin_v1(const cflow_host* host)
{
    return host == NULL || host->struct_size < CFLOW_HOST_SIZE_1_0 ? NULL : &plugin;
}
