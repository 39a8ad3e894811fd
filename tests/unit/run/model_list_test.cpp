#include "engine/run/model_list.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;

BOOST_AUTO_TEST_SUITE(model_list)

BOOST_AUTO_TEST_CASE(a_list_is_read)
{
    const auto models = read_model_list(
        R"({"models":[{"name":"a","capabilities":["completion","tools"],"context_length":4096},{"name":"b"},{}]})");
    BOOST_REQUIRE(models.has_value());
    BOOST_REQUIRE(models->size() == 2U);
    BOOST_TEST((*models)[0].can("tools"));
    BOOST_TEST((*models)[0].context_length.value() == 4096U);
    BOOST_TEST((*models)[1].name == "b");
    BOOST_TEST(!(*models)[1].capabilities.has_value());
    for (const char* bad : {"", "[]", "{}", R"({"models":3})", "{"})
        BOOST_TEST((read_model_list(bad).error().code == errc::plugin_misbehaved), bad);
}

BOOST_AUTO_TEST_CASE(a_description_is_read)
{
    const auto about = read_description(R"({"capabilities":["embedding"],"context_length":0})", "m");
    BOOST_TEST(about->name == "m");
    BOOST_TEST(!about->can_chat());
    BOOST_TEST(!about->context_length.has_value()); // 0 is no length
    BOOST_TEST(!read_description("{}", "m")->capabilities.has_value());
    BOOST_TEST((read_description("3", "m").error().code == errc::plugin_misbehaved));
}

BOOST_AUTO_TEST_CASE(what_is_served_under_a_name)
{
    const std::vector<listed_model> models{
        {"llama3.1:8b"}, {"llama3.1:latest"}, {"qwen3:8b"}, {"claude-haiku-4-5-20251001"}, {"gpt-4o-2024-08-06"},
        {"gpt-4o-mini"}};
    const auto name = [&](std::string_view wanted) {
        const listed_model* found = find_model(models, wanted);
        return found == nullptr ? std::string("-") : found->name;
    };
    BOOST_TEST(name("llama3.1") == "llama3.1:latest");
    BOOST_TEST(name("llama3.1:8b") == "llama3.1:8b");
    BOOST_TEST(name("qwen3") == "-"); // a server knows no other tag than latest by itself
    BOOST_TEST(name("claude-haiku-4-5") == "claude-haiku-4-5-20251001");
    BOOST_TEST(name("gpt-4o") == "gpt-4o-2024-08-06");
    BOOST_TEST(name("gpt-4") == "-");
    BOOST_TEST(name("gpt") == "-");
}

BOOST_AUTO_TEST_CASE(who_can_chat_where_nobody_says)
{
    for (const char* name : {"qwen3:8b", "llama3.1", "gpt-4o"})
        BOOST_TEST((listed_model{name}.can_chat()), name);
    for (const char* name : {"nomic-embed-text", "mxbai-Embed-large", "bge-m3", "all-minilm", "whisper-1"})
        BOOST_TEST((!listed_model{name}.can_chat()), name);
    BOOST_TEST((!listed_model{"llama3.1", std::vector<std::string>{"embedding"}}.can_chat()));
    BOOST_TEST((listed_model{"embed-me", std::vector<std::string>{"completion"}}.can_chat()));
}

BOOST_AUTO_TEST_SUITE_END()
