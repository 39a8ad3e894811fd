#include "tests/plugins/memory/memory_client.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/net/http_client.hpp"
#include "engine/plugin/inspect.hpp"
#include "engine/plugin/plugin_host.hpp"
#include "engine/plugin/run_operation.hpp"

#include <codexflow/view.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace codexflow::test {

struct memory_client::pending final : plugin::chunk_consumer
{
    memory_answer answer;
    cancel_source cancel;
    std::optional<std::size_t> cancel_after;
    bool done = false;

    bool on_chunk(const cflow_chunk& chunk) override
    {
        if (chunk.kind != CFLOW_CHUNK_JSON)
            throw std::runtime_error("a memory streams JSON");
        answer.entries.emplace_back(from_abi(chunk.data));
        if (cancel_after && answer.entries.size() >= *cancel_after)
            cancel.cancel(cancel_reason::interrupted);
        return answer.entries.size() % 3 != 0; // now and then it is behind
    }
    void when_ready(std::function<void()> go) override { go(); }
};

struct memory_client::world
{
    boost::asio::io_context io{1};
    net::http_client http{io};
    system_clock time;
    plugin::service_context services{io, http, time, {}, {}, 0};
    plugin::plugin_host host{services};
    plugin::component_instance* instance = nullptr;
    std::vector<std::unique_ptr<pending>> operations;
};

memory_client::memory_client(const std::filesystem::path& plugin, std::string settings)
    : world_(std::make_unique<world>())
{
    const auto from = plugin::inspect(plugin);
    if (!from)
        throw std::runtime_error(to_string(from.error()));
    plugin::instance_request what{CFLOW_KIND_MEMORY, from->about.components.front().name, std::move(settings), {}, {}};
    const auto made = world_->host.create(*from, std::move(what));
    if (!made)
        throw std::runtime_error(to_string(made.error()));
    world_->instance = *made;
}

memory_client::~memory_client()
{
    static std::vector<std::unique_ptr<world>> kept; // a plugin that was left behind may still call
    if (left_behind() != 0)
        kept.push_back(std::move(world_));
}

std::size_t memory_client::left_behind() const { return world_->services.left_behind; }

memory_client::pending& memory_client::begin(std::string verb, std::string request)
{
    pending& one = *world_->operations.emplace_back(std::make_unique<pending>());
    boost::asio::co_spawn(
        world_->io,
        plugin::run_operation(*world_->instance, std::move(verb), std::move(request), one, one.cancel),
        [&one](const std::exception_ptr& bug, plugin::operation_end end) {
            if (bug)
                std::rethrow_exception(bug);
            one.answer.status = end.status;
            one.answer.text = std::move(end.text);
            one.done = true;
        });
    return one;
}

void memory_client::finish(const std::function<bool()>& done)
{
    while (!done())
    {
        world_->io.restart();
        if (world_->io.run_one_for(std::chrono::minutes(1)) == 0)
            throw std::runtime_error("nothing happens any more");
    }
}

memory_answer memory_client::run(std::string verb, std::string request)
{
    pending& one = begin(std::move(verb), std::move(request));
    finish([&one] { return one.done; });
    return std::move(one.answer);
}

std::vector<memory_answer> memory_client::run_all(const std::vector<std::pair<std::string, std::string>>& what)
{
    std::vector<pending*> begun;
    for (const auto& [verb, request] : what)
        begun.push_back(&begin(verb, request));
    std::vector<memory_answer> answers;
    for (pending* one : begun)
    {
        finish([one] { return one->done; });
        answers.push_back(std::move(one->answer));
    }
    return answers;
}

memory_answer memory_client::run_cancelled(std::string verb, std::string request, std::size_t entries)
{
    pending& one = begin(std::move(verb), std::move(request));
    one.cancel_after = entries;
    if (entries == 0)
        one.cancel.cancel(cancel_reason::interrupted);
    finish([&one] { return one.done; });
    return std::move(one.answer);
}

} // namespace codexflow::test
