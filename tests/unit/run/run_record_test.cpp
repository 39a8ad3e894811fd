#include "engine/run/run_record.hpp"

#include "engine/base/document_builder.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow;

BOOST_AUTO_TEST_SUITE(run_record_suite)

BOOST_AUTO_TEST_CASE(what_is_written_is_read)
{
    run_record record{"run-1", "-"};
    record.invocation = doc::mapping_builder().set("--file", std::vector<std::string>{"-"}).take();
    record.work = doc::make(std::vector<std::string>{"one", "two"});
    record.git_base = "abc";
    record.basis = {{"tasks.a-1", "'a: go'", "sha256:1"}, {"config.model", "", "sha256:2"}};
    const test::temp_dir dir;
    const auto read = read_run_record(dir.write("run.json", write_run_record(record)));
    BOOST_REQUIRE(read);
    BOOST_TEST(read->run_id == "run-1");
    BOOST_TEST(read->source == "-");
    BOOST_TEST(read->invocation.find("--file")->items.at(0).text == "-");
    BOOST_TEST(read->work.items.size() == 2U);
    BOOST_TEST(read->git_base == "abc");
    BOOST_REQUIRE(read->basis.size() == 2U);
    BOOST_TEST(read->basis[0].shown == "'a: go'");
    BOOST_TEST(read->basis[1].digest == "sha256:2");
    BOOST_TEST(differences(record.basis, read->basis).empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_record_is_refused)
{
    const test::temp_dir dir;
    BOOST_TEST((read_run_record(dir / "none.json").error().code == errc::not_found));
    for (const char* text : {"", "[]", "{}", R"({"version":2,"basis":[]})", R"({"version":1})"})
        BOOST_TEST(!read_run_record(dir.write("run.json", text)), text);
}

BOOST_AUTO_TEST_CASE(differences_are_told_in_words)
{
    const std::vector<basis_item> before{{"a", "1", "x"}, {"b", "1", "x"}, {"c", "", "x"}, {"d", "old", "x"}};
    const std::vector<basis_item> now{{"a", "1", "x"}, {"b", "2", "y"}, {"c", "", "y"}, {"e", "new", "z"}};
    const std::vector<std::string> told = differences(before, now);
    const std::vector<std::string> expected{"b: 1 became 2", "c is not as it was", "e is new: new", "d is gone: it was old"};
    BOOST_TEST(told == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_long_value_is_cut_where_it_is_told)
{
    const std::string longer = std::string(95, 'a') + "\xC3\xA4" + std::string(10, 'b');
    const auto told = differences({{"a", "short", "x"}}, {{"a", longer, "y"}});
    BOOST_TEST_REQUIRE(told.size() == 1U);
    BOOST_TEST(told.front() == "a: short became " + std::string(95, 'a') + "...");
}

BOOST_AUTO_TEST_CASE(what_was_written_is_what_it_is_compared_with)
{
    const test::temp_dir dir;
    run_record record;
    record.basis = {{"a", std::string(500, 'a'), "x"}};
    const auto read = read_run_record(dir.write("run.json", write_run_record(record)));
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->basis.front().shown.size() == 99U);
    const auto told = differences(read->basis, {{"a", std::string(500, 'a'), "y"}});
    BOOST_TEST_REQUIRE(told.size() == 1U);
    BOOST_TEST(told.front() == "a is not as it was");
}

BOOST_AUTO_TEST_SUITE_END()
