// Someone exchanges a folder for a link that leads out, over and over, while paths through it are used.
#include "plugins/files/file_replacement.hpp"
#include "plugins/files/tree_walk.hpp"
#include "plugins/files/work_area.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <stdio.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

using namespace codexflow;
using namespace codexflow::files;

namespace {

constexpr int rounds = 3000;

/// A workspace whose folder "x" is now a folder and now a link to the folder "outside", both with a file "f".
struct fixture
{
    test::temp_dir dir;
    std::filesystem::path space = dir / "space";
    std::atomic<bool> stop{false};
    std::atomic<unsigned> exchanges{0};
    std::thread other;
    unsigned done = 0, refused = 0;

    fixture()
    {
        dir.write("outside/f", "outside");
        dir.write("space/x/f", "inside");
        std::filesystem::create_symlink("../outside", space / "link");
        other = std::thread([this] {
            const std::string folder = (space / "x").string(), link = (space / "link").string();
            while (!stop)
            {
                ::renameat2(AT_FDCWD, folder.c_str(), AT_FDCWD, link.c_str(), RENAME_EXCHANGE);
                ++exchanges;
            }
        });
        while (exchanges == 0)
            std::this_thread::yield();
    }
    ~fixture()
    {
        stop = true;
        other.join();
        BOOST_TEST(test::read_file(dir / "outside/f") == "outside");
        const std::filesystem::directory_iterator left(dir / "outside");
        BOOST_TEST(std::distance(begin(left), end(left)) == 1, "nothing was written there");
        BOOST_TEST(done + refused != 0);
        BOOST_TEST_MESSAGE("done " << done << ", refused " << refused << ", exchanged " << exchanges.load());
    }

    work_area area(follower how) const
    {
        return work_area(space.string(), {tool_root(space.string(), tool_access::write)}, how);
    }
    template <class Act> void repeat(Act&& act)
    {
        for (const follower how : {follower::kernel, follower::steps})
        {
            const work_area here = area(how);
            for (int i = 0; i != rounds; ++i)
            {
                try
                {
                    act(here);
                    ++done;
                }
                catch (const tool_error&)
                {
                    ++refused;
                }
            }
        }
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(an_exchanged_folder, fixture)

BOOST_AUTO_TEST_CASE(reading)
{
    repeat([](const work_area& area) {
        const open_file file = area.read_file("x/f");
        std::array<char, 16> bytes{};
        const ssize_t n = ::read(file.handle.get(), bytes.data(), bytes.size());
        BOOST_REQUIRE(std::string(bytes.data(), static_cast<std::size_t>(n)) == "inside");
    });
}

BOOST_AUTO_TEST_CASE(writing)
{
    repeat([](const work_area& area) {
        const write_place place = area.place_for("x/new/g", true);
        file_replacement made(place, "x/new/g", work_area::existing(place, "x/new/g"));
        made.write("ours");
        made.commit(file_replacement::condition::none);
    });
}

BOOST_AUTO_TEST_CASE(walking)
{
    dir.write("outside/f", "outside");
    repeat([](const work_area& area) {
        tree_walk walk(area.read_folder("."), 1000);
        tree_walk::place one;
        while (walk.next(one))
        {
            if (one.kind != entry_kind::file)
                continue;
            const open_file file = open_in(one.folder, one.name);
            char first = 0;
            BOOST_REQUIRE(::read(file.handle.get(), &first, 1) == 1);
            BOOST_REQUIRE(first == 'i');
        }
    });
}

BOOST_AUTO_TEST_SUITE_END()
