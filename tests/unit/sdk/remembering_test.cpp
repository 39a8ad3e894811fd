#include <codexflow/remembering.hpp>
#include <codexflow/remembering_requests.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>

namespace remembering = codexflow::remembering;
using codexflow::failure;
using remembering::entry;

namespace {

entry entry_of(std::string_view json)
{
    codexflow::json::document document;
    BOOST_REQUIRE(document.parse(json));
    return remembering::read_entry(document.root());
}

constexpr std::string_view whole =
    R"({"ts":"2025-09-18T11:52:31.366Z","alias":"writer","agent_id":"coder","namespace":"default","session_id":"s",)"
    R"("task_id":"t","run_id":"r","summary":"done","ok":true,"output":{"a":[1.0,"x"]},"expires":"2025-09-19T00:00:00.000Z",)"
    R"("extra":{"z": 1.50}})";

constexpr std::int64_t noon = 1758196800000; // 2025-09-18T12:00:00Z

bool fits(std::string_view filter, std::string_view json)
{
    const std::string request =
        R"({"limit":5,"now":"2025-09-18T12:00:00.000Z")" + std::string(filter.empty() ? "" : ",") + std::string(filter) + '}';
    return remembering::read_query(request).by.fits(entry_of(json));
}

bool refused(const std::function<void()>& read)
{
    try
    {
        read();
    }
    catch (const failure& why)
    {
        return why.status() == CFLOW_E_INVALID;
    }
    return false;
}

} // namespace

BOOST_AUTO_TEST_SUITE(what_is_remembered)

BOOST_AUTO_TEST_CASE(an_entry_there_and_back)
{
    BOOST_TEST(entry_of(whole).json() == whole);
    constexpr std::string_view least = R"({"ts":"2025-09-18T11:52:31.366Z","agent_id":"coder"})";
    const entry old = entry_of(least);
    BOOST_TEST(old.json() == least); // what was absent stays absent
    BOOST_TEST(old.owner() == "coder");
    BOOST_TEST(old.id("namespace") == "default");
    constexpr std::string_view empty = R"({"ts":"2025-09-18T11:52:31.366Z","alias":"a","summary":"","ok":false,"output":""})";
    BOOST_TEST(entry_of(empty).json() == empty);
}

BOOST_AUTO_TEST_CASE(what_is_no_entry)
{
    for (const std::string_view bad : {R"([])", R"({})", R"({"alias":"a"})", R"({"ts":"yesterday","alias":"a"})",
                                       R"({"ts":"2025-09-18T11:52:31Z"})", R"({"ts":"2025-09-18T11:52:31Z","alias":1})",
                                       R"({"ts":"2025-09-18T11:52:31Z","alias":"a","expires":"never"})"})
        BOOST_TEST(refused([bad] { entry_of(bad); }), bad);
}

BOOST_AUTO_TEST_CASE(filters)
{
    BOOST_TEST(fits("", whole));
    BOOST_TEST(fits(R"("alias":"writer","agent_id":"coder","task_id":"t","run_id":"r","session_id":"s","namespace":"default")", whole));
    BOOST_TEST(!fits(R"("alias":"coder")", whole));
    BOOST_TEST(!fits(R"("namespace":"other")", whole));
    BOOST_TEST(fits(R"("alias":"coder")", R"({"ts":"2025-09-18T11:52:31.366Z","agent_id":"coder"})"));
    BOOST_TEST(fits(R"("since":"2025-09-18T11:52:31.366Z")", whole));
    BOOST_TEST(!fits(R"("since":"2025-09-18T11:52:31.367Z")", whole));
    BOOST_TEST(fits(R"("before":"2025-09-18T11:52:31.367Z")", whole));
    BOOST_TEST(!fits(R"("before":"2025-09-18T11:52:31.366Z")", whole));
    BOOST_TEST(fits(R"("text":"DON X")", whole));
    BOOST_TEST(!fits(R"("text":"one")", whole));
    BOOST_TEST(!fits("", R"({"ts":"2025-09-18T11:52:31.366Z","alias":"a","expires":"2025-09-18T12:00:00.000Z"})"));
    BOOST_TEST(fits("", R"({"ts":"2025-09-18T11:52:31.366Z","alias":"a","expires":"2025-09-18T12:00:00.001Z"})"));
}

