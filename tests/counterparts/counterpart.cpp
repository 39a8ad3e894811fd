#include "tests/counterparts/counterpart.hpp"

#include "tests/counterparts/needs.hpp"
#include "tests/support/loopback_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace codexflow::test {
namespace {

constexpr int attempts = 5;

std::uint16_t free_port() { return refusing_port().port(); }

/// Has the system kill the program when the thread that started it ends.
command tied_to_us(command what)
{
    const std::filesystem::path launcher = find_program("setpriv");
    if (launcher.empty())
        return what;
    what.arguments.insert(what.arguments.begin(), {"--pdeathsig", "KILL", what.program.string()});
    what.program = launcher;
    return what;
}

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

} // namespace

counterpart::counterpart(const recipe& how, stream says, std::string_view ready)
{
    std::string said;
    for (int i = 0; i != attempts; ++i)
    {
        port_ = free_port();
        command what = how(folder_, port_);
        what.directory = folder_.path();
        const std::string name = what.program.string();
        program_ = std::make_unique<process>(tied_to_us(std::move(what)));
        if (program_->read_until(says, ready))
            return;
        said = name + " did not get ready:\n" + program_->text(stream::out) + program_->text(stream::err);
    }
    fail(said);
}

std::string ask_http(std::string_view method, const std::string& url, std::string_view body)
{
    const std::string rest = url.substr(std::string_view("http://127.0.0.1:").size());
    const std::size_t slash = rest.find('/');
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(static_cast<std::uint16_t>(std::stoul(rest.substr(0, slash))));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const unique_fd connection(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval limit{30, 0};
    ::setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (::connect(connection.get(), reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0)
        fail("nobody listens at " + url);

    // HTTP/1.0: the answer ends with the connection and is not chunked.
    const std::string request = std::string(method) + ' ' + rest.substr(slash) + " HTTP/1.0\r\n" +
                                "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                                "\r\n\r\n" + std::string(body);
    if (::send(connection.get(), request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
        fail("cannot send to " + url);
    std::string answer;
    std::array<char, 65536> piece;
    for (ssize_t count = 0; (count = ::recv(connection.get(), piece.data(), piece.size(), 0)) > 0;)
        answer.append(piece.data(), static_cast<std::size_t>(count));
    const std::size_t head = answer.find("\r\n\r\n");
    if (head == answer.npos)
        fail(url + " did not answer");
    return answer.substr(head + 4);
}

} // namespace codexflow::test
