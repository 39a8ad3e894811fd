#include "engine/workspace/confinement.hpp"

#include "engine/config/config.hpp"
#include "engine/workspace/run_child.hpp"
#include "engine/workspace/sandbox.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/workspace/child_fixture.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <csignal>

using namespace codexflow;
using namespace codexflow::workspace;

namespace {

const kernel_offer offer = probe_kernel();

/// The boundary that a test needs; without it the test cannot say anything.
bool missing(bool there, const char* what)
{
    if (!there)
        BOOST_TEST_MESSAGE("SKIPPED: this kernel has no " << what);
    return !there;
}

/// Runs a script that may change what is below a folder, and nothing else.
struct confined
{
    test::temp_dir inside, outside;
    child_spec spec{{"sh", "-c", ""}, {"PATH=/usr/bin:/bin"}, {}};

    confined()
    {
        spec.directory = inside.path().string();
        spec.confined.layers.landlock = offer.landlock;
        spec.confined.write = {inside.path().string()};
    }

    child_output run(const std::string& script)
    {
        spec.argv[2] = script;
        auto said = run_child(spec);
        BOOST_REQUIRE_MESSAGE(said.has_value(), to_string(said.error()));
        return *said;
    }
    std::string out(const std::string& name) const { return (outside / name).string(); }
};

struct guarded_files : confined
{
    guarded_files() { spec.confined.layers.files = offer.landlock >= 3; }
    bool skip() const { return missing(spec.confined.layers.files, "Landlock of revision 3"); }
};

struct guarded_network : confined
{
    guarded_network() { spec.confined.layers.network = offer.filters; }
    bool skip() const { return missing(spec.confined.layers.network, "filters of system calls"); }
};

/// A socket that listens on 127.0.0.1.
struct listener
{
    owned_fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    std::string port;

