#include "engine/workspace/network_filter.hpp"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>

#ifndef SYS_io_uring_setup
#define SYS_io_uring_setup 425
#endif

namespace codexflow::workspace {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t processor = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t processor = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t processor = 0;
#endif

/// From here on x86 has the calls of its mode with short pointers.
constexpr std::uint32_t short_pointer_calls = 0x40000000;
constexpr std::uint32_t denied = SECCOMP_RET_ERRNO | EPERM;

sock_filter load(std::size_t offset)
{
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

/// Goes on behind the next @p yes or @p no instructions.
sock_filter if_equal(std::uint32_t value, std::uint8_t yes, std::uint8_t no)
{
    return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no);
}

sock_filter answer(std::uint32_t what) { return BPF_STMT(BPF_RET | BPF_K, what); }

} // namespace

bool has_network_filter() noexcept
{
    std::uint32_t action = SECCOMP_RET_ERRNO;
    return processor != 0 && ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0U, &action) == 0;
}

std::vector<sock_filter> network_filter()
{
    // Family and kind of a socket are ints: the low half of their argument, on these processors the first.
    constexpr std::size_t family = offsetof(seccomp_data, args);
    constexpr std::size_t kind = family + sizeof(std::uint64_t);
    const sock_filter without_flags = BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xF);
    return {
        load(offsetof(seccomp_data, arch)),
        if_equal(processor, 1, 0),
        answer(denied),
        load(offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, short_pointer_calls, 0, 1),
        answer(denied),
        if_equal(SYS_io_uring_setup, 0, 1),
        answer(denied),
        if_equal(SYS_connect, 0, 1),
        answer(denied),
        if_equal(SYS_socketpair, 6, 0), // to its kind
        if_equal(SYS_socket, 1, 0),
        answer(SECCOMP_RET_ALLOW),
        load(family),
        if_equal(AF_NETLINK, 7, 0), // allowed
        if_equal(AF_UNIX, 1, 0),
        answer(denied),
        load(kind),
        without_flags,
        if_equal(SOCK_STREAM, 2, 0),
        if_equal(SOCK_SEQPACKET, 1, 0),
        answer(denied), // datagrams carry their addresses
        answer(SECCOMP_RET_ALLOW),
    };
}

} // namespace codexflow::workspace
