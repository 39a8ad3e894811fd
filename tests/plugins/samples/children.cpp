// A plugin whose operations start child processes, rightly and wrongly, as their request says.
#include <codexflow/json.hpp>
#include <codexflow/plugin.hpp>
#include <codexflow/process.hpp>

#include <csignal>
#include <stdexcept>
#include <string>

CODEXFLOW_MANIFEST(
    R"({"id":"test.children","version":"1.0.0","components":[{"kind":"provider","name":"children"}],
  "needs":{"services":["cflow.process/1"]}})");

namespace {

using codexflow::operation;
using codexflow::process;
using codexflow::process_spec;
using codexflow::task;

/// Counts callbacks.
struct counted
{
    int answers = 0;
    int cancelled = 0;
    int invalid = 0;

    void note(cflow_status status)
    {
        ++answers;
        cancelled += status == CFLOW_E_CANCELLED;
        invalid += status == CFLOW_E_INVALID;
    }
    static void data(void* ud, cflow_status status, cflow_str) noexcept
    {
        static_cast<counted*>(ud)->note(status);
    }
    static void done(void* ud, cflow_status status) noexcept { static_cast<counted*>(ud)->note(status); }
    static void exit(void* ud, cflow_status status, std::int32_t) noexcept
    {
        static_cast<counted*>(ud)->note(status);
    }
    static void spawned(void* ud, cflow_status status, cflow_process*, cflow_str) noexcept
    {
        static_cast<counted*>(ud)->note(status);
    }
};

class children : public codexflow::provider
{
public:
    explicit children(const codexflow::settings&) {}

    task<std::string> chat(operation& op) override
    {
        codexflow::json::document doc;
        if (!doc.parse(op.request()))
            throw codexflow::failure(CFLOW_E_INVALID, "the request is not JSON");
        const std::string what(doc.root()["do"].string());
        const std::string_view input = doc.root()["input"].string();
        process_spec spec({"sh", "-c", std::string(doc.root()["script"].string())});
        spec.inherit_usual().variable("GIVEN", std::string(doc.root()["given"].string()));
        if (what == "talk")
            co_await talk(op, spec, input);
        else if (what == "forget")
            co_await forget(op, spec);
        else if (what == "close")
            co_await close_with_calls(op, spec);
        else if (what == "twice")
            co_await all_twice(op, spec);
        else if (what == "throw")
            co_await throw_beside(op, spec);
        else if (what == "kill")
            co_await kill_it(op, spec);
        else if (what == "small")
            co_await ask_too_little(op);
        else if (what == "inherit")
            co_await talk(op, spec.inherit("NOT_ALLOWED"), "");
        co_return R"({"finish":"stop"})";
    }

private:
    static const cflow_process_v1& table(operation& op)
    {
        return codexflow::detail::service<cflow_process_v1>(op.host(), CFLOW_SERVICE_PROCESS);
    }

    /// A child that nobody closes.
    static task<cflow_process*> spawn_raw(operation& op, const process_spec& spec)
    {
        const codexflow::detail::raw_process_spec raw(spec);
        codexflow::detail::spawn_call call(op.handle(), table(op), raw.get());
        cflow_process* made = co_await call;
        co_return made;
    }

    static task<void> until(operation& op, const counted& calls, int answers)
    {
        while (calls.answers < answers)
            co_await op.sleep_for(std::chrono::microseconds(100));
    }

    static task<void> talk(operation& op, const process_spec& spec, std::string_view input)
    {
        process child = co_await process::spawn(op, spec);
        child.keep_stderr(100);
        if (input == "by hand")
        {
            co_await child.write("first ");
            co_await child.write("second");
            co_await child.close_stdin();
        }
        else
            child.feed(input);
        for (;;)
        {
            const auto piece = co_await child.read_stdout();
            if (!piece)
                break;
            co_await op.emit_text(*piece);
        }
        const int status = co_await child.wait();
        co_await child.stderr_end();
        const std::string end = "[" + std::to_string(status) + "][" + std::string(child.stderr_text()) + "]";
        co_await op.emit_text(end);
    }

    static task<void> forget(operation& op, const process_spec& spec) { co_await spawn_raw(op, spec); }

    static task<void> close_with_calls(operation& op, const process_spec& spec)
    {
        counted calls;
        cflow_process* child = co_await spawn_raw(op, spec);
        const std::string much(1'000'000, 'x');
        table(op).read(child, CFLOW_STDOUT, &counted::data, &calls);
        table(op).read(child, CFLOW_STDERR, &counted::data, &calls);
        table(op).write(child, codexflow::to_abi(much), &counted::done, &calls);
        table(op).wait(child, &counted::exit, &calls);
        table(op).close(child);
        if (calls.answers != 0)
            throw std::logic_error("an answer came from inside a call");
        co_await until(op, calls, 4);
        const std::string told = std::to_string(calls.cancelled) + " cancelled";
        co_await op.emit_text(told);
    }

    static task<void> all_twice(operation& op, const process_spec& spec)
    {
        counted calls;
        process child = co_await process::spawn(op, spec);
        cflow_process* raw = co_await spawn_raw(op, spec);
        for (int i = 0; i != 2; ++i)
        {
            table(op).read(raw, CFLOW_STDOUT, &counted::data, &calls);
            table(op).wait(raw, &counted::exit, &calls);
        }
        table(op).read(raw, 7, &counted::data, &calls);
        co_await until(op, calls, 3);
        const std::string told = std::to_string(calls.invalid) + " invalid";
        co_await op.emit_text(told);
        table(op).close(raw);
        co_await until(op, calls, 5); // the frame holds what they write to
    }

    static task<void> throw_beside(operation& op, const process_spec& spec)
    {
        process child = co_await process::spawn(op, spec);
        child.keep_stderr(100);
        child.feed(std::string(1'000'000, 'x'));
        throw codexflow::failure(CFLOW_E_FAILED, "thrown while calls were under way");
    }

    static task<void> kill_it(operation& op, const process_spec& spec)
    {
        process child = co_await process::spawn(op, spec);
        co_await child.read_stdout();
        child.kill(SIGTERM);
        const int status = co_await child.wait();
        const std::string told = std::to_string(status);
        co_await op.emit_text(told);
    }

    static task<void> ask_too_little(operation& op)
    {
        counted calls;
        cflow_process_spec spec{};
        spec.struct_size = 8;
        table(op).spawn(op.handle(), &spec, &counted::spawned, &calls);
        co_await until(op, calls, 1);
        const std::string told = std::to_string(calls.invalid) + " invalid";
        co_await op.emit_text(told);
    }
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<children>("children"))
