#include "tests/plugins/memory/backends.hpp"

#include <codexflow/json_writer.hpp>

namespace codexflow::test {

std::unique_ptr<memory_place> memory_place::make(const backend& of)
{
    std::unique_ptr<memory_place> made(new memory_place(of));
    json_writer out(made->settings_);
    if (of.name == "jsonl")
        out.begin_object().member("path", (made->dir_ / "memory").string()).end_object();
    if (of.name == "sqlite")
        out.begin_object().member("path", (made->dir_ / "memory" / "memory.sqlite").string()).end_object();
    return made;
}

memory_client& memory_place::client()
{
    if (!client_)
        client_ = std::make_unique<memory_client>(of_.plugin, settings_);
    return *client_;
}

} // namespace codexflow::test