    listener()
    {
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof here;
        auto* const address = reinterpret_cast<sockaddr*>(&here);
        BOOST_REQUIRE(::bind(socket.get(), address, size) == 0);
        BOOST_REQUIRE(::listen(socket.get(), 8) == 0);
        BOOST_REQUIRE(::getsockname(socket.get(), address, &size) == 0);
        port = std::to_string(ntohs(here.sin_port));
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(choosing_layers)

BOOST_AUTO_TEST_CASE(off_is_off_and_auto_is_what_there_is)
{
    const kernel_offer all{7, true};
    BOOST_TEST(name_of(*choose_layers(sandbox_mode::off, all, false)) == "none");
    BOOST_TEST(name_of(*choose_layers(sandbox_mode::automatic, all, false)) == "landlock+seccomp");
    BOOST_TEST(name_of(*choose_layers(sandbox_mode::automatic, all, true)) == "landlock");
    BOOST_TEST(name_of(*choose_layers(sandbox_mode::automatic, {0, true}, false)) == "seccomp");
    BOOST_TEST(name_of(*choose_layers(sandbox_mode::automatic, {2, false}, false)) == "none");
}

BOOST_AUTO_TEST_CASE(require_names_what_is_missing)
{
    const auto refusal = [](kernel_offer kernel, bool network) {
        const auto chosen = choose_layers(sandbox_mode::require, kernel, network);
        return chosen ? std::string("none") : chosen.error().message;
    };
    BOOST_TEST(refusal({0, true}, false) == "the sandbox is required, but this system lacks Landlock");
    BOOST_TEST(refusal({2, false}, false).find("revision 3) and filters of system calls") != std::string::npos);
    BOOST_TEST(refusal({3, false}, false).find("lacks filters") != std::string::npos);
    BOOST_TEST(refusal({3, false}, true) == "none"); // the network is allowed anyhow
    BOOST_TEST(refusal({3, true}, false) == "none");
    BOOST_TEST((choose_layers(sandbox_mode::require, {0, false}, false).error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(a_call_gets_its_folders_and_the_common_ones)
{
    sandbox_settings settings;
    settings.write = {"/w"};
    settings.open_files = 10;
    const auto common = open_sandbox(settings, {}, {7, true});
    BOOST_REQUIRE(common.has_value());
    const confinement free_to_read = confine(*common, {"/mine"}, {"/look"});
    BOOST_TEST(free_to_read.write == (std::vector<std::string>{"/mine", "/w"}), boost::test_tools::per_element());
    BOOST_TEST(!free_to_read.read.has_value());
    BOOST_TEST(*common->bounds.open_files == 10U);
    settings.read.emplace(1, "/r");
    const confinement narrow = confine(*open_sandbox(settings, {}, {7, true}), {}, {"/look"});
    BOOST_TEST(*narrow.read == (std::vector<std::string>{"/r", "/look"}), boost::test_tools::per_element());
    settings.mode = "off";
    BOOST_TEST(!open_sandbox(settings, {}, {7, true})->on);
    settings.mode = "some";
    BOOST_TEST((open_sandbox(settings, {}, {7, true}).error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(a_block_of_tools_can_be_granted_more)
{
    sandbox_settings settings;
    settings.write = {"/w"};
    sandbox_grants own;
    own.network = true;
    own.write = {"/cache"};
    own.read.emplace(1, "/data");
    const auto held = open_sandbox(settings, own, {7, true});
    BOOST_REQUIRE(held.has_value());
    BOOST_TEST(name_of(held->layers) == "landlock");
    BOOST_TEST(held->write == (std::vector<std::string>{"/w", "/cache"}), boost::test_tools::per_element());
    BOOST_TEST(*held->read == std::vector<std::string>{"/data"}, boost::test_tools::per_element());
    settings.network = true;
    own.network = false; // or less
    BOOST_TEST(name_of(open_sandbox(settings, own, {7, true})->layers) == "landlock+seccomp");
    settings.mode = "require";
    BOOST_TEST((open_sandbox(settings, own, {7, false}).error().code == errc::unsupported));
    BOOST_TEST(open_sandbox(settings, {}, {7, false}).has_value());
}

BOOST_AUTO_TEST_CASE(what_auto_goes_without_is_told)
{
    sandbox_settings settings;
    BOOST_TEST(gone_without(settings, {7, true}) == "");
    BOOST_TEST(gone_without(settings, {0, true}) == "Landlock");
    BOOST_TEST(gone_without(settings, {0, false}) == "Landlock and filters of system calls (seccomp)");
    settings.network = true;
    BOOST_TEST(gone_without(settings, {7, false}) == "");
    settings.mode = "off";
    BOOST_TEST(gone_without(settings, {0, false}) == "");
    BOOST_TEST(name_of(weaker({true, true, 7}, {true, false, 7})) == "landlock");
    BOOST_TEST(name_of(weaker({true, false, 7}, {false, true, 7})) == "none");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(confined_files, guarded_files)

BOOST_AUTO_TEST_CASE(it_writes_inside_and_nowhere_else)
{
    if (skip())
        return;
    outside.write("kept", "as it was");
    const auto said = run("echo in > here; mkdir d && mv here d/there && rm d/there; ln -s " + out("kept") +
                          " link; echo x > link; echo x > " + out("new") + "; true > " + out("kept") + "; rm " +
                          out("kept") + "; mv " + out("kept") + " .; ln " + out("kept") + " hard; mkdir " +
                          out("d") + "; truncate -s 0 " + out("kept") + "; echo fine > last; cat last > /dev/null");
    BOOST_TEST(test::read_file(out("kept")) == "as it was");
    BOOST_TEST(!std::filesystem::exists(out("new")));
    BOOST_TEST(!std::filesystem::exists(out("d")));
    BOOST_TEST(!std::filesystem::exists(inside / "hard"));
    BOOST_TEST(test::read_file(inside / "last") == "fine\n");
    BOOST_TEST(std::filesystem::is_directory(inside / "d"));
    BOOST_TEST(said.status == 0);
}

BOOST_AUTO_TEST_CASE(what_it_starts_is_confined_too)
{
    if (skip())
        return;
    run("setsid sh -c 'sh -c \"echo x > " + out("new") + "\"' ; true");
    BOOST_TEST(!std::filesystem::exists(out("new")));
}

BOOST_AUTO_TEST_CASE(it_reads_what_it_may)
{
    if (skip())
        return;
    outside.write("secret", "s3cret");
    inside.write("mine", "mine");
    BOOST_TEST(run("cat " + out("secret")).out == "s3cret"); // reading is free unless somebody says what
    spec.confined.read.emplace();
    const auto said = run("cat mine; cat " + out("secret") + "; ls " + outside.path().string());
    BOOST_TEST(said.out == "mine");
    BOOST_TEST(said.err.find("Permission denied") != std::string::npos);
    spec.confined.read->push_back(outside.path().string());
    BOOST_TEST(run("cat " + out("secret")).out == "s3cret");
    run("echo x > " + out("secret"));
    BOOST_TEST(test::read_file(out("secret")) == "s3cret");
}

BOOST_AUTO_TEST_CASE(it_looks_into_no_process_that_is_freer)
{
    if (skip())
        return;
    test::child_fixture here;
    const auto victim = here.run("echo $$; exec sleep 100");
    here.read_until(victim, "\n");
    const std::string id = here.out.substr(0, here.out.find('\n'));
    const std::string trace = "readlink /proc/" + id + "/cwd"; // takes the right to trace it
    BOOST_TEST(run(trace).status != 0);
    spec.confined = {};
    BOOST_TEST(run(trace).status == 0);
    victim->end();
}

BOOST_AUTO_TEST_CASE(it_signals_no_process_that_is_freer)
{
    if (skip() || missing(offer.landlock >= 6, "Landlock of revision 6"))
        return;
    BOOST_TEST(run("kill -KILL $PPID; echo still here").out == "still here\n"); // its guard
    BOOST_TEST(run("sleep 100 & kill $!; wait; echo ended").out == "ended\n");  // its own
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(confined_network, guarded_network)

BOOST_AUTO_TEST_CASE(it_has_no_network)
{
    if (skip() || missing(std::filesystem::exists("/bin/bash"), "bash"))
        return;
    const listener server;
    spec.argv.front() = "bash";
    const std::string connect = "exec 3<> /dev/tcp/127.0.0.1/" + server.port;
    const auto said = run(connect);
    BOOST_TEST(said.status != 0);
    BOOST_TEST(said.err.find("Operation not permitted") != std::string::npos, said.err);
    BOOST_TEST(run("echo x > " + out("free")).status == 0); // this layer says nothing about files
    spec.confined = {};
    BOOST_TEST(run(connect).status == 0);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(bounds_of_a_child, confined)

BOOST_AUTO_TEST_CASE(they_are_in_force_in_all_it_starts)
{
    spec.confined = {};
    spec.bounds = child_bounds{7, 4096, 33, {}};
    BOOST_TEST(run("sh -c 'ulimit -t; ulimit -n'").out == "7\n33\n");
    BOOST_TEST(run("head -c 10000 /dev/zero > big").status != 0);
    BOOST_TEST(std::filesystem::file_size(inside / "big") == 4096U);
    spec.bounds = {};
    BOOST_TEST(run("head -c 10000 /dev/zero > big").status == 0);
    BOOST_TEST(limits_of(child_bounds{}).empty());
    BOOST_TEST(limits_of(child_bounds{{}, {}, {}, 5}).front().first == RLIMIT_NPROC);
}

BOOST_AUTO_TEST_CASE(programs_with_the_setuid_bit_run_as_the_user)
{
    const std::string nobody = "setpriv --reuid=65534 --clear-groups ./who -u";
    spec.confined = {};
    spec.no_new_privileges = false;
    if (missing(::geteuid() == 0, "right to make such a program for this user (root)"))
        return;
    std::filesystem::permissions(inside.path(), std::filesystem::perms::others_exec, std::filesystem::perm_options::add);
    run("cp /usr/bin/id who; chmod 4755 who");
    const auto free = run(nobody);
    if (missing(free.out == "0\n", "setpriv, or the folder for temporary files ignores the bit"))
        return;
    spec.no_new_privileges = true;
    BOOST_TEST(run(nobody).out == "65534\n");
    BOOST_TEST(run("grep NoNewPrivs /proc/self/status").out == "NoNewPrivs:\t1\n");
}

BOOST_AUTO_TEST_SUITE_END()
