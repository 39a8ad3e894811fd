// What the memory "redis" is made of, and what it does with servers that are not there, do not let it in, or go away.
#include "plugins/redis/address.hpp"
#include "plugins/redis/connection.hpp"
#include "plugins/redis/keys.hpp"
#include "plugins/redis/settings.hpp"
#include "tests/plugins/memory/memory_case.hpp"
#include "tests/plugins/memory/redis_server.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <random>

namespace redis = codexflow::redis;
namespace remembering = codexflow::remembering;
using codexflow::failure;
using codexflow::test::backends;
using codexflow::test::entry_json;
using codexflow::test::free_port;
using codexflow::test::memory_answer;
using codexflow::test::memory_case;
using codexflow::test::memory_client;
using codexflow::test::redis_server;

namespace {

/// Sets a variable of ours for as long as it lives.
struct variable
{
    variable(const char* name_, const std::string& value) : name(name_) { ::setenv(name, value.c_str(), 1); }
    ~variable() { ::unsetenv(name); }
    variable(const variable&) = delete;
    variable& operator=(const variable&) = delete;
    const char* name;
};

/// The failure that @p f throws.
template <class F> failure refusal(F&& f)
{
    try
    {
        f();
    }
    catch (const failure& why)
    {
        return why;
    }
    BOOST_FAIL("it was not refused");
    return failure(CFLOW_OK, "");
}

remembering::entry entry_of(std::string agent, std::string alias, std::string session = {})
{
    remembering::entry made;
    made.agent_id = std::move(agent);
    made.alias = std::move(alias);
    made.session_id = std::move(session);
    return made;
}

bool skipped()
{
    if (!redis_server::installed())
        std::cout << "SKIPPED: redis-server is not installed\n";
    return !redis_server::installed();
}

std::string plugin() { return std::string(backends[2].plugin); }

struct with_redis : memory_case
{
    with_redis() : memory_case(backends[2])
    {
        BOOST_REQUIRE(backends[2].name == "redis");
        if (there())
            direct = std::make_unique<redis::connection>(redis::read_address(redis_server::common().url()), std::chrono::seconds(5));
    }
    redis::reply send(const redis::command& one) { return direct->send(one); }
    std::string prefix() { return member(place().settings(), "prefix"); }

    std::unique_ptr<redis::connection> direct;
};

const std::string one_entry = R"({"entries":[)" + entry_json(1, "a", "x") + "]}";

} // namespace

BOOST_AUTO_TEST_SUITE(redis_parts)

BOOST_AUTO_TEST_CASE(addresses)
{
    const redis::address plain = redis::read_address("redis://example.org");
    BOOST_TEST(plain.host == "example.org");
    BOOST_TEST(plain.port == 6379);
    const redis::address full = redis::read_address("redis://us%40er:p%3Aw@d@[::1]:7000/12?x=y");
    BOOST_TEST(full.username == "us@er");
    BOOST_TEST(full.password == "p:w@d");
    BOOST_TEST(full.host == "::1");
    BOOST_TEST(full.port == 7000);
    BOOST_TEST(full.database == 12);
    BOOST_TEST(full.shown() == "[::1]:7000");
    BOOST_TEST(redis::read_address("redis://:secret@h:1").password == "secret");
    BOOST_TEST(redis::read_address("unix:/run/r.sock").socket == "/run/r.sock");
    BOOST_TEST(redis::read_address("unix:///run/r.sock").shown() == "/run/r.sock");
    for (const std::string_view bad : {"", "http://h", "redis://h:0", "redis://h:x", "redis://h:70000", "redis://h/db", "redis://[::1", "unix:rel"})
        BOOST_TEST(refusal([bad] { redis::read_address(bad); }).status() == CFLOW_E_INVALID, bad);
    const failure secret = refusal([] { redis::read_address("redis://u:hunter2@h:x"); });
    BOOST_TEST(secret.document().find("hunter2") == std::string::npos);
    BOOST_TEST(refusal([] { redis::read_address("rediss://h"); }).status() == CFLOW_E_UNSUPPORTED);
}

