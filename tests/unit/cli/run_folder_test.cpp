#include "cli/run_folder.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using codexflow::cli::find_journal;

namespace {

struct fixture
{
    test::temp_dir dir;
    const std::filesystem::path runs = dir / "runs";

    void make(const std::string& id) { dir.write("runs/" + id + "/journal.jsonl", ""); }
    std::string found(const std::optional<std::string>& named) const
    {
        const auto path = find_journal(runs, named);
        return path ? path->lexically_relative(dir.path()).string()
                    : path.error().message + " | " + path.error().hint;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(run_folder, fixture)

BOOST_AUTO_TEST_CASE(without_a_name_the_latest)
{
    BOOST_TEST(found({}) == "there is no run in " + runs.string() + " | make one: codex-flow run --example");
    make("20261122T143412Z-bbb");
    make("20261123T000000Z-aaa");
    make("20251231T235959Z-zzz");
    dir.write("runs/reviewer/t1/output.json", "{}"); // artifacts of tasks lie beside the runs
    BOOST_TEST(found({}) == "runs/20261123T000000Z-aaa/journal.jsonl");
}

BOOST_AUTO_TEST_CASE(by_id_or_the_start_of_one)
{
    make("20261122T14-aaa");
    make("20261122T14-aab");
    make("20261122T14-aa");
    make("20261123T00-xyz");
    BOOST_TEST(found("20261122T14-aaa") == "runs/20261122T14-aaa/journal.jsonl");
    BOOST_TEST(found("20261123") == "runs/20261123T00-xyz/journal.jsonl");
    BOOST_TEST(found("20261122T14-aa") == "runs/20261122T14-aa/journal.jsonl",
               "an exact id is never ambiguous");
    BOOST_TEST(found("20261122T14-a") == "several runs begin with '20261122T14-a' | "
                                         "one of: 20261122T14-aa, 20261122T14-aaa, 20261122T14-aab");
    BOOST_TEST(found("20261123T00-xyy").ends_with("| did you mean '20261123T00-xyz'?"));
    BOOST_TEST(found("").starts_with("there is no run and no journal ''"));
}

BOOST_AUTO_TEST_CASE(by_path)
{
    make("r1");
    BOOST_TEST(find_journal("nowhere", (runs / "r1").string()).value() == runs / "r1/journal.jsonl");
    BOOST_TEST(find_journal("nowhere", (runs / "r1/journal.jsonl").string()).value() ==
               runs / "r1/journal.jsonl");
}

BOOST_AUTO_TEST_SUITE_END()