BOOST_AUTO_TEST_CASE(what_is_searched_is_text_and_no_json)
{
    const entry one = entry_of(R"({"ts":"2025-09-18T11:52:31Z","alias":"a","summary":"S","output":"line\nNext \u00c4\"q\""})");
    BOOST_TEST(remembering::searchable(one) == "s line\nnext ä\"q\" ");
    const entry other = entry_of(R"({"ts":"2025-09-18T11:52:31Z","alias":"a","output":{"Key":["V",12,true]}})");
    BOOST_TEST(remembering::searchable(other) == " key v 12 ");
}

BOOST_AUTO_TEST_CASE(when_entries_are_over)
{
    const entry plain = entry_of(R"({"ts":"2025-09-18T11:59:00Z","alias":"a"})");
    BOOST_TEST(!remembering::expired(plain, noon));
    BOOST_TEST(!remembering::expired(plain, noon, 60'001));
    BOOST_TEST(remembering::expired(plain, noon, 60'000));
    const entry later = entry_of(R"({"ts":"2025-09-18T13:00:00Z","alias":"a"})"); // a clock that was set back
    BOOST_TEST(!remembering::expired(later, noon, 1));
    const entry said = entry_of(R"({"ts":"2025-09-18T11:59:00Z","alias":"a","expires":"2025-09-20T00:00:00Z"})");
    BOOST_TEST(!remembering::expired(said, noon, 1));
}

BOOST_AUTO_TEST_CASE(requests_that_do_not_hold)
{
    const std::string now = R"("now":"2025-09-18T12:00:00.000Z")";
    for (const std::string& bad : {std::string("[]"), "{" + now + "}", R"({"limit":0,)" + now + "}", R"({"limit":100001,)" + now + "}",
                                   std::string(R"({"limit":1})"), R"({"limit":1,"since":"x",)" + now + "}",
                                   R"({"limit":1,"text":"--",)" + now + "}", R"({"limit":1,"alias":7,)" + now + "}",
                                   R"({"limit":1,"max_bytes":-1,)" + now + "}"})
        BOOST_TEST(refused([&] { remembering::read_query(bad); }), bad);
    BOOST_TEST(refused([&] { remembering::read_forget("{" + now + "}"); }));
    BOOST_TEST(refused([&] { remembering::read_forget(R"({"limit":5,"alias":"",)" + now + "}"); }));
    BOOST_TEST(!refused([&] { remembering::read_forget(R"({"alias":"a",)" + now + "}"); }));
    const auto over = entry_of(R"({"ts":"2025-09-18T11:52:31Z","alias":"a","expires":"2025-09-18T11:52:32Z"})");
    BOOST_TEST(remembering::read_forget(R"({"alias":"a",)" + now + "}").fits(over)); // hidden, and forgotten all the same
    BOOST_TEST(refused([&] { remembering::read_append(R"({"entries":[{"ts":"2025-09-18T11:52:31Z"}]})"); }));
    BOOST_TEST(refused([&] { remembering::read_bounds("{}"); }));
    BOOST_TEST(refused([&] { remembering::read_list("{}"); }));
}

BOOST_AUTO_TEST_CASE(a_window_ends_at_its_limits)
{
    remembering::query asked;
    asked.limit = 2;
    remembering::window two(asked);
    BOOST_TEST(two.take(10));
    BOOST_TEST(two.take(10));
    BOOST_TEST(two.full());
    BOOST_TEST(!two.take(1));
    BOOST_TEST(!two.so_far().truncated);
    asked.max_bytes = 15;
    remembering::window small(asked);
    BOOST_TEST(small.take(10));
    BOOST_TEST(!small.take(6));
    BOOST_TEST(!small.take(1)); // nothing behind what did not fit
    small.damaged();
    BOOST_TEST(remembering::to_json(small.so_far()) == R"({"count":1,"bytes":10,"truncated":true,"damaged":1})");
}

BOOST_AUTO_TEST_SUITE_END()
