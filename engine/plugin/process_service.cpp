#include "engine/plugin/child_environment.hpp"
#include "engine/plugin/operation.hpp"
#include "engine/plugin/services.hpp"
#include "engine/plugin/status.hpp"
#include "engine/workspace/child_process.hpp"

#include <codexflow/json_writer.hpp>
#include <codexflow/view.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <sys/stat.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>

using codexflow::errc;
using codexflow::error;
using codexflow::result;
using codexflow::to_abi;
using codexflow::workspace::child_process;
namespace plugin = codexflow::plugin;
namespace workspace = codexflow::workspace;

/** cflow.process/1: one child. The plugin ends it with close; what it forgot ends with its operation. */
struct cflow_process final : cflow_owned
{
    cflow_process(cflow_op& op, std::shared_ptr<child_process> of) : op_(op), child_(std::move(of))
    {
        op.own(*this);
    }
    ~cflow_process() override { child_->end(); }

    cflow_op& op() const noexcept { return op_; }
    const std::shared_ptr<child_process>& child() const noexcept { return child_; }

private:
    cflow_op& op_;
    std::shared_ptr<child_process> child_;
};

namespace {

using boost::system::error_code;

/// The error document of a failed call.
std::string failure_document(const std::string& message, std::string_view kind, std::string_view phase,
                             std::string_view hint)
{
    std::string json;
    codexflow::json_writer out(json);
    out.begin_object().member("message", message);
    for (const auto& [name, value] :
         {std::pair{"kind", kind}, std::pair{"phase", phase}, std::pair{"hint", hint}})
        if (!value.empty())
            out.member(name, value);
    out.end_object();
    return json;
}

std::string_view kind_of(errc code) noexcept
{
    switch (code)
    {
    case errc::invalid_argument:
    case errc::not_found:
    case errc::permission_denied:
    case errc::unsupported: return "invalid_request"; // asking again will not help
    case errc::unauthenticated: return "auth";
    default: return "server";
    }
}

cflow_status status_of(const error_code& failed) noexcept
{
    if (failed == boost::asio::error::operation_aborted)
        return CFLOW_E_CANCELLED;
    if (failed == boost::asio::error::timed_out)
        return CFLOW_E_TIMEOUT;
    return failed ? CFLOW_E_IO : CFLOW_OK;
}

/// What the calls on a child share. Keeps the child's object, not the child, alive.
struct child_call : cflow_call
{
    explicit child_call(cflow_process& of) : cflow_call(of.op()), child_(of.child()) { begin(); }

    /// As the last step of the making: a call that must not be is given up at once.
    cflow_call* checked()
    {
        if (op_.refusal() != CFLOW_OK)
            abort();
        return this;
    }

protected:
    cflow_status outcome(cflow_status status) const noexcept
    {
        return aborted_ || op_.refusal() != CFLOW_OK ? CFLOW_E_CANCELLED : status;
    }
    template <class F> void end(F&& callback) { finish(std::unique_ptr<cflow_call>(this), callback); }

    std::shared_ptr<child_process> child_;
    bool aborted_ = false;
};

/// Answers a call that must not be, later as every other.
struct refused_call final : cflow_call
{
    refused_call(cflow_op& op, std::function<void()> answer) : cflow_call(op)
    {
        begin();
        boost::asio::post(op.io(), [this, answer = std::move(answer)] {
            finish(std::unique_ptr<cflow_call>(this), answer);
        });
    }
    void abort() override {} // its answer is on its way
};

struct read_call final : child_call
{
    read_call(cflow_process& of, workspace::channel from, cflow_data_fn done, void* ud)
        : child_call(of),
          from_(from)
    {
        child_->read(from, [this, done, ud](error_code failed, std::string_view bytes) {
            deliver(failed, bytes, done, ud);
        });
    }

    void abort() override
    {
        aborted_ = true;
        child_->cancel_read(from_);
    }

private:
    void deliver(error_code failed, std::string_view bytes, cflow_data_fn done, void* ud)
    {
        const cflow_status status = outcome(!failed && bytes.empty() ? CFLOW_END : status_of(failed));
        std::string words;
        if (status == CFLOW_E_TIMEOUT)
            words = failure_document("the program said nothing within its time limit", "timeout",
                                     child_->silent_phase(), "");
        else if (status < 0)
            words = status == CFLOW_E_CANCELLED ? "cancelled"
                                                : "reading from the program failed: " + failed.message();
        const auto kept = child_; // the bytes are its, and the callback may close it
        end([&] { done(ud, status, status < 0 ? to_abi(words) : to_abi(bytes)); });
    }

    workspace::channel from_;
};

struct write_call final : child_call
{
    write_call(cflow_process& of, std::string bytes, cflow_done_fn done, void* ud) : child_call(of)
    {
        number_ = child_->write(std::move(bytes), [this, done, ud](error_code failed) {
            const cflow_status status = outcome(status_of(failed));
            end([=] { done(ud, status); });
        });
    }

    void abort() override
    {
        aborted_ = true;
        child_->cancel_write(number_);
    }

private:
    unsigned long number_ = 0;
};

struct wait_call final : child_call
{
    wait_call(cflow_process& of, cflow_exit_fn done, void* ud) : child_call(of)
    {
        child_->wait([this, done, ud](error_code failed, int exit_status) {
            const cflow_status status = outcome(status_of(failed));
            end([=] { done(ud, status, status < 0 ? 0 : exit_status); });
        });
    }

