#include "engine/plugin/router_adapter.hpp"

#include "engine/base/clock.hpp"
#include "engine/plugin/status.hpp"
#include "engine/plugin/text_writer.hpp"

#include <codexflow/view.hpp>

#include <fmt/format.h>

#include <utility>

namespace codexflow::plugin {
namespace {

/// The longest answer that is read, in bytes.
constexpr std::size_t answer_limit = std::size_t{256} << 20;

} // namespace

router_adapter::router_adapter(const component_instance& instance, std::string name)
    : instance_(instance),
      name_(std::move(name))
{}

bool router_adapter::prepares() const noexcept
{
    const cflow_router_v1* table = &instance_.table<cflow_router_v1>();
    return CFLOW_HAS(table, cflow_router_v1, prepare);
}

result<std::string> router_adapter::call(function what, std::string_view json, std::string_view verb,
                                         std::chrono::milliseconds limit)
{
    const std::string who = fmt::format("router '{}'", name_);
    clock& time = instance_.host().shared.time;
    text_writer answer(answer_limit);
    cflow_status status = CFLOW_E_EXCEPTION;
    const std::int64_t begun = time.steady_us();
    try
    {
        status = what(instance_.self(), to_abi(json), answer.abi());
    }
    catch (...)
    {
        status = CFLOW_E_EXCEPTION;
    }
    const std::chrono::microseconds took(time.steady_us() - begun);
    slowness_.reset();
    if (took > limit)
        slowness_ = fmt::format("{} took {} ms to {}; more than {} ms is slow", who, took.count() / 1000,
                                verb, limit.count());
    if (status < 0)
        return error_of(status, answer.text(), who);
    if (answer.text().size() >= answer_limit)
        return error(errc::plugin_misbehaved,
                     fmt::format("{}: its answer is longer than {} MB", who, answer_limit >> 20));
    return answer.text();
}

result<router_prepared> router_adapter::prepare(std::string_view agents_json)
{
    const auto answer =
        call(instance_.table<cflow_router_v1>().prepare, agents_json, "prepare", slow_prepare);
    if (!answer)
        return answer.error();
    auto read = read_router_prepared(*answer);
    if (!read)
        return error(read.error()).under(fmt::format("router '{}'", name_));
    for (rule_problem& one : read->problems)
        one.strategy = name_;
    return read;
}

result<router_reply> router_adapter::route(std::string_view request_json, const asked_of_router& asked)
{
    const auto answer = call(instance_.table<cflow_router_v1>().route, request_json, "route", slow_route);
    if (!answer)
        return answer.error();
    auto read = read_router_reply(*answer, asked);
    if (!read)
        return error(read.error()).under(fmt::format("router '{}'", name_));
    for (route_candidate& one : read->candidates)
        one.strategy = name_;
    for (route_tried& one : read->tried)
        one.strategy = name_;
    return read;
}

} // namespace codexflow::plugin
