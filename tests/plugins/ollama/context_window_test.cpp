#include "plugins/ollama/context_window.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

using namespace codexflow;
using ollama::choose_window;

namespace {

ollama::prompt_estimate estimate(std::string_view request)
{
    json::document doc;
    BOOST_REQUIRE_MESSAGE(doc.parse(request), doc.error().message);
    return ollama::estimate_prompt(doc.root());
}

ollama::window_bounds bounds(std::uint64_t smallest, std::uint64_t largest,
                             std::optional<std::uint64_t> model = std::nullopt)
{
    return {smallest, largest, model};
}

} // namespace

BOOST_AUTO_TEST_SUITE(ollama_context_window)

BOOST_AUTO_TEST_CASE(everything_that_is_sent_is_counted)
{
    const std::string text(3000, 'x');
    BOOST_TEST(estimate(R"({"system":")" + text + R"(","messages":[]})").tokens == 1008U);
    BOOST_TEST(estimate(R"({"messages":[{"role":"user","content":")" + text + R"("}]})").tokens == 1016U);
    BOOST_TEST(estimate(R"({"tools":[{"name":")" + text + R"("}]})").bytes == 3011U);
    BOOST_TEST(
        estimate(
            R"({"messages":[{"role":"assistant","content":"","tool_calls":[{"id":"a","name":"f","arguments":")" +
            text + R"("}]}]})")
            .bytes == 3003U);
    BOOST_TEST(estimate("{}").bytes == 0U);
}

BOOST_AUTO_TEST_CASE(windows_come_in_steps)
{
    const ollama::window_bounds wide = bounds(4096, 1'000'000);
    BOOST_TEST(choose_window(0, std::nullopt, wide) == 4096U);
    BOOST_TEST(choose_window(2048, std::nullopt, wide) == 4096U);
    BOOST_TEST(choose_window(2049, std::nullopt, wide) == 6144U);
    BOOST_TEST(choose_window(4096, std::nullopt, wide) == 6144U);
    BOOST_TEST(choose_window(4097, std::nullopt, wide) == 8192U);
    BOOST_TEST(choose_window(8000, std::nullopt, wide) == 12288U);
    BOOST_TEST(choose_window(14000, std::nullopt, wide) == 16384U);
    for (std::uint64_t prompt = 0; prompt < 200'000; prompt += 777)
    {
        const std::uint64_t window = choose_window(prompt, std::nullopt, wide);
        BOOST_TEST(window >= prompt + 2048);
        BOOST_TEST(window % 2048 == 0U);
        BOOST_TEST(window <= std::max<std::uint64_t>(4096, (prompt + 2048) * 3 / 2), prompt);
    }
}

BOOST_AUTO_TEST_CASE(the_answer_takes_its_room)
{
    BOOST_TEST(choose_window(2000, 10'000, bounds(4096, 32768)) == 12288U);
    BOOST_TEST(choose_window(4000, 10, bounds(4096, 32768)) == 4096U);
    BOOST_TEST(choose_window(4000, UINT64_MAX, bounds(4096, 32768)) == 32768U);
}

BOOST_AUTO_TEST_CASE(bounds_hold)
{
    BOOST_TEST(choose_window(100'000, std::nullopt, bounds(4096, 32768)) == 32768U);
    BOOST_TEST(choose_window(0, std::nullopt, bounds(16000, 32768)) == 16000U);
    BOOST_TEST(choose_window(0, std::nullopt, bounds(4096, 2048)) == 2048U); // the largest goes before
    BOOST_TEST(choose_window(20'000, std::nullopt, bounds(4096, 32768, 8192)) == 8192U);
    BOOST_TEST(choose_window(0, std::nullopt, bounds(4096, 32768, 2048)) == 2048U);
    BOOST_TEST(choose_window(20'000, std::nullopt, bounds(4096, 32768, 131072)) == 24576U);
    BOOST_TEST(choose_window(0, std::nullopt, bounds(4096, 32768, 0)) == 4096U); // 0 is no length
}

BOOST_AUTO_TEST_CASE(a_full_window_is_a_warning)
{
    const ollama::prompt_estimate prompt{30'000, 10'000};
    const auto warning = ollama::truncation_warning(prompt, 8192, 8192);
    BOOST_REQUIRE(warning.has_value());
    BOOST_TEST(warning->code == "context_truncated");
    BOOST_TEST(
        warning->message ==
        "the prompt was cut to fit: the server read 8192 tokens of about 10000 tokens, the context window "
        "is 8192 tokens (num_ctx); raise max_num_ctx, or options.num_ctx if it is set");
    BOOST_TEST(ollama::truncation_warning(prompt, 8180, 8192).has_value());
    BOOST_TEST(!ollama::truncation_warning(prompt, 7900, 8192).has_value());
    BOOST_TEST(!ollama::truncation_warning(prompt, 9, 0).has_value()); // unknown window
}

BOOST_AUTO_TEST_CASE(without_a_count_only_a_prompt_far_too_long_is_a_warning)
{
    BOOST_TEST(!ollama::truncation_warning({30'000, 10'000}, std::nullopt, 8192).has_value());
    const auto warning = ollama::truncation_warning({60'000, 20'000}, std::nullopt, 8192);
    BOOST_REQUIRE(warning.has_value());
    BOOST_TEST(warning->message.find("about 20000 tokens were sent") != std::string::npos, warning->message);
    BOOST_TEST(
        ollama::truncation_warning({60'000, 20'000}, 5000, 8192).has_value()); // old messages were left out
}

BOOST_AUTO_TEST_SUITE_END()
