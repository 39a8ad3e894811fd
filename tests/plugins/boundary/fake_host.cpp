#include "tests/plugins/boundary/fake_host.hpp"

#include <codexflow/view.hpp>

#include <dlfcn.h>

#include <stdexcept>

namespace codexflow::test {

/// What a cflow_op* of this host points to.
struct fake_host::operation
{
    fake_host& host;
    run_result result;
    bool done = false;
    bool cancelled = false;

    /// Counts a host call that is waited for; whether it (and all after it) is cancelled.
    bool step()
    {
        cancelled = cancelled || result.steps == host.cancel_at;
        ++result.steps;
        return cancelled;
    }
};

/// What a cflow_http_stream* points to.
struct fake_host::stream
{
    operation& op;
    http_answer answer;
    std::vector<cflow_field> fields;
    cflow_http_response head{};
    std::size_t next = 0;
    std::unique_ptr<std::string> piece; // of the last read: a later use of its bytes is seen by ASan
};

/// The C functions.
struct fake_host::tables
{
    static fake_host& of(const cflow_host* host) { return *static_cast<fake_host*>(host->impl); }
    static operation& of(cflow_op* op) { return *reinterpret_cast<operation*>(op); }
    static stream& of(cflow_http_stream* s) { return *reinterpret_cast<stream*>(s); }

    static const void* get_service(const cflow_host*, cflow_str id) noexcept
    {
        const std::string_view name = from_abi(id);
        if (name == CFLOW_SERVICE_HTTP)
            return &http;
        if (name == CFLOW_SERVICE_TIMER)
            return &timer;
        return name == CFLOW_SERVICE_CLOCK ? &clock : nullptr;
    }

    static cflow_status emit(cflow_op* raw, const cflow_chunk* chunk) noexcept
    {
        operation& op = of(raw);
        if (op.cancelled)
            return CFLOW_E_CANCELLED;
        op.result.chunks.push_back({chunk->kind, chunk->index, std::string(from_abi(chunk->data))});
        const std::size_t every = op.host.wait_every;
        return every != 0 && op.result.chunks.size() % every == 0 ? CFLOW_WAIT : CFLOW_OK;
    }

    static cflow_call* finish(operation& op, cflow_done_fn done, void* ud)
    {
        const cflow_status status = op.step() ? CFLOW_E_CANCELLED : CFLOW_OK;
        op.host.post([=] { done(ud, status); });
        return nullptr;
    }

    static cflow_call* wait_writable(cflow_op* raw, cflow_done_fn done, void* ud) noexcept
    {
        return finish(of(raw), done, ud);
    }

    static cflow_call* sleep(cflow_op* raw, uint64_t us, cflow_done_fn done, void* ud) noexcept
    {
        of(raw).result.sleeps_us.push_back(us);
        return finish(of(raw), done, ud);
    }

    static void op_done(cflow_op* raw, cflow_status status, cflow_str document) noexcept
    {
        operation& op = of(raw);
        if (op.done)
            std::abort(); // an operation ends exactly once
        op.done = true;
        op.result.status = status;
        op.result.document = from_abi(document);
    }

    static cflow_call* http_open(cflow_op* raw, const cflow_http_request* request, cflow_http_open_fn done,
                                 void* ud) noexcept
    {
        operation& op = of(raw);
        http_seen seen;
        seen.method = from_abi(request->method);
        seen.url = from_abi(request->url);
        seen.body = from_abi(request->body);
        for (std::size_t i = 0; i != request->header_count; ++i)
            seen.headers.emplace_back(from_abi(request->headers[i].name),
                                      from_abi(request->headers[i].value));
        op.host.requests.push_back(std::move(seen));
        http_answer answer;
        answer.open = CFLOW_E_UNAVAILABLE;
        answer.open_message = "connect: nothing listens there";
        if (!op.host.answers.empty())
        {
            answer = std::move(op.host.answers.front());
            op.host.answers.pop_front();
        }
        if (op.step())
            answer.open = CFLOW_E_CANCELLED;
        op.host.post([&op, answer = std::move(answer), done, ud] {
            if (answer.open < 0)
                return done(ud, answer.open, nullptr, nullptr, to_abi(answer.open_message));
            auto* made = new stream{op, answer, {}, {}, 0, nullptr};
            for (const auto& [name, value] : made->answer.headers)
                made->fields.push_back({to_abi(name), to_abi(value)});
            made->head = {sizeof(cflow_http_response), made->answer.status, made->fields.data(),
                          made->fields.size()};
            ++op.host.open_streams_;
            done(ud, CFLOW_OK, reinterpret_cast<cflow_http_stream*>(made), &made->head, {});
        });
        return nullptr;
    }

