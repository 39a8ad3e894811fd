#pragma once

#include <codexflow/components.hpp>
#include <codexflow/http.hpp>
#include <codexflow/memory.hpp>
#include <codexflow/policy.hpp>
#include <codexflow/redactor.hpp>
#include <codexflow/router.hpp>
#include <codexflow/tool.hpp>

#include <concepts>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <type_traits>

/** @file
 *  Turns classes into a plugin: the C functions behind the tables, none of which lets an exception out.
 *
 *  @code
 *  #include <codexflow/plugin.hpp>
 *  CODEXFLOW_MANIFEST(R"({"id":"org.example.echo","version":"1.0.0","license":"MIT",
 *                         "components":[{"kind":"provider","name":"echo"}]})");
 *  struct echo : codexflow::provider {
 *      codexflow::task<std::string> chat(codexflow::operation& op) override {
 *          co_await op.emit_text("hello");
 *          co_return R"({"finish":"stop"})";
 *      }
 *  };
 *  CODEXFLOW_PLUGIN(codexflow::component<echo>("echo"))
 *  @endcode */
namespace codexflow {
namespace detail {

/// What the C side's `self` points to.
template <class T> struct instance
{
    const cflow_host* host;
    T object;
};

struct outcome
{
    cflow_status status = CFLOW_OK;
    std::string text;
};

/// The exception in flight as a status and a document or message. Called in a handler only.
inline outcome current_outcome() noexcept
{
    outcome end;
    try
    {
        throw;
    }
    catch (const failure& f)
    {
        end.status = f.status() < 0 ? f.status() : CFLOW_E_FAILED;
        end.text = f.document();
    }
    catch (const std::bad_alloc&)
    {
        end.status = CFLOW_E_NOMEM;
    }
    catch (const std::exception& e)
    {
        end.status = CFLOW_E_EXCEPTION;
        end.text = e.what();
    }
    catch (...)
    {
        end.status = CFLOW_E_EXCEPTION;
        end.text = "something that is not a std::exception was thrown";
    }
    return end;
}

/// Runs the author's coroutine and reports its end. Starts at once, destroys itself.
struct root
{
    struct promise_type
    {
        root get_return_object() const noexcept { return {}; }
        std::suspend_never initial_suspend() const noexcept { return {}; }
        std::suspend_never final_suspend() const noexcept { return {}; }
        void return_void() const noexcept {}
        [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
    };
};

/// @p op outlives this coroutine: the host releases it after op_done, and never from inside it.
template <class T> root drive(T& object, operation& op)
{
    outcome end;
    try
    {
        end.text = co_await object.run(op);
    }
    catch (...)
    {
        end = current_outcome();
    }
    op.host()->op_done(op.handle(), end.status, to_abi(end.text));
}

template <class T> struct async_thunks
{
    static cflow_status start(void* self, cflow_str verb, cflow_str request, cflow_op* handle,
                              cflow_task** task) noexcept
    {
        try
        {
            auto& in = *static_cast<instance<T>*>(self);
            auto op = std::make_unique<operation>(in.host, handle, verb, request);
            *task = op->abi_task();
            drive(in.object, *op.release());
            return CFLOW_OK;
        }
        catch (...)
        {
            return CFLOW_E_NOMEM; // only the two allocations above can get here
        }
    }
    static constexpr cflow_async_v1 table{sizeof(cflow_async_v1), 0, &async_thunks::start};
};

/// Answers through @p out; on an exception the message goes there instead.
template <class F> cflow_status answer(const cflow_writer* out, F&& f) noexcept
{
    try
    {
        write_to(out, f());
        return CFLOW_OK;
    }
    catch (...)
    {
        const outcome end = current_outcome();
        write_to(out, end.text);
        return end.status;
    }
}

template <class T> const T& object_of(void* self) noexcept { return static_cast<instance<T>*>(self)->object; }

template <class T>
concept takes_agents_once = requires(T router, std::string_view json) {
    { router.prepare_json(json) } -> std::convertible_to<std::string>;
};

template <class T> struct router_thunks
{
    static cflow_status route(void* self, cflow_str request, const cflow_writer* out) noexcept
    {
        return answer(out, [&] { return object_of<T>(self).route_json(from_abi(request)); });
    }
    static cflow_status prepare(void* self, cflow_str agents, const cflow_writer* out) noexcept
        requires takes_agents_once<T>
    {
        return answer(out, [&] { return static_cast<instance<T>*>(self)->object.prepare_json(from_abi(agents)); });
    }
    static constexpr auto prepare_or_null() noexcept
    {
        if constexpr (takes_agents_once<T>)
            return &router_thunks::prepare;
        else
            return nullptr;
    }
    static constexpr cflow_router_v1 table{sizeof(cflow_router_v1), 0, &router_thunks::route, prepare_or_null()};
};

template <class T> struct policy_thunks
{
    static cflow_status decide(void* self, cflow_str request, const cflow_writer* out) noexcept
    {
        return answer(out, [&] { return object_of<T>(self).decide_json(from_abi(request)); });
    }
    static constexpr cflow_policy_v1 table{sizeof(cflow_policy_v1), 0, &policy_thunks::decide};
};

template <class T> struct redactor_thunks
{
    static cflow_status redact(void* self, cflow_str text, const cflow_writer* out) noexcept
    {
        return answer(out, [&] { return object_of<T>(self).redact(from_abi(text)); });
    }
    static cflow_status begin(void* self, void** session) noexcept
    {
        return answer(nullptr, [&] {
            *session = object_of<T>(self).begin().release();
            return std::string_view();
        });
    }
    static cflow_status feed(void*, void* session, cflow_str piece, const cflow_writer* out) noexcept
    {
        return answer(out, [&] { return static_cast<redactor::session*>(session)->feed(from_abi(piece)); });
    }
    static cflow_status end(void*, void* session, const cflow_writer* out) noexcept
    {
        const std::unique_ptr<redactor::session> owned(static_cast<redactor::session*>(session));
        return out == nullptr ? CFLOW_OK : answer(out, [&] { return owned->end(); });
    }
    static cflow_status pass(void*, void* session, cflow_str piece) noexcept
    {
        using taken = redactor::session::taken;
        try
        {
            const taken what = static_cast<redactor::session*>(session)->pass(from_abi(piece));
            return what == taken::unchanged ? CFLOW_OK : what == taken::settled ? CFLOW_END : CFLOW_WAIT;
        }
        catch (...)
        {
            return current_outcome().status;
        }
    }
    static constexpr cflow_redactor_v1 table{sizeof(cflow_redactor_v1), 0,
                                             &redactor_thunks::redact,  &redactor_thunks::begin,
                                             &redactor_thunks::feed,    &redactor_thunks::end,
                                             &redactor_thunks::pass};
};

template <class T> const void* table_of() noexcept
{
    if constexpr (std::is_base_of_v<json_router, T>)
        return &router_thunks<T>::table;
    else if constexpr (std::is_base_of_v<json_policy, T>)
        return &policy_thunks<T>::table;
    else if constexpr (std::is_base_of_v<redactor, T>)
        return &redactor_thunks<T>::table;
    else
        return &async_thunks<T>::table;
}

template <class T>
cflow_status create(const cflow_host* host, cflow_str json, void** self, const cflow_writer* message) noexcept
{
    return answer(message, [&] {
        if constexpr (std::is_constructible_v<T, const settings&>)
        {
            const settings given(host, from_abi(json));
            *self = new instance<T>{host, T(given)};
        }
        else
        {
            *self = new instance<T>{host, T()};
        }
        return std::string_view();
    });
}

template <class T> void destroy(void* self) noexcept { delete static_cast<instance<T>*>(self); }

} // namespace detail

/** The component of class @p T under @p name, which must be a string literal. T derives from one of the
 *  seven kinds and is made from `const settings&`, or by default. */
template <class T> const cflow_component* component(std::string_view name)
{
    static const cflow_component made{sizeof(cflow_component), 0,
                                      to_abi(T::kind),         to_abi(name),
                                      detail::table_of<T>(),   &detail::create<T>,
                                      &detail::destroy<T>};
    return &made;
}

} // namespace codexflow

/// The manifest, a string literal; see abi.h. Once per plugin.
#define CODEXFLOW_MANIFEST(json) CFLOW_MANIFEST(json)

/// The entry function, with the components as arguments. Once per plugin.
#define CODEXFLOW_PLUGIN(...)                                                                            \
    extern "C" CFLOW_EXPORT const cflow_plugin* cflow_plugin_v1(const cflow_host* host) noexcept         \
    {                                                                                                    \
        if (host == nullptr || host->struct_size < CFLOW_HOST_SIZE_1_0)                                  \
            return nullptr;                                                                              \
        static const cflow_component* const list[] = {__VA_ARGS__};                                      \
        static const cflow_plugin self{sizeof(cflow_plugin), sizeof list / sizeof *list, list, nullptr}; \
        return &self;                                                                                    \
    }