BOOST_AUTO_TEST_CASE(settings_and_variables)
{
    BOOST_TEST(redis::read_redis_settings("{}").server.shown() == "127.0.0.1:6379");
    const auto given = redis::read_redis_settings(
        R"({"url":"redis://h:1","username":"me","prefix":"p","ttl_default":"2H","max_window":7,"timeout":"250ms"})");
    BOOST_TEST(given.server.shown() == "h:1");
    BOOST_TEST(given.server.username == "me");
    BOOST_TEST(given.ttl_default.count() == 7200);
    BOOST_TEST(given.max_window == 7);
    BOOST_TEST(given.timeout.count() == 250);
    const variable url("MEM_REDIS_URL", "redis://:pw@fromenv:2");
    BOOST_TEST(redis::read_redis_settings("{}").server.host == "fromenv");
    BOOST_TEST(redis::read_redis_settings("{}").server.password == "pw");
    BOOST_TEST(redis::read_redis_settings(R"({"url":"redis://h:1"})").server.host == "h");
    BOOST_TEST(redis::read_redis_settings(R"({"url":"redis://h:1","url_env":"MEM_REDIS_URL"})").server.host == "h");
    BOOST_TEST(redis::read_redis_settings(R"({"url":"","url_env":"MEM_REDIS_URL"})").server.host == "fromenv");
    BOOST_TEST(redis::read_redis_settings(R"({"url_env":"NOT_SET"})").server.host == "127.0.0.1");
    const variable password("MEM_REDIS_PASSWORD", "other");
    BOOST_TEST(redis::read_redis_settings(R"({"url":"redis://h:1"})").server.password == "other");
    const failure open = refusal([] { redis::read_redis_settings(R"({"url":"redis://:hunter2@h"})"); });
    BOOST_TEST(open.status() == CFLOW_E_INVALID);
    BOOST_TEST(open.document().find("hunter2") == std::string::npos);
    BOOST_TEST(refusal([] { redis::read_redis_settings(R"({"ttl_default":"soon"})"); }).status() == CFLOW_E_INVALID);
}

BOOST_AUTO_TEST_CASE(keys_are_the_originals_and_do_not_collide)
{
    const redis::keys keys("mem");
    BOOST_TEST(keys.list_of(entry_of("coder", "writer", "s-1")) == "mem:coder:writer:default:s-1");
    BOOST_TEST(keys.list_of(entry_of("", "writer")) == "mem:_:writer:default:_");
    BOOST_TEST(keys.list_of(entry_of("a:b", "c")) == "mem:a%3Ab:c:default:_");
    BOOST_TEST(keys.list_of(entry_of("_", "c")) == "mem:%5F:c:default:_");
    BOOST_TEST(keys.session("s:1") == "mem:session:s%3A1");
    std::mt19937 random(2);
    const auto any = [&random] {
        std::string made;
        for (auto left = random() % 4; left != 0; --left)
            made += ":%_35A*a"[random() % 8];
        return made;
    };
    std::map<std::string, std::string> owners; // by key
    for (int round = 0; round != 20'000; ++round)
    {
        const remembering::entry one = entry_of(any(), any(), any());
        const std::string key = keys.list_of(one);
        const std::string parts = one.agent_id + '\n' + one.alias + '\n' + one.session_id;
        BOOST_TEST((owners.try_emplace(key, parts).first->second == parts), key);
        remembering::filter by;
        by.ids = {{"agent_id", one.agent_id}, {"alias", one.owner()}, {"session_id", one.session_id}, {"namespace", "default"}};
        std::erase_if(by.ids, [](const remembering::filter::exact& each) { return each.value.empty(); });
        BOOST_TEST(keys.may_hold(key, by), key);
        BOOST_TEST(keys.session_of(key).value_or("") == one.session_id);
    }
    remembering::filter by;
    by.ids = {{"agent_id", "a"}};
    BOOST_TEST(keys.pattern_of(by) == "mem:a:*:*:*");
    BOOST_TEST(!keys.may_hold("mem:b:x:default:_", by));
    BOOST_TEST(keys.may_hold("mem:b:a:x:default:_", by)); // the original's, of whatever
    BOOST_TEST(!keys.may_hold("mem:session:a", by));
    by.ids = {{"agent_id", "a*[b]"}, {"session_id", "x:y"}};
    BOOST_TEST(keys.pattern_of(by) == R"(mem:a\*\[b\]:*:*:*)");
}

BOOST_AUTO_TEST_CASE(nobody_listens)
{
    memory_client nowhere(plugin(), R"({"url":"unix:/nonexistent/redis.sock"})");
    const memory_answer socket = nowhere.run("append", one_entry);
    BOOST_TEST(socket.status == CFLOW_E_UNAVAILABLE);
    BOOST_TEST(memory_case::member(socket.text, "message").find("redis server /nonexistent/redis.sock cannot be reached") != std::string::npos);
    BOOST_TEST(memory_case::member(socket.text, "hint").find("--no-memory") != std::string::npos);
    memory_client refused(plugin(), R"({"url":"redis://127.0.0.1:)" + std::to_string(free_port()) + "\"}");
    const memory_answer port = refused.run("query", R"({"limit":1,"now":"2025-01-01T00:00:00Z"})");
    BOOST_TEST(port.status == CFLOW_E_UNAVAILABLE);
    BOOST_TEST(memory_case::member(port.text, "kind") == "connect");
    BOOST_TEST(memory_case::member(port.text, "message").find("Connection refused") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(redis_servers, with_redis)

BOOST_AUTO_TEST_CASE(lists_are_kept_as_the_original_keeps_them)
{
    if (!there())
        return;
    append({entry_json(1, "writer", "coder", R"("session_id":"s-1","task_id":"s-1","summary":"one")"),
            entry_json(2, "writer", "coder", R"("session_id":"s-1","task_id":"s-1","summary":"two")")});
    const std::string key = prefix() + ":coder:writer:default:s-1";
    const auto list = send({"LRANGE", key, "0", "-1"});
    BOOST_REQUIRE(list->elements == 2U);
    BOOST_TEST(redis::text_of(*list->element[0]) ==
               R"({"ts":"2025-01-01T00:00:01.000Z","agentId":"coder","alias":"writer","sessionId":"s-1","taskId":"s-1","summary":"one"})");
    BOOST_TEST(redis::text_of(*send({"GET", prefix() + ":session:s-1"})) == "1");
    BOOST_TEST(send({"TTL", key})->integer <= 7 * 86400);
    BOOST_TEST(send({"TTL", key})->integer > 7 * 86400 - 60);
    BOOST_TEST(send({"TTL", prefix() + ":session:s-1"})->integer > 7 * 86400 - 60);
}

BOOST_AUTO_TEST_CASE(what_the_original_wrote_is_read)
{
    if (!there())
        return;
    send({"RPUSH", prefix() + ":a:b:al:ias:default:s:1", // with ':' in the parts, as they are
          R"({"ts":"2025-01-01T00:00:05.000Z","agentId":"a:b","alias":"al:ias","namespace":"default","sessionId":"s:1","summary":"old"})", "junk"});
    send({"SET", prefix() + ":session:s:1", "1"});
    send({"SET", prefix() + ":x:y:z:w", "a string of somebody else's"});
    BOOST_TEST(seconds(R"("agent_id":"a:b","alias":"al:ias","session_id":"s:1")") == std::vector{5}, boost::test_tools::per_element());
    BOOST_TEST(seconds(R"("agent_id":"a")").empty());
    BOOST_TEST(member(ask("query", query_text()).text, "damaged") == "1");
    BOOST_TEST(member(result("forget", now(R"("alias":"al:ias")")), "forgotten") == "1");
    BOOST_TEST(send({"LLEN", prefix() + ":a:b:al:ias:default:s:1"})->integer == 1); // what cannot be read stays
}

BOOST_AUTO_TEST_CASE(a_window_and_a_time_to_live_bound_each_list)
{
    if (!there())
        return;
    std::string settings = place().settings();
    settings.insert(1, R"("max_window":3,"ttl_default":"1h",)");
    settings.erase(settings.find(R"(,"max_window":1000000)"), std::string_view(R"(,"max_window":1000000)").size());
    memory_client small(plugin(), settings);
    for (int i = 1; i <= 5; ++i)
        BOOST_TEST(small.run("append", R"({"entries":[)" + entry_json(i, "a", "x", R"("session_id":"s")") + "]}").status == CFLOW_OK);
    BOOST_TEST(seconds("") == (std::vector{5, 4, 3}), boost::test_tools::per_element());
    const std::string key = prefix() + ":x:a:default:s";
    BOOST_TEST(send({"TTL", key})->integer <= 3600);
    // an entry that is to be kept longer keeps its list, and a later one does not shorten that
    for (const std::string_view more : {R"("session_id":"s","expires":"2099-01-01T00:00:00.000Z")", R"("session_id":"s")"})
    {
        BOOST_TEST(small.run("append", R"({"entries":[)" + entry_json(6, "a", "x", more) + "]}").status == CFLOW_OK);
        BOOST_TEST(send({"TTL", key})->integer > 86400 * 365);
    }
}

BOOST_AUTO_TEST_CASE(forgetting_a_session_removes_its_mark)
{
    if (!there())
        return;
    append({entry_json(1, "a", "x", R"("session_id":"s1")"), entry_json(2, "b", "x", R"("session_id":"s1")"), entry_json(3, "a", "x", R"("session_id":"s2")")});
    BOOST_TEST(member(result("forget", now(R"("alias":"a")")), "forgotten") == "2");
    BOOST_TEST(send({"EXISTS", prefix() + ":session:s1"})->integer == 1); // b has it too
    BOOST_TEST(send({"EXISTS", prefix() + ":session:s2"})->integer == 0);
    BOOST_TEST(send({"EXISTS", prefix() + ":x:a:default:s1"})->integer == 0);
}

BOOST_AUTO_TEST_CASE(equal_entries_are_as_many_as_were_appended)
{
    if (!there())
        return;
    const std::string same = entry_json(1, "a", "x");
    append({same, same, same, entry_json(2, "a", "x")});
    BOOST_TEST(member(result("compact", now(R"("max_entries":3)")), "removed") == "1");
    BOOST_TEST(seconds("") == (std::vector{2, 1, 1}), boost::test_tools::per_element());
    BOOST_TEST(member(result("forget", now(R"("before":"2025-01-01T00:00:02.000Z")")), "forgotten") == "2");
}

BOOST_AUTO_TEST_CASE(a_connection_that_was_closed_while_idle_is_made_again)
{
    if (!there())
        return;
    append({entry_json(1, "a", "x")});
    send({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    append({entry_json(2, "a", "x")});
    send({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    BOOST_TEST(seconds("") == (std::vector{2, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_key_of_another_program_is_an_error_and_stays)
{
    if (!there())
        return;
    send({"SET", prefix() + ":x:a:default:_", "theirs"});
    const memory_answer refused = ask("append", one_entry);
    BOOST_TEST(refused.status == CFLOW_E_INVALID);
    BOOST_TEST(member(refused.text, "hint").find("memory.prefix") != std::string::npos);
    BOOST_TEST(redis::text_of(*send({"GET", prefix() + ":x:a:default:_"})) == "theirs");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(redis_own_servers)

BOOST_AUTO_TEST_CASE(passwords)
{
    if (skipped())
        return;
    redis_server server({"--requirepass", "hunter2 with space"});
    const std::string settings = R"({"url":")" + server.url() + "\"}";
    memory_client without(plugin(), settings);
    const memory_answer refused = without.run("append", one_entry);
    BOOST_TEST(refused.status == CFLOW_E_AUTH);
    BOOST_TEST(memory_case::member(refused.text, "hint").find("MEM_REDIS_PASSWORD") != std::string::npos);
    {
        const variable wrong("MEM_REDIS_PASSWORD", "hunter3");
        memory_client other(plugin(), settings);
        const memory_answer no = other.run("append", one_entry);
        BOOST_TEST(no.status == CFLOW_E_AUTH);
        BOOST_TEST(no.text.find("hunter") == std::string::npos);
    }
    const variable right("MY_PASSWORD", "hunter2 with space");
    memory_client with(plugin(), R"({"password_env":"MY_PASSWORD",)" + settings.substr(1));
    BOOST_TEST(with.run("append", one_entry).status == CFLOW_OK);
    memory_client named(plugin(), R"({"username":"default","password_env":"MY_PASSWORD",)" + settings.substr(1));
    BOOST_TEST(named.run("append", one_entry).status == CFLOW_OK);
}

BOOST_AUTO_TEST_CASE(a_server_that_goes_and_comes_back)
{
    if (skipped())
        return;
    redis_server server;
    memory_client client(plugin(), R"({"url":")" + server.url() + "\"}");
    BOOST_TEST(client.run("append", one_entry).status == CFLOW_OK);
    server.kill();
    const memory_answer gone = client.run("append", one_entry);
    BOOST_TEST(gone.status == CFLOW_E_UNAVAILABLE);
    server.start();
    BOOST_TEST(client.run("append", one_entry).status == CFLOW_OK);
    const memory_answer found = client.run("query", R"({"limit":5,"now":"2025-01-01T12:00:00Z"})");
    BOOST_TEST(found.entries.size() == 1U); // it kept nothing, and nothing was sent twice
}

BOOST_AUTO_TEST_CASE(by_tcp_with_a_database)
{
    if (skipped())
        return;
    std::unique_ptr<redis_server> server;
    int port = 0;
    for (int attempt = 0; !server && attempt != 5; ++attempt)
    {
        port = free_port();
        try
        {
            server = std::make_unique<redis_server>(std::vector<std::string>{}, port);
        }
        catch (const std::runtime_error&) // somebody else has taken the port meanwhile
        {
        }
    }
    BOOST_REQUIRE(server != nullptr);
    const variable url("MEM_REDIS_URL", "redis://127.0.0.1:" + std::to_string(port) + "/3");
    memory_client client(plugin(), "{}");
    BOOST_TEST(client.run("append", one_entry).status == CFLOW_OK);
    redis::connection direct(redis::read_address(server->url()), std::chrono::seconds(5));
    BOOST_TEST(direct.send({"DBSIZE"})->integer == 0);
    direct.send({"SELECT", "3"});
    BOOST_TEST(direct.send({"EXISTS", "mem:x:a:default:_"})->integer == 1);
}

BOOST_AUTO_TEST_CASE(a_server_that_does_not_answer)
{
    if (skipped())
        return;
    redis_server server({"--enable-debug-command", "yes"});
    memory_client client(plugin(), R"({"timeout":"50ms","url":")" + server.url() + "\"}");
    BOOST_TEST(client.run("append", one_entry).status == CFLOW_OK);
    redis::connection other(redis::read_address(server.url()), std::chrono::milliseconds(20));
    BOOST_CHECK_THROW(other.send({"DEBUG", "SLEEP", "1"}), failure);
    const memory_answer late = client.run("append", one_entry);
    BOOST_TEST(late.status == CFLOW_E_UNAVAILABLE);
    BOOST_TEST(memory_case::member(late.text, "kind") == "timeout");
}

BOOST_AUTO_TEST_SUITE_END()