    static cflow_call* http_read(cflow_http_stream* raw, cflow_data_fn done, void* ud) noexcept
    {
        stream& s = of(raw);
        const bool stop = s.op.step();
        s.op.host.post([&s, stop, done, ud] {
            s.piece.reset();
            s.op.host.now_us += s.answer.pace_us;
            if (stop)
                return done(ud, CFLOW_E_CANCELLED, {});
            if (s.next == s.answer.pieces.size())
                return done(ud, s.answer.end, to_abi(s.answer.end_message));
            s.piece = std::make_unique<std::string>(s.answer.pieces[s.next++]);
            done(ud, CFLOW_OK, to_abi(*s.piece));
        });
        return nullptr;
    }

    static void http_close(cflow_http_stream* raw) noexcept
    {
        --of(raw).op.host.open_streams_;
        delete &of(raw);
    }

    static int64_t unix_us(const cflow_host*) noexcept { return 1'700'000'000'000'000; }
    static int64_t steady_us(const cflow_host* host) noexcept { return of(host).now_us; }

    static constexpr cflow_http_v1 http{sizeof(cflow_http_v1), 0, &http_open, &http_read, &http_close};
    static constexpr cflow_timer_v1 timer{sizeof(cflow_timer_v1), 0, &sleep};
    static constexpr cflow_clock_v1 clock{sizeof(cflow_clock_v1), 0, &unix_us, &steady_us, nullptr};
};

std::string http_seen::header(std::string_view name) const
{
    for (const auto& [key, value] : headers)
    {
        if (key == name)
            return value;
    }
    return {};
}

std::string run_result::text(std::uint32_t kind) const
{
    std::string joined;
    for (const seen_chunk& chunk : chunks)
    {
        if (chunk.kind == kind)
            joined += chunk.data;
    }
    return joined;
}

fake_host::fake_host(const std::string& file)
{
    host_.struct_size = sizeof host_;
    host_.impl = this;
    host_.get_service = &tables::get_service;
    host_.op_retain = [](cflow_op*) noexcept {};
    host_.op_release = [](cflow_op*) noexcept {};
    host_.op_emit = &tables::emit;
    host_.op_wait_writable = &tables::wait_writable;
    host_.op_done = &tables::op_done;
    library_ = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library_ == nullptr)
        throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<cflow_entry_fn>(dlsym(library_, "cflow_plugin_v1"));
    plugin_ = entry == nullptr ? nullptr : entry(&host_);
    if (plugin_ == nullptr || plugin_->component_count != 1)
        throw std::runtime_error(file + " is no plugin of one component");
}

fake_host::~fake_host()
{
    if (instance_ != nullptr)
        plugin_->components[0]->destroy(instance_);
    if (plugin_ != nullptr && plugin_->shutdown != nullptr)
        plugin_->shutdown();
    dlclose(library_);
}

cflow_status fake_host::create(std::string_view settings)
{
    message_.clear();
    if (instance_ != nullptr)
        plugin_->components[0]->destroy(instance_);
    instance_ = nullptr;
    cflow_writer writer{};
    writer.struct_size = sizeof writer;
    writer.impl = &message_;
    writer.write = [](const cflow_writer* self, cflow_str bytes) noexcept {
        static_cast<std::string*>(self->impl)->append(from_abi(bytes));
    };
    return plugin_->components[0]->create(&host_, to_abi(settings), &instance_, &writer);
}

run_result fake_host::run(std::string_view verb, std::string_view request)
{
    operation op{*this, {}, false, false};
    auto* handle = reinterpret_cast<cflow_op*>(&op);
    cflow_task* task = nullptr;
    {
        const std::string dying_verb(verb); // the views die when start returns
        const std::string dying_request(request);
        const auto* table = static_cast<const cflow_async_v1*>(plugin_->components[0]->vtable);
        const cflow_status started =
            table->start(instance_, to_abi(dying_verb), to_abi(dying_request), handle, &task);
        if (started < 0)
        {
            op.result.status = started;
            return op.result;
        }
    }
    while (!queue_.empty())
    {
        const std::function<void()> work = std::move(queue_.front());
        queue_.pop_front();
        work();
    }
    if (!op.done)
        throw std::runtime_error("the operation waits for nothing and has not ended");
    task->release(task);
    if (open_streams_ != 0)
        throw std::runtime_error("a stream is still open behind its operation");
    return op.result;
}

} // namespace codexflow::test
