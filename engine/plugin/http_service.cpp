#include "engine/base/cancellation.hpp"
#include "engine/base/text.hpp"
#include "engine/net/http_client.hpp"
#include "engine/net/url.hpp"
#include "engine/plugin/operation.hpp"
#include "engine/plugin/secret_fill.hpp"
#include "engine/plugin/services.hpp"
#include "engine/plugin/status.hpp"

#include <codexflow/view.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

using codexflow::errc;
using codexflow::error;
using codexflow::result;
using codexflow::to_abi;
namespace net = codexflow::net;
namespace plugin = codexflow::plugin;

namespace {

/// Answers a read that must not be, later as every other.
struct refused_read final : cflow_call
{
    refused_read(cflow_op& op, cflow_data_fn done, void* ud) : cflow_call(op)
    {
        begin();
        boost::asio::post(op.io(), [this, done, ud] {
            finish(std::unique_ptr<cflow_call>(this),
                   [done, ud] { done(ud, CFLOW_E_INVALID, to_abi("a read of this stream is under way already")); });
        });
    }
    void abort() override {} // its answer is on its way
};

} // namespace

/** cflow.http/1: one answer being read. The plugin ends it with close; what it forgot ends with its
 *  operation. */
struct cflow_http_stream final : cflow_owned, private cflow_call, private net::body_reader
{
    cflow_http_stream(cflow_op& op, std::unique_ptr<net::http_exchange> exchange)
        : cflow_call(op), exchange_(std::move(exchange))
    {
        for (const auto& [name, value] : exchange_->headers())
            fields_.push_back(cflow_field{to_abi(name), to_abi(value)});
        response_.struct_size = sizeof response_;
        response_.status = exchange_->status();
        response_.headers = fields_.data();
        response_.header_count = fields_.size();
        op.own(*this);
    }

    const cflow_http_response& response() const noexcept { return response_; }

    cflow_call* read(cflow_data_fn done, void* ud)
    {
        if (done_ != nullptr)
            return new refused_read(op_, done, ud);
        done_ = done;
        ud_ = ud;
        begin();
        exchange_->read(*this);
        if (op_.refusal() != CFLOW_OK)
            exchange_->abort();
        return this;
    }

    void close()
    {
        if (done_ == nullptr)
        {
            if (op_.stopped())
                exchange_->abort(); // nobody wants the rest: the server is to know at once
            delete this;
            return;
        }
        closed_ = true; // closing during a read breaks the rule; the read frees it
        exchange_->abort();
    }

private:
    void abort() override { exchange_->abort(); }

    void on_body(std::string_view bytes) override
    {
        const cflow_status refused = op_.refusal();
        if (refused != CFLOW_OK)
            return answer(refused, "cancelled");
        answer(bytes.empty() ? CFLOW_END : CFLOW_OK, bytes);
    }
    void on_body_failed(const error& why) override
    {
        const cflow_status refused = op_.refusal();
        answer(refused != CFLOW_OK ? refused : plugin::status_of(why.code), plugin::document_of(why));
    }
    void answer(cflow_status status, std::string_view data)
    {
        complete([&] {
            const cflow_data_fn done = std::exchange(done_, nullptr);
            if (closed_)
                delete this;
            else
                done(ud_, status, to_abi(data)); // may close, that is delete, this
        });
    }

    std::unique_ptr<net::http_exchange> exchange_;
    std::vector<cflow_field> fields_;
    cflow_http_response response_{};
    cflow_data_fn done_ = nullptr;
    void* ud_ = nullptr;
    bool closed_ = false;
};

namespace {

/// cflow.http/1: a request on its way to its answer's head.
struct open_call final : cflow_call
{
    open_call(cflow_op& op, cflow_http_open_fn done, void* ud) : cflow_call(op), done_(done), ud_(ud) { begin(); }

    void abort() override { stop_.cancel(codexflow::cancel_reason::abandoned); }

