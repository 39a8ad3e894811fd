#include "engine/plugin/services.hpp"

#include "engine/base/clock.hpp"
#include "engine/plugin/operation.hpp"

#include <codexflow/view.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace codexflow::plugin {
namespace {

/// cflow.timer/1.
struct sleep_call final : cflow_call
{
    sleep_call(cflow_op& op, std::chrono::microseconds delay, cflow_done_fn done, void* ud)
        : cflow_call(op), timer_(op.io(), delay), done_(done), ud_(ud)
    {
        begin();
        timer_.async_wait([this](boost::system::error_code) { wake(); });
        if (op.refusal() != CFLOW_OK)
            timer_.cancel();
    }

    void abort() override
    {
        aborted_ = true;
        timer_.cancel();
    }

private:
    void wake()
    {
        const cflow_status status = aborted_ ? CFLOW_E_CANCELLED : op_.refusal();
        finish(std::unique_ptr<cflow_call>(this), [done = done_, ud = ud_, status] { done(ud, status); });
    }

    boost::asio::steady_timer timer_;
    cflow_done_fn done_;
    void* ud_;
    bool aborted_ = false;
};

/// Longer than any run; keeps the arithmetic of the timer far from overflow.
constexpr std::uint64_t longest_sleep_us = std::uint64_t{365} * 24 * 3600 * 1'000'000;

cflow_call* timer_sleep(cflow_op* op, std::uint64_t us, cflow_done_fn done, void* ud) noexcept
{
    const auto delay = std::chrono::microseconds(us < longest_sleep_us ? us : longest_sleep_us);
    return new sleep_call(*op, delay, done, ud);
}

void log_write(const cflow_host* host, std::int32_t level, cflow_str text) noexcept
{
    const host_view& view = view_of(host);
    if (view.shared.log)
        view.shared.log(view.plugin_id, level, from_abi(text));
}

cflow_status secret_available(const cflow_host* host, cflow_str name) noexcept
{
    const auto& secrets = view_of(host).secrets;
    const auto found = secrets.find(std::string(from_abi(name)));
    if (found == secrets.end())
        return CFLOW_E_DENIED;
    return found->second.empty() ? CFLOW_E_NOT_FOUND : CFLOW_OK;
}

std::int64_t clock_unix(const cflow_host* host) noexcept { return view_of(host).shared.time.unix_us(); }
std::int64_t clock_steady(const cflow_host* host) noexcept { return view_of(host).shared.time.steady_us(); }
void clock_random(const cflow_host* host, void* bytes, std::size_t count) noexcept
{
    view_of(host).shared.time.random(bytes, count);
}

constexpr cflow_timer_v1 timer_table{sizeof(cflow_timer_v1), 0, &timer_sleep};
constexpr cflow_log_v1 log_table{sizeof(cflow_log_v1), 0, &log_write};
constexpr cflow_secret_v1 secret_table{sizeof(cflow_secret_v1), 0, &secret_available};
constexpr cflow_clock_v1 clock_table{sizeof(cflow_clock_v1), 0, &clock_unix, &clock_steady, &clock_random};

const void* get_service(const cflow_host*, cflow_str id) noexcept { return find_service(from_abi(id)); }

/// cflow_host as every instance gets it, but for impl. None of these lets an exception out: below them on
/// the stack are frames of the plugin, compiled in the belief that none will come.
cflow_host make_abi()
{
    cflow_host abi{};
    abi.struct_size = sizeof abi;
    abi.abi_minor = CFLOW_ABI_MINOR;
    abi.get_service = &get_service;
    abi.op_post = [](cflow_op* op, cflow_fn fn, void* ud) noexcept { op->post(fn, ud); };
    abi.op_retain = [](cflow_op* op) noexcept { op->retain(); };
    abi.op_release = [](cflow_op* op) noexcept { op->release(); };
    abi.op_emit = [](cflow_op* op, const cflow_chunk* chunk) noexcept { return op->emit(chunk); };
    abi.op_wait_writable = [](cflow_op* op, cflow_done_fn done, void* ud) noexcept { return op->wait_writable(done, ud); };
    abi.op_done = [](cflow_op* op, cflow_status status, cflow_str text) noexcept { op->done(status, from_abi(text)); };
    abi.call_cancel = [](cflow_call* call) noexcept { call->abort(); };
    return abi;
}

} // namespace

host_view::host_view(service_context& context, std::string id)
    : shared(context), plugin_id(std::move(id)), abi(make_abi())
{
    abi.impl = this;
}

const void* find_service(std::string_view id) noexcept
{
    if (id == CFLOW_SERVICE_HTTP)
        return &http_service();
    if (id == CFLOW_SERVICE_TIMER)
        return &timer_table;
    if (id == CFLOW_SERVICE_PROCESS)
        return &process_service();
    if (id == CFLOW_SERVICE_LOG)
        return &log_table;
    if (id == CFLOW_SERVICE_SECRET)
        return &secret_table;
    if (id == CFLOW_SERVICE_CLOCK)
        return &clock_table;
    return nullptr; // "not available" is how abi.h says that a service is not served
}

} // namespace codexflow::plugin
