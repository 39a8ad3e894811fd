// Each layer of the confinement alone, against programs that want out. A trick that does not work here even without
// the layer says nothing: it is left out, with a message.
#include "tests/unit/workspace/confinement_tricks.hpp"

#include "engine/workspace/run_child.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/workspace/child_fixture.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <span>

using namespace codexflow;
using namespace codexflow::workspace;
using test::confinement_trick;

namespace {

const kernel_offer offer = probe_kernel();

owned_fd listening(int kind, const sockaddr* address, std::size_t size)
{
    owned_fd made(::socket(address->sa_family, kind | SOCK_CLOEXEC, 0));
    BOOST_REQUIRE(::bind(made.get(), address, static_cast<socklen_t>(size)) == 0);
    BOOST_REQUIRE((kind == SOCK_DGRAM || ::listen(made.get(), 64) == 0));
    return made;
}

/// @param name a path; with a NUL in front a name without a file.
owned_fd listening_at(int kind, const std::string& name)
{
    sockaddr_un here{};
    here.sun_family = AF_UNIX;
    BOOST_REQUIRE(name.size() < sizeof here.sun_path);
    name.copy(here.sun_path, name.size());
    const std::size_t size = offsetof(sockaddr_un, sun_path) + name.size();
    return listening(kind, reinterpret_cast<const sockaddr*>(&here), size);
}

/// All that can be seen of a folder.
std::string look_of(const std::filesystem::path& folder)
{
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        all.push_back(entry.path().string() + ' ' + std::to_string(static_cast<int>(entry.symlink_status().type())) + ' ' +
                      (entry.is_regular_file() ? test::read_file(entry.path()) : "") + '\n');
    std::sort(all.begin(), all.end());
    std::string text;
    for (const std::string& each : all)
        text += each;
    return text;
}

/// What one trick is played on.
struct stage
{
    test::temp_dir all;
    std::filesystem::path inside = all / "inside", outside = all / "outside";
    std::vector<owned_fd> services;

    stage()
    {
        all.write("inside/mine", "mine\n");
        all.write("outside/kept", "as it was\n");
        all.write("outside/secret", "s3cret");
        all.write("outside/folder/.x", "");
        std::filesystem::remove(outside / "folder/.x");
        std::filesystem::permissions(all.write("outside/tool", "#!/bin/sh\necho ran\n"), std::filesystem::perms::owner_all);
        std::filesystem::permissions(all.path(), std::filesystem::perms::others_exec, std::filesystem::perm_options::add);
        services.push_back(listening_at(SOCK_STREAM, (outside / "stream").string()));
        services.push_back(listening_at(SOCK_DGRAM, (outside / "datagram").string()));
    }
};

struct tricks : test::child_fixture
{
    confinement layer;              ///< In force, with the stage's own folder to write.
    bool no_new_privileges = false;
    child victim;
    std::string victim_id, port, abstract = "codexflow-test-" + std::to_string(::getpid());
    owned_fd tcp, unnamed = listening_at(SOCK_STREAM, '\0' + abstract);

    tricks()
    {
        child_spec asleep = shell("echo $$; exec sleep 1000");
        asleep.environment.emplace_back("VICTIM_SECRET=1");
        victim = start(asleep);
        read_until(victim, "\n");
        victim_id = out.substr(0, out.find('\n'));
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* const address = reinterpret_cast<sockaddr*>(&here);
        tcp = listening(SOCK_STREAM, address, sizeof here);
        socklen_t size = sizeof here;
        BOOST_REQUIRE(::getsockname(tcp.get(), address, &size) == 0);
        port = std::to_string(ntohs(here.sin_port));
    }
    ~tricks() { victim->end(); }

    /// Whether it did what it must not. With @p confined the layer is in force.
    bool works(const confinement_trick& one, bool confined, std::string& said) const
    {
        const stage here;
        child_spec spec = shell(std::string(one.script));
        for (const auto& [name, value] : {std::pair<const char*, std::string>{"OUT", here.outside.string()}, {"PORT", port},
                                          {"VICTIM", victim_id}, {"ABSTRACT", abstract}})
            spec.environment.push_back(std::string(name) + '=' + value);
        spec.directory = here.inside.string();
        if (confined)
        {
            spec.confined = layer;
            spec.confined.write.push_back(here.inside.string());
            spec.no_new_privileges = no_new_privileges;
        }
        const std::string before = look_of(here.outside);
        const auto ended = run_child(spec);
        BOOST_REQUIRE_MESSAGE(ended.has_value(), to_string(ended.error()));
        said = ended->out + ended->err;
        if (confined)
            BOOST_TEST(look_of(here.outside) == before);
        return ended->status == 0;
    }

