#include "tests/unit/config/config_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow {
namespace {

BOOST_FIXTURE_TEST_SUITE(memory_configuration, test::config_fixture)

BOOST_AUTO_TEST_CASE(without_a_word_files_keep_memory_and_tasks_are_told_nothing)
{
    const auto made = load().memory;
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->plugin == "jsonl");
    BOOST_TEST(!made->configured);
    BOOST_TEST(made->settings.members.empty());
    BOOST_TEST((made->terms.context == context_mode::off));
    BOOST_TEST(made->terms.context_bytes == 16'384U);
    BOOST_TEST(made->terms.max_bytes.value() == 67'108'864U);
    BOOST_TEST(!made->terms.max_entries.has_value());
    BOOST_TEST(!made->terms.retention.has_value());
    BOOST_TEST((made->terms.compact == compaction::daily));
    BOOST_TEST(!made->terms.go_on);
}

BOOST_AUTO_TEST_CASE(all_of_it_can_be_said)
{
    project("memory: { plugin: jsonl, path: elsewhere, context: shared, context_bytes: 2048, retention: 30d, max_bytes: 0,\n"
            "          max_entries: 9, compact: never, on_error: continue }\n");
    const memory_choice made = load().memory.value();
    BOOST_TEST(made.configured);
    BOOST_TEST((made.terms.context == context_mode::shared));
    BOOST_TEST(made.terms.context_bytes == 2'048U);
    BOOST_TEST((made.terms.retention.value() == std::chrono::days(30)));
    BOOST_TEST(!made.terms.max_bytes.has_value());
    BOOST_TEST(made.terms.max_entries.value() == 9U);
    BOOST_TEST((made.terms.compact == compaction::never));
    BOOST_TEST(made.terms.go_on);
    BOOST_TEST_REQUIRE(made.settings.members.size() == 1U); // the rest is ours, not the plugin's
    BOOST_TEST(made.settings.find("path")->text == "elsewhere");
}

BOOST_AUTO_TEST_CASE(it_can_be_switched_off)
{
    for (const char* text : {"memory: off\n", "memory: false\n"})
    {
        project(text);
        BOOST_TEST(!load().memory.has_value());
    }
    project("memory:\n"); // a section whose lines are all commented out says nothing
    BOOST_TEST(load().memory.has_value());
    project("");
    flag("memory=off");
    BOOST_TEST(!load().memory.has_value());
}

BOOST_AUTO_TEST_CASE(what_is_off_cannot_be_set)
{
    project("memory: off\n");
    flag("memory.context=own");
    BOOST_TEST(fault() == "-c memory.context: memory is off, or no plugin keeps it, so there is nothing to set | "
                          "name one: -c memory.plugin=jsonl, or memory: { plugin: jsonl }");
}

BOOST_AUTO_TEST_CASE(another_plugin_takes_our_own_keys_over_but_no_settings)
{
    project("memory: { path: elsewhere, context: own }\n");
    flag("memory.plugin=sqlite");
    const memory_choice made = load().memory.value();
    BOOST_TEST(made.plugin == "sqlite");
    BOOST_TEST((made.terms.context == context_mode::own));
    BOOST_TEST(made.settings.members.empty());
    BOOST_TEST(origin(load(), "memory.context") == "\"own\" DIR/project/codex-flow.yaml:1:37");
}

BOOST_AUTO_TEST_CASE(the_originals_variables_choose_redis_and_say_where)
{
    environment["MEM_REDIS_URL"] = "redis://:hunter2@127.0.0.1:6379";
    BOOST_TEST(load().memory->settings.members.empty()); // it says nothing about files
    environment["MEM_BACKEND"] = "redis";
    environment["MEM_REDIS_PREFIX"] = "mem";
    environment["MEM_REDIS_TTL_DEFAULT"] = "7d";
    environment["MEM_REDIS_MAX_WINDOW"] = "200";
    const config made = load();
    BOOST_TEST(made.memory->plugin == "redis");
    BOOST_TEST(made.memory->configured);
    BOOST_TEST(made.memory->settings.find("url")->text == ""); // it may hold a password: only its name stands there
    BOOST_TEST(made.memory->settings.find("url_env")->text == "MEM_REDIS_URL");
    BOOST_TEST(made.memory->settings.find("prefix")->text == "mem");
    BOOST_TEST(made.memory->settings.find("ttl_default")->text == "7d");
    BOOST_TEST((made.memory->settings.find("max_window")->type == doc::kind::integer));
    BOOST_TEST(origin(made, "memory.url_env") == "\"MEM_REDIS_URL\" environment variable MEM_REDIS_URL");
    flag("memory.url=redis://other:1");
    BOOST_TEST(load().memory->settings.find("url")->text == "redis://other:1"); // flags come after variables
    environment["MEM_BACKEND"] = "file";
    environment.erase("MEM_REDIS_URL");
    BOOST_TEST(load().memory->plugin == "jsonl");
}

BOOST_AUTO_TEST_CASE(the_variables_also_serve_a_redis_that_a_file_chose)
{
    project("memory: { plugin: redis, url: 'redis://file:1' }\n");
    BOOST_TEST(load().memory->settings.find("url")->text == "redis://file:1");
    environment["MEM_REDIS_URL"] = "redis://127.0.0.1:6379";
    BOOST_TEST(load().memory->settings.find("url")->text == ""); // variables come after files
    BOOST_TEST(load().memory->settings.find("url_env")->text == "MEM_REDIS_URL");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_has_its_place)
{
    const std::pair<const char*, const char*> samples[]{
        {"memory: { context: all }\n", "1:20: memory.context cannot be 'all' | one of off, own, shared"},
        {"memory: { compact: hourly }\n", "1:20: memory.compact cannot be 'hourly' | one of daily, run, never"},
        {"memory: { on_error: ignore }\n", "1:21: memory.on_error cannot be 'ignore' | one of stop, continue"},
        {"memory: { context_bytes: 5 }\n", "1:26: memory.context_bytes must be at least 1024, not 5"},
        {"memory: on\n", "1:9: memory must be a mapping or off, not text | write { plugin: NAME }"},
    };
    for (const auto& [text, expected] : samples)
    {
        project(text);
        BOOST_TEST(fault().starts_with("DIR/project/codex-flow.yaml:" + std::string(expected)), fault());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
