#include "plugins/files/tree_walk.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>

#include <filesystem>
#include <string>

using namespace codexflow;
using namespace codexflow::files;

namespace {

struct fixture
{
    test::temp_dir dir;

    fixture()
    {
        dir.write("tree/b.txt", "");
        dir.write("tree/a/z.txt", "");
        dir.write("tree/a/b/c.txt", "");
        dir.write("tree/.git/config", "");
        dir.write("tree/.hidden", "");
        dir.write("outside/secret", "");
        std::filesystem::create_symlink("../outside", dir / "tree/link");
        std::filesystem::create_symlink(".", dir / "tree/circle");
    }

    owned_fd open(const std::filesystem::path& at) const
    {
        return owned_fd(::open((dir / at).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
    static std::string all(tree_walk& walk)
    {
        std::string made;
        tree_walk::place one;
        while (walk.next(one))
            made += one.path +
                    (one.kind == entry_kind::folder ? "/"
                     : one.kind == entry_kind::link ? "@"
                                                    : "") +
                    ' ';
        return made;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(a_tree_walk, fixture)

BOOST_AUTO_TEST_CASE(shows_all_below_in_order_and_follows_no_link)
{
    tree_walk walk(open("tree"), 1000);
    BOOST_TEST(all(walk) == ".git/ .hidden a/ a/b/ a/b/c.txt a/z.txt b.txt circle@ link@ ");
    BOOST_TEST(!walk.cut_short());
    BOOST_TEST(walk.closed_folders() == 0);
}

BOOST_AUTO_TEST_CASE(does_not_enter_a_folder_that_became_a_link)
{
    tree_walk walk(open("tree"), 1000);
    tree_walk::place one;
    while (walk.next(one) && one.path != "a")
        ;
    std::filesystem::rename(dir / "tree/a", dir / "tree/moved");
    std::filesystem::create_symlink("../outside", dir / "tree/a");
    BOOST_TEST(all(walk) == "b.txt circle@ link@ ");
    BOOST_TEST(walk.closed_folders() == 1);
}

BOOST_AUTO_TEST_CASE(has_an_end)
{
    tree_walk few(open("tree"), 3);
    all(few);
    BOOST_TEST(few.cut_short());
    std::filesystem::path deep = "deep";
    for (int i = 0; i != 100; ++i)
        deep /= "d";
    std::filesystem::create_directories(dir / deep);
    tree_walk walk(open("deep"), 1000);
    all(walk);
    BOOST_TEST(walk.cut_short(), "it holds one folder open for each level");
}

BOOST_AUTO_TEST_SUITE_END()
