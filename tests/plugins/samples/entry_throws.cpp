// Its entry throws, which no entry may.
#define CFLOW_NOEXCEPT
#include <codexflow/abi.h>

#include <stdexcept>

CFLOW_MANIFEST(R"({"id":"test.entry-throws","version":"1.0.0","components":[{"kind":"provider","name":"angry"}]})");

extern "C" CFLOW_EXPORT const cflow_plugin* cflow_plugin_v1(const cflow_host*)
{
    throw std::runtime_error("out of the entry");
}
