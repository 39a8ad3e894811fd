#include "tests/support/temp_dir.hpp"
#include "tests/unit/workspace/child_fixture.hpp"

#include <csignal>
#include <cstdlib>
#include <unistd.h>

using namespace codexflow;
using codexflow::test::child_fixture;
using codexflow::workspace::channel;
using codexflow::workspace::child_spec;
using codexflow::workspace::spawn_child;

namespace {

struct fixture : child_fixture
{
    std::string output_of(const child_spec& spec)
    {
        out.clear();
        ended_channels = 0;
        const child made = start(spec);
        drain(made, channel::out);
        run_until([this] { return ended_channels == 1; });
        BOOST_TEST(exit_of(made) == 0);
        made->end();
        return out;
    }
};

error refusal_of(const child_spec& spec)
{
    auto made = spawn_child(spec);
    BOOST_REQUIRE(!made);
    return made.error();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(starting_a_child, fixture)

BOOST_AUTO_TEST_CASE(it_gets_its_arguments_as_they_are)
{
    const child_spec spec{{"printf", "[%s]", "two words", "$HOME", "*", "", "'q'"}, {}, {}};
    BOOST_TEST(output_of(spec) == "[two words][$HOME][*][]['q']");
}

BOOST_AUTO_TEST_CASE(it_gets_the_environment_it_is_given_and_no_other)
{
    BOOST_TEST(output_of({{"env"}, {"A=1", "B=two words"}, {}}) == "A=1\nB=two words\n");
    BOOST_TEST(output_of({{"env"}, {}, {}}) == "");
}

BOOST_AUTO_TEST_CASE(it_runs_where_it_is_told_to)
{
    const test::temp_dir there;
    BOOST_TEST(output_of({{"pwd", "-P"}, {}, there.path().string()}) ==
               std::filesystem::canonical(there.path()).string() + "\n");
}

BOOST_AUTO_TEST_CASE(it_inherits_neither_files_nor_a_signal_mask_nor_ignored_signals)
{
    const int open_by_mistake = ::dup2(0, 77); // without O_CLOEXEC
    BOOST_REQUIRE(open_by_mistake == 77);
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    sigset_t blocked;
    sigset_t mask;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &blocked, &mask);
    BOOST_TEST(output_of(shell("[ -e /proc/$$/fd/1 ] && [ ! -e /proc/$$/fd/77 ] && echo clean")) ==
               "clean\n");
    const std::string signals = output_of({{"grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"}, {}, {}});
    BOOST_TEST(signals == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
    ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    std::signal(SIGPIPE, before);
    ::close(open_by_mistake);
}

BOOST_AUTO_TEST_CASE(it_is_the_head_of_a_group)
{
    const child made = run("echo $$; exec cat");
    read_until(made, "\n");
    const pid_t program = std::atoi(out.c_str());
    BOOST_TEST(::getpgid(program) == program);
    made->end();
}

BOOST_AUTO_TEST_CASE(what_cannot_be_run_says_why)
{
    const test::temp_dir dir;
    const std::string plain = dir.write("plain", "#!/bin/sh\n").string();
    const std::string headless = dir.write("headless", "echo hi\n").string();
    std::filesystem::permissions(headless, std::filesystem::perms::owner_all);

    const error missing = refusal_of({{"no-such-tool"}, {"PATH=/usr/bin"}, {}});
    BOOST_TEST((missing.code == errc::not_found));
    BOOST_TEST(missing.message == "cannot run 'no-such-tool': No such file or directory");
    BOOST_TEST(missing.hint != "");
    BOOST_TEST((refusal_of({{plain}, {}, {}}).code == errc::permission_denied));
    const error no_head = refusal_of({{headless}, {}, {}});
    BOOST_TEST((no_head.code == errc::invalid_argument));
    BOOST_TEST(no_head.hint.find("#!/bin/sh") != std::string::npos);
    const error nowhere = refusal_of({{"true"}, {}, "/no/such/folder"});
    BOOST_TEST(nowhere.message == "cannot run in '/no/such/folder': No such file or directory");
    BOOST_TEST((refusal_of({{}, {}, {}}).code == errc::invalid_argument));
    BOOST_TEST((refusal_of({{"true", std::string("a\0b", 3)}, {}, {}}).code == errc::invalid_argument));
    BOOST_TEST((refusal_of({{"true", std::string(std::size_t{4} << 20, 'x')}, {}, {}}).code ==
                errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(a_program_in_a_later_folder_is_found_behind_one_that_may_not_run)
{
    const test::temp_dir dir;
    dir.write("a/tool", "#!/bin/sh\n");
    std::filesystem::permissions(dir.write("b/tool", "#!/bin/sh\necho b\n"),
                                 std::filesystem::perms::owner_all);
    const std::string path = "PATH=" + (dir / "a").string() + ":" + (dir / "b").string();
    BOOST_TEST(output_of({{"tool"}, {path}, {}}) == "b\n");
}

BOOST_AUTO_TEST_SUITE_END()