    void abort() override
    {
        aborted_ = true;
        child_->cancel_wait();
    }
};

/// The child is there before the call returns, or the reason why not; either is told later.
struct spawn_call final : cflow_call
{
    using answer = result<std::shared_ptr<child_process>>;

    spawn_call(cflow_op& op, answer got, cflow_spawn_fn done, void* ud) : cflow_call(op), got_(std::move(got))
    {
        begin();
        boost::asio::post(op.io(), [this, done, ud] { deliver(done, ud); });
    }

    void abort() override { aborted_ = true; }

private:
    void deliver(cflow_spawn_fn done, void* ud)
    {
        answer got = std::move(got_);
        if (aborted_ || op_.refusal() != CFLOW_OK)
        {
            if (got)
                (*got)->end();
            got = error(errc::cancelled, "cancelled");
        }
        cflow_op& op = op_;
        finish(std::unique_ptr<cflow_call>(this), [&] {
            if (got)
                return done(ud, CFLOW_OK, new cflow_process(op, std::move(*got)), cflow_str{});
            const error& why = got.error();
            const std::string words = failure_document(why.message, kind_of(why.code), why.phase, why.hint);
            done(ud, plugin::status_of(why.code), nullptr, to_abi(words));
        });
    }

    answer got_;
    bool aborted_ = false;
};

/// Size of what the first revision could not do without.
constexpr std::size_t spec_size = offsetof(cflow_process_spec, directory) + sizeof(cflow_str);

spawn_call::answer start(cflow_op& op, const cflow_process_spec& raw)
{
    if (raw.struct_size < spec_size)
        return error(errc::invalid_argument, "the plugin's request is not filled in as its contract says");
    if (op.refusal() != CFLOW_OK)
        return error(errc::cancelled, "cancelled");
    workspace::child_spec spec;
    for (std::size_t i = 0; i != raw.argc; ++i)
        spec.argv.emplace_back(codexflow::from_abi(raw.argv[i]));
    const std::string& scratch = op.place().scratch;
    if (!scratch.empty())
        ::mkdir(scratch.c_str(), 0700); // it may be there; whoever misses it will say so
    auto environment = plugin::child_environment(op.host(), raw, scratch);
    if (!environment)
        return environment.error();
    spec.environment = std::move(*environment);
    spec.directory = codexflow::from_abi(raw.directory);
    spec.confined = op.place().confined;
    spec.no_new_privileges = op.host().sandbox.on;
    spec.bounds = op.host().sandbox.bounds;
    if (CFLOW_HAS(&raw, cflow_process_spec, flags))
        spec.merged = (raw.flags & CFLOW_PROCESS_MERGED) != 0;
    workspace::child_limits limits;
    if (CFLOW_HAS(&raw, cflow_process_spec, first_byte_ms))
        limits.first_byte = std::chrono::milliseconds(raw.first_byte_ms);
    if (CFLOW_HAS(&raw, cflow_process_spec, idle_ms))
        limits.idle = std::chrono::milliseconds(raw.idle_ms);
    return child_process::start(op.io(), op.host().shared.children, spec, limits);
}

cflow_call* process_spawn(cflow_op* op, const cflow_process_spec* raw, cflow_spawn_fn done, void* ud) noexcept
{
    return new spawn_call(*op, start(*op, *raw), done, ud);
}

cflow_call* process_write(cflow_process* process, cflow_str bytes, cflow_done_fn done, void* ud) noexcept
{
    return (new write_call(*process, std::string(codexflow::from_abi(bytes)), done, ud))->checked();
}

cflow_call* process_read(cflow_process* process, std::int32_t number, cflow_data_fn done, void* ud) noexcept
{
    const workspace::channel from =
        number == CFLOW_STDERR ? workspace::channel::err : workspace::channel::out;
    if (number != CFLOW_STDOUT && number != CFLOW_STDERR)
        return new refused_call(process->op(), [=] { done(ud, CFLOW_E_INVALID, to_abi("no such channel")); });
    if (process->child()->reading(from))
        return new refused_call(process->op(), [=] {
            done(ud, CFLOW_E_INVALID, to_abi("a read of this channel is under way already"));
        });
    return (new read_call(*process, from, done, ud))->checked();
}

cflow_call* process_wait(cflow_process* process, cflow_exit_fn done, void* ud) noexcept
{
    if (process->child()->waiting())
        return new refused_call(process->op(), [=] { done(ud, CFLOW_E_INVALID, 0); });
    return (new wait_call(*process, done, ud))->checked();
}

void process_kill(cflow_process* process, std::int32_t signal) noexcept { process->child()->signal(signal); }

void process_close(cflow_process* process) noexcept { delete process; }

constexpr cflow_process_v1 table{sizeof(cflow_process_v1),
                                 0,
                                 &process_spawn,
                                 &process_write,
                                 &process_read,
                                 &process_wait,
                                 &process_kill,
                                 &process_close};

} // namespace

const cflow_process_v1& plugin::process_service() noexcept { return table; }
