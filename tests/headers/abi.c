#include <codexflow/abi.h>
#include <codexflow/abi.h> /* a second time changes nothing */

/* The macros must expand to C as well. */
CFLOW_MANIFEST("{\"id\":\"test.c\",\"version\":\"1\",\"components\":[]}");

CFLOW_EXPORT const cflow_plugin* cflow_plugin_v1(const cflow_host* host);
CFLOW_EXPORT const cflow_plugin* cflow_plugin_v1(const cflow_host* host)
{
    return host->struct_size >= CFLOW_HOST_SIZE_1_0 && CFLOW_HAS(host, cflow_host, call_cancel) ? NULL : NULL;
}
