// In order but for how it is built: with statics of inline functions and templates, and without the flags and
// the version script of codexflow_add_plugin. Its symbols would be merged with those of other plugins.
#include <codexflow/plugin.hpp>

#include <string>

CODEXFLOW_MANIFEST(R"({"id":"test.unique","version":"1.0.0","components":[{"kind":"provider","name":"unique"}]})");

namespace unique {

inline int& shared()
{
    static int value = 0;
    return value;
}

template <class T> struct shared_of
{
    static inline T value{};
};

struct provider : codexflow::provider
{
    codexflow::task<std::string> chat(codexflow::operation& op) override
    {
        ++shared();
        shared_of<std::string>::value += 'x';
        co_await op.emit_text(shared_of<std::string>::value);
        co_return R"({"finish":"stop"})";
    }
};

} // namespace unique

CODEXFLOW_PLUGIN(codexflow::component<unique::provider>("unique"))
