// Which provider answers when nobody has chosen one, by table.
#include "engine/run/default_provider.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow;

namespace {

provider_facts server(std::string name, std::string model, bool written = false, bool model_written = false)
{
    provider_facts made;
    made.name = std::move(name);
    made.plugin = "ollama";
    made.model = std::move(model);
    made.address = "http://" + made.name;
    made.plugin_found = true;
    made.written = written;
    made.model_written = model_written;
    made.own_server = true;
    return made;
}

provider_facts keyed(std::string name, bool set, bool written = false)
{
    provider_facts made;
    made.name = std::move(name);
    made.plugin = "openai";
    made.model = "m";
    made.keys = {{"KEY_OF_" + made.name, set}};
    made.plugin_found = true;
    made.written = written;
    return made;
}

provider_facts offline()
{
    provider_facts made;
    made.name = made.plugin = "offline";
    made.plugin_found = true;
    return made;
}

const server_answer refused{"connection refused"};
server_answer has(std::vector<std::string> models)
{
    server_answer made;
    for (std::string& name : models)
        made.models.push_back({std::move(name)});
    return made;
}

struct row
{
    const char* what;
    std::vector<provider_facts> providers;
    std::map<std::string, server_answer> answers;
    std::string wanted;
    const char* provider; ///< "": none.
    const char* model;
};

const std::vector<provider_facts> built_in{keyed("anthropic", false), offline(), server("ollama", "llama3.1"),
                                           keyed("openai", false)};

std::vector<provider_facts> with_keys(bool anthropic, bool openai)
{
    return {keyed("anthropic", anthropic), offline(), server("ollama", "llama3.1"), keyed("openai", openai)};
}

const std::vector<row> rows{
    {"nothing there", built_in, {{"ollama", refused}}, "", "", ""},
    {"nothing asked, nothing set", built_in, {}, "", "", ""},
    {"the built-in model is there", built_in, {{"ollama", has({"qwen3", "llama3.1:latest"})}}, "", "ollama", ""},
    {"another model is there", built_in, {{"ollama", has({"qwen3:8b", "phi4"})}}, "", "ollama", "qwen3:8b"},
    {"one for embeddings is passed over", built_in, {{"ollama", has({"nomic-embed-text", "phi4"})}}, "", "ollama", "phi4"},
    {"only one for embeddings", built_in, {{"ollama", has({"nomic-embed-text"})}}, "", "", ""},
    {"no model at all", built_in, {{"ollama", has({})}}, "", "", ""},
    {"a server goes before a key", with_keys(true, true), {{"ollama", has({"phi4"})}}, "", "ollama", "phi4"},
    {"a key, no server", with_keys(false, true), {{"ollama", refused}}, "", "openai", ""},
    {"two keys, by name", with_keys(true, true), {{"ollama", refused}}, "", "anthropic", ""},
    {"an empty server yields to a key", with_keys(false, true), {{"ollama", has({})}}, "", "openai", ""},
    {"the named model is there", built_in, {{"ollama", has({"qwen3:8b", "phi4"})}}, "phi4", "ollama", ""},
    {"the named model is not there", built_in, {{"ollama", has({"qwen3:8b"})}}, "gpt-4o", "", ""},
    {"the named model may be the key's", with_keys(false, true), {{"ollama", has({"qwen3:8b"})}}, "gpt-4o", "openai", ""},
    {"a written model is not replaced", {server("ollama", "mine", false, true)}, {{"ollama", has({"phi4"})}}, "", "", ""},
    {"written servers first", {server("ollama", "llama3.1"), server("zoo", "", true)},
     {{"ollama", has({"llama3.1"})}, {"zoo", has({"tiger"})}}, "", "zoo", "tiger"},
    {"written keys first", {keyed("anthropic", true), keyed("work", true, true)}, {}, "", "work", ""},
};

} // namespace

BOOST_AUTO_TEST_SUITE(default_provider)

BOOST_AUTO_TEST_CASE(the_table)
{
    for (const row& one : rows)
    {
        BOOST_TEST_CONTEXT(one.what)
        {
            const default_search found = choose_default(one.providers, one.answers, one.wanted);
            BOOST_TEST((found.chosen ? found.chosen->provider : "") == one.provider);
            BOOST_TEST((found.chosen ? found.chosen->model : "") == one.model);
            BOOST_TEST((!found.chosen || !found.chosen->reason.empty()));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_script_is_never_taken)
{
    const default_search found = choose_default({offline()}, {{"offline", has({"offline-script"})}}, "");
    BOOST_TEST(!found.chosen.has_value());
    BOOST_TEST(servers_to_ask({offline()}).empty());
}

BOOST_AUTO_TEST_CASE(what_was_tried_is_told)
{
    const default_search found = choose_default(built_in, {{"ollama", refused}}, "");
    BOOST_REQUIRE(found.tried.size() == 3U);
    BOOST_TEST(found.tried[0] == "ollama at http://ollama: connection refused");
    BOOST_TEST(found.tried[1] == "anthropic: KEY_OF_anthropic is not set");
    BOOST_TEST(found.tried[2] == "openai: KEY_OF_openai is not set");
    const default_search misnamed = choose_default(built_in, {{"ollama", has({"qwen3:8b"})}}, "qwen3:8");
    BOOST_TEST(misnamed.tried[0] ==
               "ollama at http://ollama: it has not the model 'qwen3:8'; did you mean 'qwen3:8b'?");
}

BOOST_AUTO_TEST_CASE(who_may_be_asked)
{
    std::vector<provider_facts> all{server("a", ""), keyed("b", true), server("z", "", true)};
    all[0].plugin_found = false;
    const auto asked = servers_to_ask(all);
    BOOST_REQUIRE(asked.size() == 1U);
    BOOST_TEST(asked[0]->name == "z");
}

BOOST_AUTO_TEST_SUITE_END()
