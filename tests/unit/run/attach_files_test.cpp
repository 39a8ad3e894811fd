#include "engine/run/attach_files.hpp"

#include "engine/plan/plan.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;

namespace {

struct fixture
{
    test::temp_dir dir;

    /// "path embedded/bytes reason; ..." of one task.
    std::string attach(const doc::node& input, std::size_t most = 65'536)
    {
        plan work;
        work.tasks.emplace_back().input = input;
        BOOST_REQUIRE(attach_files(work, dir.path(), most).has_value());
        text = work.tasks.front().attachment;
        std::string line;
        for (const attached_file& file : work.tasks.front().files)
            line += file.path + ' ' + std::to_string(file.embedded) + '/' + std::to_string(file.bytes) +
                    (file.left_out.empty() ? "" : ' ' + file.left_out) + "; ";
        return line;
    }
    std::string review(const std::string& words, std::size_t most = 65'536)
    {
        doc::node input;
        input.type = doc::kind::string;
        input.text = "Review " + words;
        return attach(input, most);
    }
    std::string text;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(attaching_files, fixture)

BOOST_AUTO_TEST_CASE(the_file_a_review_is_of_is_read)
{
    dir.write("my notes.md", "noted\n");
    dir.write("notes.md", "another\n");
    BOOST_TEST(review("my notes.md") == "my notes.md 6/6; ");
    BOOST_TEST(text.find("noted\n") != text.npos);
    BOOST_TEST(review("of notes.md and/or none.md") == "notes.md 8/8; ");
    BOOST_TEST(review("none.md") == "none.md 0/0 no such file; ");
    BOOST_TEST(review("everything") == "");
    BOOST_TEST(text == "");
}

BOOST_AUTO_TEST_CASE(all_files_of_a_task_share_one_limit)
{
    dir.write("a", std::string(700, 'a') + "\n");
    dir.write("b", std::string(700, 'b') + "\n");
    dir.write("c", "c\n");
    const auto task = doc::parse_yaml("{type: code.review, files: [a, b, c, gone]}", "t").value();
    BOOST_TEST(
        attach(task, 1024) ==
        "a 701/701; b 323/701 the last 378 bytes do not fit; c 0/2 the limit for the files of one task is "
        "used up; gone 0/0 no such file; ");
    BOOST_TEST(attach(task) == "a 701/701; b 701/701; c 2/2; gone 0/0 no such file; ");
}

BOOST_AUTO_TEST_CASE(nothing_outside_the_project_is_read)
{
    dir.write("key", "very secret\n");
    dir.write("inside/ok", "fine\n");
    std::filesystem::create_symlink("../key", dir / "inside/link");
    plan work;
    work.tasks.emplace_back().input =
        doc::parse_yaml("{type: x, files: [../key, link, /etc/passwd, ok]}", "t").value();
    BOOST_REQUIRE(attach_files(work, dir / "inside", 65'536).has_value());
    const planned_task& task = work.tasks.front();
    for (std::size_t i = 0; i != 3; ++i)
        BOOST_TEST(task.files[i].left_out == "it lies outside the project");
    BOOST_TEST(task.files[3].embedded == 5U);
    BOOST_TEST(task.attachment.find("secret") == task.attachment.npos);
    BOOST_TEST(!attach_files(work, dir / "none", 65'536).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
