// A provider that is in order but for what C++ does around it, in one way a build.
#include <codexflow/plugin.hpp>

#include <stdexcept>
#include <string>

CODEXFLOW_MANIFEST(R"({"id":"test.unruly","version":"1.0.0","components":[{"kind":"provider","name":"unruly"}]})");

namespace unruly {

#if defined UNRULY_UNIQUE
// A static of an inline function: without the flags of codexflow_add_plugin one of it for the whole process.
inline int& shared()
{
    static int value = 0;
    return value;
}
template <class T> struct shared_of
{
    static inline T value{};
};
#endif

#if defined UNRULY_INITIALISER
struct fails_early
{
    fails_early() { throw std::runtime_error("out of an initialiser"); }
};
const fails_early early;
#endif

struct provider : codexflow::provider
{
    codexflow::task<std::string> chat(codexflow::operation& op) override
    {
#if defined UNRULY_UNIQUE
        ++shared();
        shared_of<std::string>::value += 'x';
#endif
        co_await op.emit_text("x");
        co_return R"({"finish":"stop"})";
    }
};

} // namespace unruly

CODEXFLOW_PLUGIN(codexflow::component<unruly::provider>("unruly"))
