#include "engine/run/provider_check.hpp"

#include "engine/base/text.hpp"
#include "engine/config/config.hpp"
#include "engine/gateway/timed_call.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/run/model_session.hpp"
#include "engine/run/provider_setup.hpp"

#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace codexflow {
namespace {

/// For a list or a description; no model is loaded to tell them.
constexpr std::chrono::milliseconds longest_answer{30'000};

using answer = result<std::string>;

boost::asio::awaitable<void> ask_into(gateway::model_service& service, std::size_t provider, std::string verb,
                                      std::string request, answer& into, cancel_source& cancel)
{
    auto told = co_await service.ask(provider, std::move(verb), std::move(request), cancel);
    into = std::move(told);
}

boost::asio::awaitable<void> call_into(model_session& session, std::size_t provider,
                                       const gateway::model_request& request, gateway::timed_answer& into,
                                       cancel_source& cancel)
{
    const task_ref nobody;
    std::vector<std::size_t> to(1, provider);
    auto made =
        co_await gateway::timed_call(session.models(), session.time(), std::move(to), request, nobody, cancel);
    into = std::move(made);
}

bool by_signal(cancel_reason reason) noexcept
{
    return reason != cancel_reason::none && reason != cancel_reason::deadline;
}

/// The steps of one provider under way.
class checker
{
public:
    checker(const provider_choice& provider, const config& settings, const plugin::catalog& plugins,
            model_session& session, const check_options& options)
        : provider_(provider), settings_(settings), plugins_(plugins), session_(session), options_(options),
          report_{provider.name, provider.plugin, provider.model.value_or(""), ""}
    {
    }

    result<provider_report> run()
    {
        if (open() && ask_for_models())
        {
            look_for_model();
            ask_what_it_can();
            ask_a_question();
        }
        if (stopped_)
            return error(errc::cancelled, "stopped while provider '" + provider_.name + "' was checked");
        return std::move(report_);
    }

private:
    check_step& add(const char* name, step_state state, std::string detail)
    {
        report_.steps.push_back({name, state, std::move(detail)});
        return report_.steps.back();
    }

    void add_failed(const char* name, step_state state, const error& raw)
    {
        const error why = session_.masked(raw);
        const std::string own = "provider '" + provider_.name + "': ";
        std::string text = why.where.known() ? to_string(why.where) + ": " + why.message : why.message;
        if (text.starts_with(own))
            text.erase(0, own.size());
        check_step& step = add(name, state, why.detail.empty() ? text : text + " (" + why.detail + ")");
        step.hint = why.hint;
        step.code = why.code;
        step.kind = why.kind;
    }

    bool open()
    {
        if (const auto fits = check_provider(provider_, settings_, plugins_, options_.searched); !fits)
        {
            add_failed("settings", step_state::failed, fits.error());
            return false;
        }
        provider_use use = make_use(provider_, settings_, plugins_);
        use.retries = 0; // what fails is to be seen at once, and what is measured is one call
        const auto number = session_.open(use);
        if (!number)
        {
            add_failed("settings", step_state::failed, number.error());
            return false;
        }
        number_ = *number;
        add("settings", step_state::ok, "they fit the plugin '" + provider_.plugin + "'");
        return true;
    }

    answer ask(const char* verb, std::string request)
    {
        answer told = error(errc::internal, "no answer");
        const auto work = [&](cancel_source& cancel) {
            return ask_into(session_.service(), number_, verb, std::move(request), told, cancel);
        };
        const auto limit = std::min(longest_answer, settings_.limits.task_timeout);
        const cancel_reason reason = session_.perform(work, limit);
        stopped_ = stopped_ || by_signal(reason);
        if (reason == cancel_reason::deadline && !told)
            told = error(errc::deadline_exceeded, "no answer within " + format_duration(limit))
                       .with_hint("is the server overloaded, or is base_url that of something else?");
        return told;
    }

    /// False: nobody is there, or it does not let us in.
    bool ask_for_models()
    {
        const answer told = ask("models", "{}");
        if (stopped_)
            return false;
        auto models = told ? read_model_list(*told) : result<std::vector<listed_model>>(told.error());
        if (models)
        {
            report_.models = std::move(*models);
            add("server", step_state::ok, "it lists " + std::to_string(report_.models.size()) +
                                              (report_.models.size() == 1 ? " model" : " models"));
            return true;
        }
        const error& why = models.error();
        if (why.code == errc::unsupported)
            add("server", step_state::unknown, "this provider cannot list models");
        else if (why.code == errc::not_found || why.code == errc::invalid_argument)
            add_failed("server", step_state::doubtful, why); // it answers; many have no such list
        else
        {
            add_failed("server", step_state::failed, why);
            return false;
        }
        return true;
    }

    void look_for_model()
    {
        if (report_.model.empty())
        {
            add("model", step_state::unknown, "none is configured; the provider takes its own default");
            return;
        }
        if (report_.steps.back().state != step_state::ok)
        {
            add("model", step_state::unknown, "whether it has " + quote(report_.model) + " is not known");
            return;
        }
        if (const listed_model* found = find_model(report_.models, report_.model))
        {
            add("model", step_state::ok,
                "it has " + quote(report_.model) + (found->name == report_.model ? "" : " as " + quote(found->name)));
            report_.about = *found;
            return;
        }
        // Servers may know more than they list, which is for the call to say.
        check_step& step = add("model", options_.chat ? step_state::doubtful : step_state::failed,
                               "it does not list " + quote(report_.model));
        step.hint = did_you_mean(report_.model, names_of(report_.models));
        step.code = errc::not_found;
        step.kind = "model_not_found";
    }

    void ask_what_it_can()
    {
        if (report_.model.empty() || stopped_)
            return;
        std::string request;
        json_writer(request).begin_object().member("model", report_.model).end_object();
        const answer told = ask("describe", std::move(request));
        if (stopped_)
            return;
        auto about = told ? read_description(*told, report_.model) : result<listed_model>(told.error());
        if (about)
            report_.about = std::move(*about);
        else if (about.error().code != errc::unsupported)
            return add_failed("abilities", step_state::doubtful, about.error());
        tell_abilities();
    }

    void tell_abilities()
    {
        std::string text;
        if (report_.about && report_.about->capabilities)
            text = join(*report_.about->capabilities, ", ");
        if (report_.about && report_.about->context_length)
            text += (text.empty() ? "" : "; ") + std::to_string(*report_.about->context_length) + " tokens of context";
        if (text.empty())
            add("abilities", step_state::unknown, "this provider does not tell what the model can do");
        else if (report_.about->can_chat())
            add("abilities", step_state::ok, std::move(text));
        else
            add("abilities", step_state::doubtful, text + ": no chat").hint = "choose another model: --model NAME";
    }

    void ask_a_question()
    {
        if (stopped_)
            return;
        if (!options_.chat)
        {
            add("chat", step_state::skipped, "no question was asked (--no-chat)");
            return;
        }
        gateway::model_request request;
        request.model = report_.model;
        request.messages.resize(1);
        request.messages.front().content = "Answer with the one word: ok";
        gateway::timed_answer got;
        const auto work = [&](cancel_source& cancel) { return call_into(session_, number_, request, got, cancel); };
        const auto limit = settings_.limits.task_timeout;
        const cancel_reason reason = session_.perform(work, limit);
        stopped_ = stopped_ || by_signal(reason);
        if (got.reply)
            return tell_call(got);
        if (got.reply.error().code == errc::deadline_exceeded && reason == cancel_reason::deadline)
            got.reply = error(errc::deadline_exceeded, "no whole answer within " + format_duration(limit))
                            .with_hint("raise limits.task_timeout if the model is slow");
        add_failed("chat", step_state::failed, got.reply.error());
    }

    void tell_call(const gateway::timed_answer& got)
    {
        check_call call{got.first_us, got.total_us};
        const gateway::model_reply& reply = **got.reply;
        if (reply.usage.known)
        {
            call.input_tokens = reply.usage.input;
            call.output_tokens = reply.usage.output;
        }
        call.model = session_.masked(reply.model);
        report_.call = call;
        const auto ms = [](std::int64_t us) { return std::to_string((us + 500) / 1000) + " ms"; };
        std::string text = got.first_us ? "first words after " + ms(*got.first_us) + ", all after " : "an answer after ";
        text += ms(got.total_us);
        if (reply.usage.known)
            text += "; " + std::to_string(call.input_tokens) + " tokens in, " + std::to_string(call.output_tokens) + " out";
        for (const std::string& warning : got.warnings)
            text += "; warning: " + session_.masked(warning);
        if (!got.first_us)
            add("chat", step_state::doubtful, text + "; but it holds no words").hint = "ask again, or ask another model";
        else
            add("chat", step_state::ok, std::move(text));
    }

    const provider_choice& provider_;
    const config& settings_;
    const plugin::catalog& plugins_;
    model_session& session_;
    const check_options& options_;
    provider_report report_;
    std::size_t number_ = 0;
    bool stopped_ = false;
};

} // namespace

std::string_view to_string(step_state state) noexcept
{
    constexpr std::array<std::string_view, 5> names{"ok", "doubtful", "unknown", "skipped", "failed"};
    return names[static_cast<std::size_t>(state)];
}

bool provider_report::ok() const
{
    return std::none_of(steps.begin(), steps.end(), [](const check_step& one) { return one.state == step_state::failed; });
}

int provider_report::exit_code() const
{
    for (const check_step& one : steps)
        if (one.state == step_state::failed)
            return codexflow::exit_code(one.code.value_or(errc::internal));
    return 0;
}

result<provider_report> check_one(const provider_choice& provider, const config& settings,
                                  const plugin::catalog& plugins, model_session& session,
                                  const check_options& options)
{
    return checker(provider, settings, plugins, session, options).run();
}

} // namespace codexflow
