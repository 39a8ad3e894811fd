#include "engine/run/find_default.hpp"

#include "engine/base/clock.hpp"
#include "engine/config/config.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/run/model_session.hpp"
#include "engine/run/provider_setup.hpp"

#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace codexflow {
namespace {

constexpr std::chrono::milliseconds longest_connect{300};
constexpr std::chrono::milliseconds longest_answer{1500};
/// Models of a server that are asked about one by one, where the list does not tell what they can do.
constexpr std::size_t most_described = 8;

/// Asks what the models can do until one is found that chats. A server that does not tell leaves it unknown.
boost::asio::awaitable<void> describe(gateway::model_service& service, std::size_t provider,
                                      std::vector<listed_model>& models, cancel_source& cancel)
{
    const std::size_t most = std::min(models.size(), most_described);
    for (std::size_t i = 0; i != most; ++i)
    {
        if (!models[i].capabilities)
        {
            std::string request;
            json_writer(request).begin_object().member("model", models[i].name).end_object();
            const auto told = co_await service.ask(provider, "describe", std::move(request), cancel);
            if (!told)
                co_return;
            const auto read = read_description(*told, models[i].name);
            if (read)
                models[i].capabilities = read->capabilities;
        }
        if (models[i].can_chat())
            co_return;
    }
}

boost::asio::awaitable<void> ask_server(gateway::model_service& service, std::size_t provider, bool any_model,
                                        std::optional<result<std::vector<listed_model>>>& into, cancel_source& cancel)
{
    const std::string nothing_more = "{}";
    const auto told = co_await service.ask(provider, "models", nothing_more, cancel);
    if (!told)
    {
        into.emplace(told.error());
        co_return;
    }
    into.emplace(read_model_list(*told));
    if (any_model && *into)
        co_await describe(service, provider, **into, cancel);
}

std::string one_line_of(const error& why, const std::string& provider)
{
    const std::string named = "provider '" + provider + "': ";
    std::string text = why.message;
    if (text.starts_with(named))
        text.erase(0, named.size());
    return why.detail.empty() ? text : text + " (" + why.detail + ")";
}

/// Asks one server. Errors: cancelled.
result<server_answer> ask(const provider_facts& who, const config& settings, model_session& session,
                          const plugin::catalog& plugins)
{
    const auto choice = settings.find_provider(who.name);
    if (const auto fits = check_provider(**choice, settings, plugins, {}); !fits)
        return server_answer{to_string(fits.error())};
    const auto number = session.open(make_use(**choice, settings, plugins));
    if (!number)
        return server_answer{one_line_of(session.masked(number.error()), who.name)};
    std::optional<result<std::vector<listed_model>>> told;
    const bool any_model = !who.model_written;
    const auto work = [&](cancel_source& cancel) {
        return ask_server(session.service(), *number, any_model, told, cancel);
    };
    const cancel_reason stopped = session.perform(work, longest_answer);
    if (stopped != cancel_reason::none && stopped != cancel_reason::deadline)
        return error(errc::cancelled, "stopped while looking for a provider");
    if (!told || (stopped == cancel_reason::deadline && !*told))
        return server_answer{"no answer within 1.5 s"};
    if (!*told)
        return server_answer{one_line_of(session.masked(told->error()), who.name)};
    return server_answer{"", std::move(**told)};
}

} // namespace

result<default_search> find_default_provider(const config& settings, const plugin::catalog& plugins,
                                             const std::map<std::string, std::string>& variables, clock& time)
{
    const std::vector<provider_facts> providers = facts_of(settings, plugins, variables);
    const std::string wanted = settings.unplaced_model;
    std::map<std::string, server_answer> answers;
    model_session_settings limits;
    limits.variables = variables;
    limits.network = settings.network;
    limits.network.connect_timeout = std::min(limits.network.connect_timeout, longest_connect);
    model_session session(time, plugins, std::move(limits));
    for (const provider_facts* one : servers_to_ask(providers))
    {
        auto answer = ask(*one, settings, session, plugins);
        if (!answer)
            return answer.error();
        const bool good = answer->failure.empty();
        answers.emplace(one->name, std::move(*answer));
        if (!good)
            continue;
        default_search found = choose_default(providers, answers, wanted);
        if (found.chosen && found.chosen->provider == one->name)
            return found;
    }
    return choose_default(providers, answers, wanted);
}

} // namespace codexflow
