#include <codexflow/plugin.hpp>

#include <string>

CODEXFLOW_MANIFEST(R"({"id":"org.example.hello","version":"1.0.0","license":"MIT",
 "components":[{"kind":"provider","name":"hello"}]})");

struct hello : codexflow::provider
{
    codexflow::task<std::string> chat(codexflow::operation& op) override
    {
        co_await op.emit_text("hello");
        co_return R"({"finish":"stop"})";
    }
};

CODEXFLOW_PLUGIN(codexflow::component<hello>("hello"))
