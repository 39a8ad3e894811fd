#include "engine/run/model_session.hpp"

#include "engine/net/deadline_sweeper.hpp"
#include "engine/record/redaction.hpp"
#include "engine/run/redactor_setup.hpp"
#include "engine/run/stop_signals.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <thread>
#include <unistd.h>
#include <utility>

namespace codexflow {

struct model_session::core
{
    core(clock& source, const plugin::catalog& known, model_session_settings given)
        : time(source), plugins(known), settings(std::move(given)), limits(io),
          service(io, time, funnel.values(), settings.variables, settings.network,
                  [this](std::string_view plugin, int level, std::string_view text) { take_log(plugin, level, text); }),
          signals(io, [this](int number) { on_signal(number); })
    {
    }

    void take_log(std::string_view plugin, int level, std::string_view text)
    {
        if (!settings.log)
            return;
        event::notice line{gateway::notice_level(level), std::string(plugin), std::string(text)};
        if (std::this_thread::get_id() == thread)
            return log(std::move(line));
        boost::asio::post(io, [this, line = std::move(line)] { log(line); });
    }
    void log(event::notice line)
    {
        funnel.apply(line.text);
        settings.log(line);
    }

    void on_signal(int number)
    {
        if (cancel.cancelled())
        {
            service.kill_children();
            ::_exit(128 + number);
        }
        cancel.cancel(reason_of_signal(number));
    }

    clock& time;
    const plugin::catalog& plugins;
    const model_session_settings settings;
    const std::thread::id thread = std::this_thread::get_id();
    boost::asio::io_context io{1};
    redaction funnel;
    net::deadline_sweeper limits;
    gateway::model_service service;
    cancel_source cancel;
    stop_signals signals;
};

model_session::model_session(clock& time, const plugin::catalog& plugins, model_session_settings settings)
    : core_(std::make_unique<core>(time, plugins, std::move(settings)))
{
}

model_session::~model_session()
{
    core_->service.kill_children();
    if (core_->service.must_stay())
        static_cast<void>(core_.release()); // it ends with the process
}

result<void> model_session::redact_as(const config& settings)
{
    const auto opened = open_redactors(settings, core_->plugins, core_->service, core_->funnel);
    return opened ? result<void>() : opened.error();
}

result<std::size_t> model_session::open(const provider_use& use)
{
    return core_->service.open(use, core_->plugins, core_->settings.retry_wait);
}

cancel_reason model_session::perform(const work& what, std::chrono::milliseconds limit)
{
    core& all = *core_;
    if (all.cancel.cancelled())
        return all.cancel.reason();
    cancel_source scope(all.cancel);
    net::deadline_sweeper::entry late([&scope] { scope.cancel(cancel_reason::deadline); });
    all.limits.arm(late, limit);
    if (all.settings.handle_signals)
        all.signals.start();
    std::exception_ptr bug;
    all.io.restart();
    boost::asio::co_spawn(all.io, what(scope), [&](std::exception_ptr thrown) {
        bug = std::move(thrown);
        all.io.stop();
    });
    all.io.run();
    all.signals.release();
    if (bug)
        std::rethrow_exception(bug);
    return scope.reason();
}

gateway::model_gateway& model_session::models() noexcept { return core_->service.models(); }

gateway::model_service& model_session::service() noexcept { return core_->service; }

net::deadline_sweeper& model_session::limits() noexcept { return core_->limits; }

boost::asio::io_context& model_session::io() noexcept { return core_->io; }

clock& model_session::time() noexcept { return core_->time; }

redaction& model_session::funnel() noexcept { return core_->funnel; }

std::string model_session::masked(std::string text) const
{
    core_->funnel.apply(text);
    return text;
}

error model_session::masked(error what) const
{
    for (std::string* text : {&what.message, &what.hint, &what.detail})
        core_->funnel.apply(*text);
    return what;
}

} // namespace codexflow
