// Gives the tests of prepare_run() a manifest to check settings against; it is never loaded.
#include <codexflow/plugin.hpp>

CODEXFLOW_MANIFEST(R"({
 "id": "test.prepare", "version": "1.2.3", "license": "MIT",
 "components": [{"kind": "provider", "name": "probe", "config": {"type": "object", "properties": {
   "model": {"type": "string"}, "speed": {"type": "integer", "minimum": 1}, "script": {"type": "string", "format": "path"}}}}]
})");

namespace {

struct probe : codexflow::provider
{
    codexflow::task<std::string> chat(codexflow::operation&) override { co_return R"({"finish":"stop"})"; }
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<probe>("probe"))
