#include "raw.hpp"

// The table of the plugin: an instance that can refuse or throw, and a start that hands out the verbs.

CFLOW_MANIFEST(R"({"id":"test.raw","version":"1.0.0","components":[{"kind":"provider","name":"raw"}],
  "needs":{"services":["http","timer"],"secrets":["DECLARED","UNSET"],"hosts":["127.0.0.1"]}})");

namespace {

struct instance
{
    const cflow_host* host;
    bool throws_on_destroy;
};

cflow_status create(const cflow_host* host, cflow_str settings, void** self, const cflow_writer* message)
{
    const std::string_view text = raw::view(settings);
    if (text == "refuse")
    {
        message->write(message, raw::str("the setting 'model' "));
        message->write(message, raw::str("is missing"));
        return CFLOW_E_INVALID;
    }
    if (text == "refuse silently")
        return CFLOW_E_INVALID;
    if (text == "throw")
        throw std::runtime_error("out of create");
    if (text == "throw 7")
        throw 7;
    *self = new instance{host, text == "throw on destroy"};
    return CFLOW_OK;
}

void destroy(void* self)
{
    auto* const mine = static_cast<instance*>(self);
    const bool angry = mine->throws_on_destroy;
    delete mine;
    if (angry)
        throw std::runtime_error("out of destroy");
}

cflow_status start(void* self, cflow_str verb, cflow_str request, cflow_op* op, cflow_task** task)
{
    const std::string_view what = raw::view(verb);
    if (what == "throw from start")
        throw std::runtime_error("out of start");
    if (what == "throw 7 from start")
        throw 7;
    auto* made = new raw::run(static_cast<instance*>(self)->host, op, raw::puppet::at(raw::view(request)));
    made->told.task = made;
    made->told.free = [](raw::puppet& told) { delete static_cast<raw::run*>(told.task); };
    if (what == "sleep, then throw from start")
    {
        // What stack unwinding does to a plugin that keeps its state in a unique_ptr: it is gone.
        made->sleep(0, [](void* ud, cflow_status status) { static_cast<raw::run*>(ud)->note(status); });
        delete made;
        throw std::runtime_error("out of start");
    }
    *task = made;
    if (raw::start_life(what, made) || raw::start_flow(what, made) || raw::start_http(what, made))
        return CFLOW_OK;
    delete made;
    return CFLOW_E_UNSUPPORTED;
}

constexpr cflow_async_v1 provider{sizeof(cflow_async_v1), 0, &start};
constexpr cflow_component component{sizeof(cflow_component), 0, {CFLOW_KIND_PROVIDER, 16}, {"raw", 3},
                                    &provider, &create, &destroy};
constexpr const cflow_component* components[] = {&component};
constexpr cflow_plugin plugin{sizeof(cflow_plugin), 1, components, nullptr};

} // namespace

extern "C" CFLOW_EXPORT const cflow_plugin* cflow_plugin_v1(const cflow_host* host)
{
    return host->struct_size >= CFLOW_HOST_SIZE_1_0 ? &plugin : nullptr;
}
