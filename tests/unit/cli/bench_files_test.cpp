#include "cli/bench_files.hpp"

#include "engine/bench/bench_report.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/bench/measurement_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

using namespace codexflow;
using namespace codexflow::cli;

BOOST_AUTO_TEST_SUITE(bench_files)

BOOST_AUTO_TEST_CASE(three_files_of_one_name_for_the_user_alone)
{
    const test::temp_dir dir;
    const bench::measurement all = test::two_providers();
    BOOST_TEST_REQUIRE(prepare_bench_folder(dir / "data/bench").has_value());
    const auto stem = write_bench_files(dir / "data/bench", all);
    BOOST_TEST_REQUIRE(stem.has_value());
    BOOST_TEST(*stem == dir / "data/bench/bench-1763822052123");
    BOOST_TEST(test::read_file(stem->string() + ".json") == bench::report_json(all));
    BOOST_TEST(test::read_file(stem->string() + ".md") == bench::report_markdown(all));
    BOOST_TEST(test::read_file(stem->string() + ".csv") == bench::report_csv(all));
    for (const char* ending : {".json", ".md", ".csv"})
    {
        struct stat about = {};
        BOOST_TEST_REQUIRE(::stat((stem->string() + ending).c_str(), &about) == 0);
        BOOST_TEST((about.st_mode & 0777U) == 0600u);
    }
}

BOOST_AUTO_TEST_CASE(none_is_written_over)
{
    const test::temp_dir dir;
    dir.write("bench-1763822052123.json", "of another");
    dir.write("bench-1763822052124.csv", "of a third");
    const auto stem = write_bench_files(dir.path(), test::two_providers());
    BOOST_TEST_REQUIRE(stem.has_value());
    BOOST_TEST(*stem == dir / "bench-1763822052125");
    BOOST_TEST(test::read_file(dir / "bench-1763822052123.json") == "of another");
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_is_told_before)
{
    const test::temp_dir dir;
    dir.write("file", "");
    const auto ready = prepare_bench_folder(dir / "file/below");
    BOOST_TEST_REQUIRE(!ready.has_value());
    BOOST_TEST(ready.error().where.file == (dir / "file/below").string());
    const auto written = write_bench_files(dir / "absent", test::two_providers());
    BOOST_TEST_REQUIRE(!written.has_value());
    BOOST_TEST(written.error().message == "cannot write the report: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
