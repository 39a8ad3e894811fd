/** What the job costs without a product around it: POST, split the SSE frames of the answer, parse the
 *  JSON of each, write one event line a chunk, give up on a stream that is silent for a minute. Beast and
 *  RapidJSON, one coroutine a worker, no plugins, no checks, no journal. against_floor puts the program
 *  beside it.
 *
 *  usage: floor PORT TASKS AT_ONCE
 *  Event lines go to stdout; ends with 1 unless every answer came whole. */

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <rapidjson/document.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
constexpr std::chrono::seconds idle_limit{60};

/// Event lines on their way to stdout, written together.
class line_sink
{
public:
    ~line_sink() { flush(); }
    void chunk(unsigned task, std::string_view text)
    {
        lines_ += "{\"kind\":\"chunk\",\"task\":";
        lines_ += std::to_string(task);
        lines_ += ",\"text\":\"";
        lines_ += text;
        lines_ += "\"}\n";
        if (lines_.size() > 65536)
            flush();
    }

private:
    void flush()
    {
        std::fwrite(lines_.data(), 1, lines_.size(), stdout);
        lines_.clear();
    }
    std::string lines_;
};

/// The frames of one answer.
class frame_reader
{
public:
    frame_reader(line_sink& sink, unsigned task) : sink_(sink), task_(task) {}
    void feed(std::string_view bytes)
    {
        pending_ += bytes;
        std::size_t begin = 0;
        for (std::size_t end; (end = pending_.find("\n\n", begin)) != std::string::npos; begin = end + 2)
            frame(std::string_view(pending_).substr(begin, end - begin));
        pending_.erase(0, begin);
    }
    bool whole() const { return whole_; }

private:
    void frame(std::string_view text)
    {
        text.remove_prefix(6); // "data: "
        if (text == "[DONE]")
        {
            whole_ = true;
            return;
        }
        std::array<char, 4096> pool;
        rapidjson::MemoryPoolAllocator<> memory(pool.data(), pool.size());
        rapidjson::Document document(&memory);
        document.Parse(text.data(), text.size());
        const auto choices = document.FindMember("choices");
        if (choices == document.MemberEnd() || choices->value.Empty())
            return;
        const auto& delta = choices->value[0]["delta"];
        const auto content = delta.FindMember("content");
        if (content != delta.MemberEnd() && content->value.IsString())
            sink_.chunk(task_, {content->value.GetString(), content->value.GetStringLength()});
    }
    line_sink& sink_;
    const unsigned task_;
    std::string pending_;
    bool whole_ = false;
};

struct job
{
    tcp::endpoint server;
    unsigned left;
    unsigned failed = 0;
    line_sink sink{};
};

asio::awaitable<bool> one_task(beast::tcp_stream& stream, beast::flat_buffer& buffer, job& all)
{
    http::request<http::string_body> request(http::verb::post, "/v1/chat/completions", 11);
    request.set(http::field::host, "127.0.0.1");
    request.set(http::field::content_type, "application/json");
    request.body() = R"({"model":"m","stream":true,"messages":[{"role":"user","content":"task"}]})";
    request.prepare_payload();
    stream.expires_after(idle_limit);
    co_await http::async_write(stream, request, asio::use_awaitable);

    auto parser = std::make_unique<http::response_parser<http::buffer_body>>();
    parser->body_limit(boost::none);
    co_await http::async_read_header(stream, buffer, *parser, asio::use_awaitable);
    frame_reader frames(all.sink, all.left);
    std::array<char, 4096> piece;
    while (!parser->is_done())
    {
        parser->get().body().data = piece.data();
        parser->get().body().size = piece.size();
        stream.expires_after(idle_limit);
        boost::system::error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        co_await http::async_read_some(stream, buffer, *parser, token);
        if (ec && ec != http::error::need_buffer)
            co_return false;
        frames.feed({piece.data(), piece.size() - parser->get().body().size});
    }
    co_return frames.whole();
}

asio::awaitable<void> worker(job& all)
{
    auto executor = co_await asio::this_coro::executor;
    beast::tcp_stream stream(executor);
    co_await stream.async_connect(all.server, asio::use_awaitable);
    beast::flat_buffer buffer;
    while (all.left != 0)
    {
        --all.left;
        const bool whole = co_await one_task(stream, buffer, all);
        all.failed += whole ? 0 : 1;
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4)
    {
        std::fputs("usage: floor PORT TASKS AT_ONCE\n", stderr);
        return 64;
    }
    const auto port = static_cast<unsigned short>(std::strtoul(argv[1], nullptr, 10));
    job all{{asio::ip::address_v4::loopback(), port},
            static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10))};
    asio::io_context io(1);
    for (unsigned i = 0, count = static_cast<unsigned>(std::strtoul(argv[3], nullptr, 10)); i != count; ++i)
        asio::co_spawn(io, worker(all), [](std::exception_ptr failed) {
            if (failed)
                std::rethrow_exception(failed);
        });
    io.run();
    return all.failed == 0 ? 0 : 1;
}
