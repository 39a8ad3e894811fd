#include "engine/memory/memory_calls.hpp"

#include <codexflow/remembering_requests.hpp>

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::memories;

namespace {

constexpr std::string_view now = "2026-11-22T14:34:12.123Z";

} // namespace

BOOST_AUTO_TEST_SUITE(memory_calls)

BOOST_AUTO_TEST_CASE(requests_hold_what_is_given)
{
    entry_query asked;
    asked.which.alias = "a";
    asked.which.name_space = "n";
    asked.which.before = "2026-11-22T00:00:00.000Z";
    asked.limit = 7;
    asked.max_bytes = 100;
    BOOST_TEST(query_request(asked, now) ==
               R"({"alias":"a","namespace":"n","before":"2026-11-22T00:00:00.000Z","limit":7,"max_bytes":100,"now":"2026-11-22T14:34:12.123Z"})");
    BOOST_TEST(append_request({R"({"ts":"x"})", "{}"}) == R"({"entries":[{"ts":"x"},{}]})");
    BOOST_TEST(list_request(now) == R"({"now":"2026-11-22T14:34:12.123Z"})");
    BOOST_TEST(forget_request({"a", "", "", "", "", "r", "", "", ""}, now) == R"({"alias":"a","run_id":"r","now":"2026-11-22T14:34:12.123Z"})");
    BOOST_TEST(compact_request({std::chrono::milliseconds(5), 6, 7}, now) ==
               R"({"now":"2026-11-22T14:34:12.123Z","default_ttl_ms":5,"max_bytes":6,"max_entries":7})");
}

BOOST_AUTO_TEST_CASE(the_boundary_reads_them)
{
    entry_query asked;
    asked.which.text = "two words";
    const auto read = remembering::read_query(query_request(asked, now));
    (void)read;
    remembering::read_list(list_request(now));
    remembering::read_bounds(compact_request({}, now));
    BOOST_CHECK_THROW(remembering::read_forget(forget_request({}, now)), failure);
    BOOST_TEST(!entry_filter{}.any());
    BOOST_TEST(asked.which.any());
}

BOOST_AUTO_TEST_CASE(answers_are_read)
{
    BOOST_TEST(read_appended(R"({"appended":3})").value() == 3U);
    const auto end = read_query_end(R"({"count":2,"truncated":true,"damaged":1})").value();
    BOOST_TEST(end.count == 2U);
    BOOST_TEST(end.truncated);
    BOOST_TEST(end.damaged == 1U);
    const auto all = read_summary(R"({"aliases":[{"alias":"a","agent_ids":["x","y"],"entries":4,"bytes":5,"oldest":"o","newest":"n"}],"damaged":6})").value();
    BOOST_REQUIRE(all.aliases.size() == 1U);
    BOOST_TEST(all.aliases[0].agent_ids.size() == 2U);
    BOOST_TEST(all.aliases[0].entries == 4U);
    BOOST_TEST(all.aliases[0].newest == "n");
    BOOST_TEST(all.damaged == 6U);
    BOOST_TEST(read_forgotten(R"({"forgotten":9})").value() == 9U);
    BOOST_TEST(read_compaction(R"({"removed":1,"kept":2,"bytes_before":3,"bytes_after":4})").value().bytes_after == 4U);
}

BOOST_AUTO_TEST_CASE(answers_that_say_something_else_are_refused)
{
    BOOST_TEST((read_appended("{}").error().code == errc::protocol));
    BOOST_TEST((read_appended(R"({"appended":-1})").error().code == errc::protocol));
    BOOST_TEST((read_query_end("").error().code == errc::protocol));
    BOOST_TEST((read_summary(R"({"aliases":{}})").error().code == errc::protocol));
    BOOST_TEST((read_forgotten("[]").error().code == errc::protocol));
    BOOST_TEST(read_compaction("null").error().message == "the answer to compact has no 'removed'");
}

BOOST_AUTO_TEST_SUITE_END()
