#include "engine/memory/memory_entry.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace codexflow;
using namespace codexflow::memories;

namespace {

memory_entry full()
{
    memory_entry made;
    made.ts = "2026-11-22T14:34:12.123Z";
    made.alias = "reviewer";
    made.agent_id = "code-analyzer";
    made.session_id = made.run_id = "20261122T143412Z-4k2j9x";
    made.task_id = "reviewer-1";
    made.summary = "fine";
    made.ok = true;
    made.output = R"("fine\nand more")";
    made.expires = "2026-11-29T14:34:12.123Z";
    made.extra = R"({"a":[1.50]})";
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(memory_entries)

BOOST_AUTO_TEST_CASE(an_entry_survives_both_forms)
{
    const std::string document = entry_json(full());
    BOOST_TEST(entry_json(read_entry(document).value()) == document);
    const std::string line = original_line(full());
    BOOST_TEST(line ==
               R"({"ts":"2026-11-22T14:34:12.123Z","agentId":"code-analyzer","alias":"reviewer","namespace":"default",)"
               R"("sessionId":"20261122T143412Z-4k2j9x","taskId":"reviewer-1","runId":"20261122T143412Z-4k2j9x","summary":"fine",)"
               R"("ok":true,"output":"fine\nand more","expiresAt":"2026-11-29T14:34:12.123Z","a":[1.50]})");
    BOOST_TEST(original_line(read_original_line(line).value()) == line);
    BOOST_TEST(entry_json(read_original_line(line).value()) == document);
}

BOOST_AUTO_TEST_CASE(what_is_absent_stays_absent)
{
    const std::string line = R"({"ts":"2025-09-19T07:11:53.019Z","agentId":"unit-agent","summary":"one"})";
    BOOST_TEST(original_line(read_original_line(line).value()) == line);
}

BOOST_AUTO_TEST_CASE(what_an_entry_says)
{
    memory_entry entry = full();
    BOOST_TEST(text_of(entry) == "fine\nand more");
    entry.output = R"({"note":"no-op"})";
    BOOST_TEST(text_of(entry) == R"({"note":"no-op"})");
    entry.output = "\"\"";
    BOOST_TEST(text_of(entry) == "fine");
    entry.output = "null";
    BOOST_TEST(text_of(entry) == "fine");
    entry.output.clear();
    BOOST_TEST(text_of(entry) == "fine");
}

BOOST_AUTO_TEST_CASE(what_is_no_entry_is_refused)
{
    for (const char* line : {"", "[]", "{", R"({"agentId":"a"})", R"({"ts":"yesterday","agentId":"a"})", R"({"ts":"2025-09-19T07:11:53.019Z"})"})
    {
        const auto read = read_original_line(line);
        BOOST_REQUIRE(!read.has_value());
        BOOST_TEST((read.error().code == errc::invalid_argument));
    }
    BOOST_TEST((read_entry("1").error().code == errc::protocol));
}

BOOST_AUTO_TEST_CASE(every_line_of_the_original_is_read_and_written_back)
{
    const std::filesystem::path folder = std::filesystem::path(CODEXFLOW_SHARED_DIR) / "data/codex-flow/data/memory";
    if (!std::filesystem::exists(folder))
    {
        BOOST_TEST_MESSAGE("SKIPPED: " << folder << " is absent");
        return;
    }
    std::size_t lines = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder))
    {
        std::ifstream in(file.path());
        for (std::string line; std::getline(in, line); ++lines)
        {
            const auto entry = read_original_line(line);
            BOOST_REQUIRE_MESSAGE(entry.has_value(), file.path() << ": " << to_string(entry.error()));
            BOOST_TEST(entry_json(read_entry(entry_json(*entry)).value()) == entry_json(*entry));
            BOOST_TEST(!text_of(*entry).empty());
            // The known members keep their values; only the order of members may differ.
            BOOST_TEST(original_line(read_original_line(original_line(*entry)).value()) == original_line(*entry));
        }
    }
    BOOST_TEST(lines == 82U);
}

BOOST_AUTO_TEST_SUITE_END()
