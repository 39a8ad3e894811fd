#include "tests/plugins/memory/backends.hpp"

#include "tests/plugins/memory/redis_server.hpp"

#include <codexflow/json_writer.hpp>

#include <iostream>

namespace codexflow::test {

namespace {

/// On the common server, under a prefix that nobody else has; room for as many entries as the tests like.
void write_redis_settings(std::string& settings)
{
    static int number = 0;
    json_writer(settings)
        .begin_object()
        .member("url", redis_server::common().url())
        .member("prefix", "test" + std::to_string(++number))
        .member("max_window", 1'000'000)
        .end_object();
}

} // namespace

std::unique_ptr<memory_place> memory_place::make(const backend& of)
{
    if (of.name == "redis" && !redis_server::installed())
    {
        std::cout << "SKIPPED: redis-server is not installed\n";
        return nullptr;
    }
    std::unique_ptr<memory_place> made(new memory_place(of));
    json_writer out(made->settings_);
    if (of.name == "jsonl")
        out.begin_object().member("path", (made->dir_ / "memory").string()).end_object();
    if (of.name == "sqlite")
        out.begin_object().member("path", (made->dir_ / "memory" / "memory.sqlite").string()).end_object();
    if (of.name == "redis")
        write_redis_settings(made->settings_);
    if (of.name == "ram")
        made->settings_ = "{}";
    return made;
}

memory_client& memory_place::client()
{
    if (!client_)
        client_ = std::make_unique<memory_client>(of_.plugin, settings_);
    return *client_;
}

} // namespace codexflow::test