    void go(result<net::http_request> request, net::http_limits limits)
    {
        request_ = std::move(request);
        boost::asio::co_spawn(op_.io(), work(*this, limits), [this](std::exception_ptr bug) { deliver(bug); });
        if (op_.refusal() != CFLOW_OK)
            abort();
    }

private:
    using answer = result<std::unique_ptr<net::http_exchange>>;

    static boost::asio::awaitable<void> work(open_call& self, net::http_limits limits)
    {
        if (!self.request_)
        {
            self.answer_ = std::move(self.request_.error());
            co_return;
        }
        net::http_client& client = self.op_.host().shared.http;
        self.answer_ = co_await client.open(std::move(*self.request_), limits, self.stop_);
    }

    void deliver(const std::exception_ptr& bug)
    {
        answer got = std::move(answer_);
        if (bug)
            got = error(errc::internal, "the HTTP service failed");
        if (stop_.cancelled() || op_.refusal() != CFLOW_OK) // also when the answer was already on its way
        {
            if (got)
                (*got)->abort();
            got = error(errc::cancelled, "cancelled");
        }
        cflow_op& op = op_;
        finish(std::unique_ptr<cflow_call>(this), [&op, &got, done = done_, ud = ud_] {
            if (!got)
            {
                const std::string document = plugin::document_of(got.error());
                return done(ud, plugin::status_of(got.error().code), nullptr, nullptr, to_abi(document));
            }
            auto* stream = new cflow_http_stream(op, std::move(*got));
            done(ud, CFLOW_OK, stream, &stream->response(), cflow_str{});
        });
    }

    cflow_http_open_fn done_;
    void* ud_;
    codexflow::cancel_source stop_;
    result<net::http_request> request_;
    answer answer_ = error(errc::internal, "no answer");
};

/// Size of band 1.0.
constexpr std::size_t request_size = offsetof(cflow_http_request, body) + sizeof(cflow_str);

result<net::http_request> take_request(const plugin::host_view& host, const cflow_http_request& raw)
{
    if (raw.struct_size < request_size)
        return error(errc::invalid_argument, "the plugin's request is not filled in as its contract says");
    net::http_request made;
    made.method = codexflow::from_abi(raw.method);
    made.url = codexflow::from_abi(raw.url);
    made.body = codexflow::from_abi(raw.body);
    for (std::size_t i = 0; i != raw.header_count; ++i)
    {
        auto value = plugin::fill_secrets(host, made.url, codexflow::from_abi(raw.headers[i].value));
        if (!value)
            return value.error();
        if (*value != codexflow::from_abi(raw.headers[i].value))
            made.secret_headers.push_back(codexflow::to_lower(codexflow::from_abi(raw.headers[i].name)));
        made.headers.emplace_back(codexflow::from_abi(raw.headers[i].name), std::move(*value));
    }
    return made;
}

cflow_call* http_open(cflow_op* op, const cflow_http_request* raw, cflow_http_open_fn done, void* ud) noexcept
{
    const plugin::host_view& host = op->host();
    auto request = take_request(host, *raw);
    net::http_limits limits = host.shared.limits;
    if (request && raw->first_byte_ms != 0)
        limits.first_byte = std::chrono::milliseconds(raw->first_byte_ms);
    if (request && raw->idle_ms != 0)
        limits.idle = std::chrono::milliseconds(raw->idle_ms);
    auto* call = new open_call(*op, done, ud);
    call->go(std::move(request), limits);
    return call;
}

cflow_call* http_read(cflow_http_stream* stream, cflow_data_fn done, void* ud) noexcept
{
    return stream->read(done, ud);
}

void http_close(cflow_http_stream* stream) noexcept { stream->close(); }

constexpr cflow_http_v1 table{sizeof(cflow_http_v1), 0, &http_open, &http_read, &http_close};

} // namespace

const cflow_http_v1& codexflow::plugin::http_service() noexcept { return table; }
