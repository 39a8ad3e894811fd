#include "tests/plugins/memory/redis_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace codexflow::test {

bool redis_server::installed()
{
    const char* path = std::getenv("PATH");
    std::istringstream folders(path == nullptr ? "" : path);
    for (std::string folder; std::getline(folders, folder, ':');)
        if (::access((std::filesystem::path(folder) / "redis-server").c_str(), X_OK) == 0)
            return true;
    return false;
}

redis_server::redis_server(std::vector<std::string> more, int port)
    : arguments_{"--port",       std::to_string(port), "--bind", "127.0.0.1", "--unixsocket", socket(), "--save", "", "--appendonly", "no",
                 "--dir", dir_.path().string(), "--daemonize", "no"}
{
    arguments_.insert(arguments_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    start();
}

void redis_server::start()
{
    command run;
    run.program = "redis-server";
    run.arguments = arguments_;
    running_ = std::make_unique<process>(run);
    if (!running_->read_until(stream::out, std::string_view("eady to accept connections")))
        throw std::runtime_error("redis-server does not come up: " + running_->text(stream::out) + running_->text(stream::err));
}

void redis_server::kill()
{
    running_->send(SIGKILL);
    running_->wait();
}

redis_server& redis_server::common()
{
    static redis_server one;
    return one;
}

int free_port()
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof name;
    const bool good = fd >= 0 && ::bind(fd, reinterpret_cast<sockaddr*>(&name), size) == 0 &&
                      ::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) == 0;
    ::close(fd);
    if (!good)
        throw std::runtime_error("no free port");
    return ntohs(name.sin_port);
}

} // namespace codexflow::test
