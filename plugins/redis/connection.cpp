#include "plugins/redis/connection.hpp"

#include <codexflow/failure.hpp>

#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <utility>

namespace codexflow::redis {
namespace {

timeval to_timeval(std::chrono::milliseconds from)
{
    timeval made{};
    made.tv_sec = static_cast<time_t>(from.count() / 1000);
    made.tv_usec = static_cast<suseconds_t>(from.count() % 1000 * 1000);
    return made;
}

constexpr const char* how_to_go_on = "start the server, or correct its address (memory.url, or MEM_REDIS_URL); --no-memory runs without";

} // namespace

void connection::fail(const char* step)
{
    const bool late = context_ != nullptr && (errno == EAGAIN || errno == EWOULDBLOCK || errno == ETIMEDOUT);
    std::string why = context_ == nullptr ? "out of memory" : late ? "no answer within the time limit" : context_->errstr;
    context_.reset();
    throw failure(CFLOW_E_UNAVAILABLE, "the redis server " + server_.shown() + " cannot be reached: " + why)
        .kind(late ? "timeout" : "connect")
        .phase(step)
        .hint(how_to_go_on);
}

void connection::refuse(const redisReply& error) const
{
    const std::string said(text_of(error));
    const std::string what = "the redis server " + server_.shown() + " refused: " + said;
    if (said.starts_with("NOAUTH") || said.starts_with("WRONGPASS") || said.starts_with("ERR AUTH") || said.starts_with("NOPERM") ||
        said.starts_with("ERR invalid password"))
        throw failure(CFLOW_E_AUTH, what)
            .kind("auth")
            .hint("put the password in the variable MEM_REDIS_PASSWORD (or what memory.password_env names), the name in memory.username");
    if (said.starts_with("LOADING") || said.starts_with("MASTERDOWN") || said.starts_with("CLUSTERDOWN"))
        throw failure(CFLOW_E_UNAVAILABLE, what).kind("overloaded").hint(how_to_go_on);
    if (said.starts_with("WRONGTYPE"))
        throw failure(CFLOW_E_INVALID, what)
            .kind("invalid_request")
            .hint("a key of that name belongs to another program: use another prefix (memory.prefix)");
    throw failure(CFLOW_E_IO, what).hint("see the server's log");
}

bool connection::closed_while_idle() const noexcept
{
    char byte = 0;
    const ssize_t got = ::recv(context_->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    // Bytes that nobody asked for belong to nothing: such a connection is of no use either.
    return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void connection::provide()
{
    if (context_ && closed_while_idle())
        context_.reset();
    if (context_)
        return;
    connect();
    log_in();
}

void connection::connect()
{
    const timeval limit = to_timeval(timeout_);
    errno = 0;
    context_.reset(server_.socket.empty() ? ::redisConnectWithTimeout(server_.host.c_str(), server_.port, limit)
                                          : ::redisConnectUnixWithTimeout(server_.socket.c_str(), limit));
    if (!context_ || context_->err != 0 || ::redisSetTimeout(context_.get(), limit) != REDIS_OK)
        fail("connect");
}

void connection::log_in()
{
    std::vector<command> first;
    if (!server_.password.empty() && server_.username.empty())
        first.push_back({"AUTH", server_.password});
    else if (!server_.password.empty())
        first.push_back({"AUTH", server_.username, server_.password});
    if (server_.database != 0)
        first.push_back({"SELECT", std::to_string(server_.database)});
    try
    {
        for (const command& one : first)
        {
            append(one);
            const reply answer = take();
            if (answer->type == REDIS_REPLY_ERROR)
                refuse(*answer);
        }
    }
    catch (...)
    {
        context_.reset(); // half logged in is not logged in
        throw;
    }
}

void connection::append(const command& one)
{
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const std::string& part : one)
    {
        texts.push_back(part.data());
        sizes.push_back(part.size());
    }
    errno = 0;
    if (::redisAppendCommandArgv(context_.get(), static_cast<int>(texts.size()), texts.data(), sizes.data()) != REDIS_OK)
        fail("send");
}

reply connection::take()
{
    void* got = nullptr;
    errno = 0;
    if (::redisGetReply(context_.get(), &got) != REDIS_OK)
        fail("answer");
    return reply(static_cast<redisReply*>(got));
}

reply connection::send(const command& one)
{
    const std::vector<command> alone{one};
    return std::move(send_all(alone).front());
}

std::vector<reply> connection::send_all(const std::vector<command>& several, bool errors)
{
    provide();
    for (const command& one : several)
        append(one);
    std::vector<reply> answers;
    for (std::size_t left = several.size(); left != 0; --left)
        answers.push_back(take());
    for (const reply& one : answers)
        if (!errors && one->type == REDIS_REPLY_ERROR)
            refuse(*one);
    return answers;
}

} // namespace codexflow::redis
