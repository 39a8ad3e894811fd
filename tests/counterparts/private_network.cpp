#include "tests/counterparts/private_network.hpp"

#include "tests/support/unique_fd.hpp"

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace codexflow::test {
namespace {

std::string refused(const std::string& what)
{
    return "a private network is not permitted here: " + what + ": " + std::generic_category().message(errno);
}

bool write_file(const char* path, const std::string& text)
{
    const unique_fd file(::open(path, O_WRONLY | O_CLOEXEC));
    return file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// We stay who we are: files keep their owners, only the network is another.
bool keep_identity(uid_t user, gid_t group)
{
    const auto same = [](auto id) { return std::to_string(id) + ' ' + std::to_string(id) + " 1"; };
    return write_file("/proc/self/uid_map", same(user)) && write_file("/proc/self/setgroups", "deny") &&
           write_file("/proc/self/gid_map", same(group));
}

bool loopback_up()
{
    const unique_fd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq loopback{};
    loopback.ifr_name[0] = 'l';
    loopback.ifr_name[1] = 'o';
    if (::ioctl(socket.get(), SIOCGIFFLAGS, &loopback) != 0)
        return false;
    loopback.ifr_flags = static_cast<short>(loopback.ifr_flags | IFF_UP);
    return ::ioctl(socket.get(), SIOCSIFFLAGS, &loopback) == 0;
}

} // namespace

std::string enter_private_network()
{
    static bool entered = false;
    if (entered)
        return {};
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)
    {
        if (!keep_identity(user, group))
            return refused("mapping the user");
    }
    else if (::unshare(CLONE_NEWNET) != 0) // root may do this where users may not have namespaces
        return refused("unshare");
    entered = true;
    return loopback_up() ? std::string() : refused("the loopback interface");
}

} // namespace codexflow::test
