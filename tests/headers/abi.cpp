#include <codexflow/abi.h>

CFLOW_MANIFEST("{\"id\":\"test.cpp\",\"version\":\"1\",\"components\":[]}");

extern "C" CFLOW_EXPORT const cflow_plugin* cflow_plugin_v1(const cflow_host*) noexcept;
const cflow_plugin* cflow_plugin_v1(const cflow_host*) noexcept { return nullptr; }
