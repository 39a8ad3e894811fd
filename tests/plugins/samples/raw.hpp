#pragma once

#define CFLOW_NOEXCEPT // this plugin breaks the rules on purpose: its functions throw
#include <codexflow/abi.h>

#include "puppet.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

/** @file
 *  The sample plugin "raw": C++ on the bare tables, one behaviour for each verb. */
namespace raw {

using codexflow::test::puppet;

inline cflow_str str(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view view(cflow_str text) { return {text.ptr, text.len}; }

/// One operation.
struct run : cflow_task
{
    run(const cflow_host* its_host, cflow_op* its_op, puppet& who) : cflow_task{}, host(its_host), op(its_op), told(who)
    {
        struct_size = sizeof(cflow_task);
        release = [](cflow_task* self) {
            auto* me = static_cast<run*>(self);
            ++me->told.released;
            const bool angry = me->throws_on_release;
            if (me->thread.joinable())
                me->thread.join();
            delete me;
            if (angry)
                throw std::runtime_error("out of release");
        };
        cancel = [](cflow_task* self, cflow_status why) {
            auto* me = static_cast<run*>(self);
            ++me->told.cancels;
            me->told.reason = why;
        };
    }

    const cflow_http_v1& http() const { return service<cflow_http_v1>(CFLOW_SERVICE_HTTP); }
    cflow_call* sleep(std::uint64_t us, cflow_done_fn then)
    {
        return service<cflow_timer_v1>(CFLOW_SERVICE_TIMER).sleep(op, us, then, this);
    }
    cflow_status emit(std::string_view text)
    {
        const cflow_chunk chunk{sizeof(cflow_chunk), CFLOW_CHUNK_TEXT, 0, 0, str(text)};
        const cflow_status status = host->op_emit(op, &chunk);
        if (status >= 0)
            told.emitted += text.size();
        return status;
    }
    void done(cflow_status status, std::string_view result = "{}") { host->op_done(op, status, str(result)); }
    /// Writes down a completion.
    void note(cflow_status status)
    {
        ++told.callbacks;
        told.inline_callbacks += starting;
        told.status = status;
    }

    const cflow_host* host;
    cflow_op* op;
    puppet& told;
    int starting = 0; ///< 1 while a function of the host that begins a call is on the stack.
    bool throws_on_release = false;
    std::thread thread;
    cflow_http_stream* stream = nullptr;

private:
    template <class Table> const Table& service(std::string_view id) const
    {
        return *static_cast<const Table*>(host->get_service(host, str(id)));
    }
};

/// Starts the behaviour of @p verb; false when there is none. May throw, as some verbs say.
bool start_life(std::string_view verb, run* made);
bool start_flow(std::string_view verb, run* made);
bool start_http(std::string_view verb, run* made);

} // namespace raw