    /// @param least tricks that must work without the layer wherever it exists.
    void play(std::span<const confinement_trick> all_of_them, std::size_t least) const
    {
        std::size_t played = 0;
        for (const confinement_trick& one : all_of_them)
        {
            BOOST_TEST_CONTEXT(one.what << ": " << one.script)
            {
                std::string said;
                if (!works(one, false, said))
                {
                    BOOST_TEST_MESSAGE("SKIPPED: it does not work here without the layer either: " << said);
                    continue;
                }
                ++played;
                BOOST_TEST(!works(one, true, said));
            }
        }
        BOOST_TEST_MESSAGE(played << " of " << all_of_them.size() << " tricks were played");
        BOOST_TEST(played >= least);
    }
};

bool missing(bool there, const char* what)
{
    if (!there)
        BOOST_TEST_MESSAGE("SKIPPED: this kernel has no " << what);
    return !there;
}

struct against_landlock : tricks
{
    against_landlock()
    {
        layer.layers.files = offer.landlock >= 3;
        layer.layers.landlock = offer.landlock;
    }
    bool skip() const { return missing(layer.layers.files, "Landlock of revision 3"); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(confinement_bypasses)

BOOST_FIXTURE_TEST_CASE(nothing_is_changed_outside, against_landlock)
{
    if (!skip())
        play(test::writing_tricks, 40);
}

BOOST_FIXTURE_TEST_CASE(nothing_is_read_outside, against_landlock)
{
    if (skip())
        return;
    layer.read.emplace();
    play(test::reading_tricks, 14);
}

BOOST_FIXTURE_TEST_CASE(no_other_process_is_got_at, against_landlock)
{
    if (!skip())
        play(test::process_tricks, 3);
}

BOOST_FIXTURE_TEST_CASE(no_other_process_is_signalled, against_landlock)
{
    if (!skip() && !missing(offer.landlock >= 6, "Landlock of revision 6"))
        play(test::signal_tricks, 4);
}

BOOST_FIXTURE_TEST_CASE(nobody_is_talked_to, tricks)
{
    layer.layers.network = offer.filters;
    if (!missing(offer.filters, "filters of system calls"))
        play(test::network_tricks, 8);
}

BOOST_FIXTURE_TEST_CASE(root_gets_none_of_its_rights, tricks)
{
    no_new_privileges = true;
    if (::geteuid() == 0)
        play(test::privilege_tricks, 0);
    else
        BOOST_TEST_MESSAGE("SKIPPED: only root has something to lose");
}

// What programs need goes on working.
BOOST_FIXTURE_TEST_CASE(honest_programs_run_under_all_layers, against_landlock)
{
    layer.layers.network = offer.filters;
    no_new_privileges = true;
    if (skip())
        return;
    for (const confinement_trick& one : {confinement_trick{"files", "mkdir -p a/b && mv mine a/b/ && cp -a a c && ln c/b/mine l && rm -r a && cat l"},
                                         {"a script of its own", "printf '#!/bin/sh\\necho hi\\n' > x.sh; chmod +x x.sh; [ \"$(./x.sh)\" = hi ]"},
                                         {"pipes and devices", "head -c 10 /dev/urandom | wc -c > /dev/null && echo x | cat > n"},
                                         {"a pair of sockets", "perl -MSocket -e 'socketpair(S, T, AF_UNIX, SOCK_STREAM, 0) or exit 1; syswrite(S, \"x\"); sysread(T, $b, 1) or exit 1'"},
                                         {"a socket with a file", "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un(\"s\")) or exit 1'"},
                                         {"signals to its own", "sleep 100 & kill $! && ! wait $!"},
                                         {"tracing its own", "sleep 100 & readlink /proc/$!/cwd; kill $!"},
                                         {"a named pipe", "mkfifo p; (echo x > p &); [ \"$(cat p)\" = x ]"},
                                         {"names of users", "ls -l > /dev/null && id > /dev/null"},
                                         {"reading around", "cat $OUT/kept && ls / > /dev/null"}})
    {
        BOOST_TEST_CONTEXT(one.what << ": " << one.script)
        {
            std::string said;
            BOOST_TEST(works(one, true, said), said);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
