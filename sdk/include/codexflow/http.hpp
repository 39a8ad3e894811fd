#pragma once

#include <codexflow/operation.hpp>
#include <codexflow/task.hpp>

#include <cstddef>
#include <optional>
#include <vector>

/** @file
 *  HTTP through the host: its pool, its TLS, its proxies, its time limits. */
namespace codexflow {

/// A request to be sent. A class with constructors, so that GCC 12 copies it correctly in coroutines.
class http_request
{
public:
    http_request(std::string verb, std::string address) : method(std::move(verb)), url(std::move(address)) {}

    http_request& header(std::string name, std::string value)
    {
        headers_.emplace_back(std::move(name), std::move(value));
        return *this;
    }
    const std::vector<std::pair<std::string, std::string>>& headers() const noexcept { return headers_; }

    std::string method;
    std::string url;  ///< Absolute, http or https.
    std::string body;
    /// Limit until the status line and between two reads; zero leaves it to the host.
    std::chrono::milliseconds first_byte{0};
    std::chrono::milliseconds idle{0};

private:
    std::vector<std::pair<std::string, std::string>> headers_;
};

/** One answer, read piece by piece. Closing it early, also by destruction, closes the connection, which
 *  is how a generation is stopped at the server.
 *  Threads: [op]. Must end before its operation does. */
class http_stream
{
public:
    /** Sends @p request and waits for the head of the answer. Any status is an answer: look at status().
     *  @p request must stay valid until the task completes.
     *  Throws failure with the phase in its message when no answer came. */
    static task<http_stream> open(operation& op, const http_request& request)
    {
        const auto& table = detail::service<cflow_http_v1>(op.host(), CFLOW_SERVICE_HTTP);
        std::vector<cflow_field> fields;
        for (const auto& [name, value] : request.headers())
            fields.push_back(cflow_field{to_abi(name), to_abi(value)});
        cflow_http_request raw{};
        raw.struct_size = sizeof raw;
        raw.first_byte_ms = static_cast<std::uint32_t>(request.first_byte.count());
        raw.idle_ms = static_cast<std::uint32_t>(request.idle.count());
        raw.method = to_abi(request.method);
        raw.url = to_abi(request.url);
        raw.headers = fields.data();
        raw.header_count = fields.size();
        raw.body = to_abi(request.body);
        open_call call(op, table, raw);
        http_stream stream = co_await call;
        co_return stream;
    }

    http_stream(http_stream&& other) noexcept
        : table_(other.table_), stream_(std::exchange(other.stream_, nullptr)), response_(other.response_)
    {
    }
    http_stream& operator=(http_stream&&) = delete;
    ~http_stream()
    {
        if (stream_ != nullptr)
            table_->close(stream_);
    }

    int status() const noexcept { return response_->status; }
    /// The value of a header, named in lower case; empty when absent. Valid as long as this object.
    std::string_view header(std::string_view name) const noexcept
    {
        for (std::size_t i = 0; i != response_->header_count; ++i)
            if (from_abi(response_->headers[i].name) == name)
                return from_abi(response_->headers[i].value);
        return {};
    }

    /// Awaits the next bytes; nullopt at the end of the body. The view is valid until the next read or
    /// the end of this object. Throws failure when the body was cut short or came too slowly.
    auto read() noexcept { return read_call(*table_, stream_); }

    /// The rest of the body, at most @p limit bytes of it; what is beyond is not read.
    task<std::string> read_all(std::size_t limit)
    {
        std::string body;
        while (body.size() < limit)
        {
            const std::optional<std::string_view> piece = co_await read();
            if (!piece)
                break;
            body.append(piece->substr(0, limit - body.size()));
        }
        co_return body;
    }

private:
    http_stream(const cflow_http_v1& table, cflow_http_stream* stream, const cflow_http_response* response) noexcept
        : table_(&table), stream_(stream), response_(response)
    {
    }

    class open_call
    {
    public:
        open_call(operation& op, const cflow_http_v1& table, const cflow_http_request& request) noexcept
            : op_(op), table_(table), request_(request)
        {
        }
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> waiter) noexcept
        {
            waiter_ = waiter;
            table_.open(op_.handle(), &request_, &open_call::done, this);
        }
        http_stream await_resume() const
        {
            if (status_ < 0)
                throw failure::from_host(status_, message_);
            return http_stream(table_, stream_, response_);
        }

    private:
        static void done(void* ud, cflow_status status, cflow_http_stream* stream,
                         const cflow_http_response* response, cflow_str message) noexcept
        {
            auto* self = static_cast<open_call*>(ud);
            self->status_ = status;
            self->stream_ = stream;
            self->response_ = response;
            self->message_ = from_abi(message); // read by await_resume, inside this call
            self->waiter_.resume();
        }
        operation& op_;
        const cflow_http_v1& table_;
        const cflow_http_request& request_;
        std::coroutine_handle<> waiter_;
        cflow_status status_ = CFLOW_OK;
        cflow_http_stream* stream_ = nullptr;
        const cflow_http_response* response_ = nullptr;
        std::string_view message_;
    };

    class read_call
    {
    public:
        read_call(const cflow_http_v1& table, cflow_http_stream* stream) noexcept : table_(table), stream_(stream) {}
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> waiter) noexcept
        {
            waiter_ = waiter;
            table_.read(stream_, &read_call::done, this);
        }
        std::optional<std::string_view> await_resume() const
        {
            if (status_ < 0)
                throw failure::from_host(status_, data_);
            if (status_ == CFLOW_END)
                return std::nullopt;
            return data_;
        }

    private:
        static void done(void* ud, cflow_status status, cflow_str data) noexcept
        {
            auto* self = static_cast<read_call*>(ud);
            self->status_ = status;
            self->data_ = from_abi(data);
            self->waiter_.resume();
        }
        const cflow_http_v1& table_;
        cflow_http_stream* stream_;
        std::coroutine_handle<> waiter_;
        cflow_status status_ = CFLOW_OK;
        std::string_view data_;
    };

    const cflow_http_v1* table_;
    cflow_http_stream* stream_;
    const cflow_http_response* response_;
};

} // namespace codexflow
