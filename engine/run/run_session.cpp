#include "engine/run/run_session.hpp"

#include "engine/base/clock.hpp"
#include "engine/record/line_writer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstring>
#include <unistd.h>
#include <utility>

namespace codexflow {
namespace {

constexpr std::chrono::milliseconds tick_every{100};
/// What the last lines may take to reach a reader that has stopped reading, after a second Ctrl-C.
constexpr std::chrono::milliseconds abort_patience{200};

std::filesystem::path absolute_of(const std::filesystem::path& path)
{
    std::error_code gone; // the working directory may be; then it stays as it is
    std::filesystem::path made = std::filesystem::absolute(path, gone).lexically_normal();
    return gone ? path : made;
}

} // namespace

run_session::run_session(const run_request& request, const run_outputs& outputs, run_environment& world)
    : request_(request), outputs_(outputs), world_(world), started_us_(world.time.steady_us()),
      record_(world.time, request.run_id, request.with_t_ns), limits_(io_),
      service_(io_, world.time, record_.redaction().values(), world.variables, request.network,
               [this](std::string_view plugin, int level, std::string_view text) { take_log(plugin, level, text); }),
      tools_(limits_, world.time, record_, {request.tool_timeout, request.tool_output_bytes}),
      places_(io_, {absolute_of(request.runs_dir), request.run_id, request.keep, request.resumed.has_value()}),
      context_{world.time,        record_, service_.models(),  started_us_, request.stream, io_, tools_,
               request.max_turns, request.strict_tools, places_, nullptr, nullptr, absolute_of("."), request.keep_journal},
      scheduler_(request.max_parallel),
      signals_(io_, [this](int number) { on_signal(number); }), ticker_(io_), outcomes_(request.jobs.size()),
      running_(request.jobs.size())
{
    if (request.files)
        context_.files = &files_.emplace(*request.files, request.jobs);
}

void run_session::take_log(std::string_view plugin, int level, std::string_view text)
{
    event::notice line{gateway::notice_level(level), std::string(plugin), std::string(text)};
    if (std::this_thread::get_id() == engine_thread_)
        return write_log(std::move(line));
    boost::asio::post(io_, [this, line = std::move(line)] { write_log(line); });
}

/// What plugins say while they are opened waits for the first event.
void run_session::write_log(event::notice line)
{
    if (announced_)
        record_.emit(nullptr, std::move(line));
    else
        early_log_.push_back(std::move(line));
}

run_session::~run_session() = default;

/// Each once, also those that are in both lists.
template <class F> void run_session::each_output(F&& f)
{
    for (line_writer* out : outputs_.json)
        f(*out);
    for (line_writer* out : outputs_.watched)
        if (std::find(outputs_.json.begin(), outputs_.json.end(), out) == outputs_.json.end())
            f(*out);
}

bool run_session::must_stay() const noexcept
{
    return service_.must_stay() || scheduler_.running() != 0 || tools_.serving() || (memory_ && memory_->busy());
}

std::int64_t run_session::elapsed_ms() { return (world_.time.steady_us() - started_us_) / 1000; }

result<void> run_session::open()
{
    auto opened = open_everything();
    if (opened)
        return opened;
    end_tools();
    error why = opened.error();
    for (std::string* text : {&why.message, &why.hint, &why.detail})
        record_.redaction().apply(*text);
    return why;
}

result<void> run_session::open_everything()
{
    first_.engine_version = CODEXFLOW_VERSION;
    first_.config_digest = request_.config_digest;
    first_.provider = request_.providers.front().name;
    first_.provider_reason = request_.provider_reason;
    if (const auto opened = open_plugins(); !opened)
        return opened;
    if (world_.handle_signals)
        signals_.start(); // before there is a journal, so that none is left without its end
    if (const auto opened = open_journal(); !opened)
        return opened.error();
    if (const auto opened = places_.open(); !opened)
        return opened.error();
    const auto relief = [this] { boost::asio::post(io_, [this] { on_relief(); }); };
    for (line_writer* out : outputs_.json)
        record_.add_output(*out);
    for (line_writer* out : outputs_.watched)
        record_.watch(*out);
    each_output([&](line_writer& out) { out.set_relief(relief); });
    record_.gather_chunks([this](std::function<void()> tell) { boost::asio::post(io_, std::move(tell)); });
    if (outputs_.listener != nullptr)
        record_.add_listener(*outputs_.listener);
    if (request_.metrics)
        record_.add_listener(metrics_.emplace(request_.run_id, request_.metrics->price));
    if (request_.log)
        record_.add_listener(*(log_ = std::make_unique<event_log>(*request_.log)));
    restore_metrics();
    for (std::size_t index = 0; index != request_.jobs.size(); ++index)
    {
        const job& one = request_.jobs[index];
        if (one.is_done())
            continue;
        scheduler_.add(scheduler::work{one.ref.agent_id, one.agent_cap});
        scheduled_.push_back(index);
    }
    tally_.tasks = request_.jobs.size();
    return {};
}

void run_session::announce()
{
    say_how_it_goes_on();
    record_.emit(nullptr, first_);
    if (!request_.resumed)
        for (const event::route& one : request_.routes)
            record_.emit(nullptr, one);
    event::plan plan;
    plan.source = request_.source;
    plan.max_parallel = request_.max_parallel;
    for (const job& one : request_.jobs)
        plan.tasks.push_back(event::plan::item{&one.ref, one.text, one.files});
    record_.emit(nullptr, std::move(plan));
    announced_ = true;
    restore_done_tasks();
    for (event::notice& line : std::exchange(early_log_, {}))
        record_.emit(nullptr, std::move(line));
    if (const std::string missing = workspace::gone_without(request_.sandbox, world_.kernel); !tools_.empty() && !missing.empty())
        record_.emit(nullptr, event::notice{event::notice::level::warning, "engine",
                                            "the programs of tools are less confined than they could be: this system lacks " + missing});
    for (const std::string& left_out : tools_.shadowed())
        record_.emit(nullptr, event::notice{event::notice::level::warning, "engine", left_out});
    for (const std::string& remark : remarks_)
        record_.emit(nullptr, event::notice{event::notice::level::warning, "engine", remark});
}

event::run_complete run_session::run()
{
    try
    {
        announce();
        if (outputs_.listener != nullptr)
            tick();
        admit();
        io_.run();
    }
    catch (const std::exception& bug)
    {
        finish_with_bug(bug.what());
    }
    service_.kill_children(); // also when this session must stay, and so never destroys them
    each_output([](line_writer& out) { out.set_relief({}); });
    close_journal();
    if (log_ != nullptr && !log_->close(std::chrono::seconds(10)))
        static_cast<void>(log_.release()); // the same
    signals_.release();
    return *end_;
}

void run_session::on_signal(int number)
{
    if (cancel_.cancelled() || end_ || closing_)
        leave_now(number);
    stop(reason_of_signal(number));
}

/// The second signal: no waiting for anything, but the record still gets its end.
void run_session::leave_now(int number)
{
    leaving_ = true;
    if (!end_)
        abandon_tasks();
    finish();
    if (journal_ != nullptr)
        journal_->close(abort_patience);
    if (log_ != nullptr)
        log_->close(abort_patience);
    bool delivered = true;
    each_output([&](line_writer& out) { delivered = out.close(abort_patience) && delivered; });
    service_.kill_children();
    ::_exit(end_->exit_code != 0 || delivered ? end_->exit_code : 128 + number);
}

/// Writes the end of the tasks that did not come to it themselves.
void run_session::abandon_tasks()
{
    for (std::size_t index = 0; index != request_.jobs.size(); ++index)
    {
        if (!running_[index])
            continue;
        event::task_error told;
        told.what = error(errc::cancelled, "cancelled: " + std::string(to_string(cancel_.reason())));
        told.what.detail = "it had not yet stopped when the program was told to leave at once";
        record_.emit(&request_.jobs[index].ref, std::move(told));
        ++tally_.cancelled;
    }
}

void run_session::tick()
{
    ticker_.expires_after(tick_every);
    ticker_.async_wait([this](boost::system::error_code stopped) {
        if (stopped)
            return;
        outputs_.listener->on_tick(world_.time.steady_us());
        tick();
    });
}

void run_session::on_relief()
{
    const int journal_failure = journal_ != nullptr ? journal_->writer().failure() : 0;
    if (journal_failure != 0 && !cancel_.cancelled())
        record_.emit(nullptr, event::notice{event::notice::level::error, "engine",
                                            "the run is stopped, for its journal cannot be written: " +
                                                journal_->file().string() + ": " + std::strerror(journal_failure)});
    bool lost = journal_failure != 0;
    each_output([&](line_writer& out) { lost = lost || out.failure() != 0; });
    if (lost)
        stop(cancel_reason::output_lost);
    record_.relieved();
}

void run_session::admit()
{
    while (const auto next = scheduler_.admit())
    {
        const std::size_t number = *next;
        const std::size_t index = scheduled_[number];
        running_[index] = true;
        boost::asio::co_spawn(io_, run_one(index), [this, index, number](std::exception_ptr bug) {
            scheduler_.finish(number);
            settle(index, bug);
        });
    }
    if (scheduler_.running() == 0)
        wind_up();
}

/// All tasks have ended.
void run_session::wind_up()
{
    if (end_ || closing_ || reviewing_)
        return;
    if (!files_ || cancel_.cancelled())
        return close_tools();
    reviewing_ = true;
    boost::asio::co_spawn(io_, apply_files(), [this](const std::exception_ptr& bug) {
        reviewing_ = false;
        if (bug)
            std::rethrow_exception(bug);
        close_tools();
    });
}

/// What plugins keep for their tools ends first, and what is to be remembered is written; then the run ends.
void run_session::close_tools()
{
    if (end_ || std::exchange(closing_, true))
        return;
    if (!tools_.serving() && !memory_)
        return finish();
    boost::asio::co_spawn(io_, close_plugins(), [this](const std::exception_ptr& bug) {
        if (bug)
            std::rethrow_exception(bug);
        finish();
    });
}

boost::asio::awaitable<void> run_session::close_plugins()
{
    if (tools_.serving())
        co_await tools_.close(io_);
    if (memory_)
        co_await memory_->close(cancel_.cancelled());
    tally_.not_remembered = memory_ ? memory_->lost() : 0;
}

/// Files that answers hold. A signal that comes meanwhile ends the run, and nothing is written.
boost::asio::awaitable<void> run_session::apply_files()
{
    workspace::file_proposal found = files_->propose();
    consent said = consent::write;
    if (outputs_.review_files)
        said = co_await outputs_.review_files(found, cancel_);
    if (cancel_.cancelled())
        co_return;
    record_.emit(nullptr, files_->finish(found, said == consent::write));
    tally_.files_left_out = found.left_out();
}

boost::asio::awaitable<void> run_session::run_one(std::size_t index)
{
    const job& what = request_.jobs[index];
    cancel_source scope(cancel_);
    auto on_late = [&scope] { scope.cancel(cancel_reason::deadline); };
    task_limit limit(limits_, world_.time, what.limit, std::move(on_late));
    task_outcome outcome = co_await run_task(what, context_, limit, scope);
    outcomes_[index] = outcome;
}

void run_session::settle(std::size_t index, const std::exception_ptr& bug)
{
    if (end_)
        return;
    running_[index] = false;
    task_outcome outcome = outcomes_[index].value_or(task_outcome{});
    if (bug)
    {
        event::task_error told;
        told.what = error(errc::internal, "a bug of this program stopped the task");
        try
        {
            std::rethrow_exception(bug);
        }
        catch (const std::exception& e)
        {
            told.what.detail = e.what();
        }
        catch (...)
        {
        }
        record_.emit(&request_.jobs[index].ref, std::move(told));
    }
    tally_.usage.add(outcome.usage);
    switch (outcome.how)
    {
    case task_end::ok: ++tally_.ok; break;
    case task_end::cancelled: ++tally_.cancelled; break;
    case task_end::failed: tally_.failures.push_back(outcome.code); break;
    }
    admit();
}

void run_session::stop(cancel_reason reason)
{
    if (end_ || cancel_.cancelled())
        return;
    scheduler_.stop();
    cancel_.cancel(reason);
    if (scheduler_.running() == 0 && !reviewing_)
        close_tools();
}

void run_session::finish()
{
    if (end_)
        return;
    if (auto both = places_.overlaps(); !both.empty())
        record_.emit(nullptr, event::edits_overlap{std::move(both)});
    if (files_ && files_->pending() != 0)
        record_.emit(nullptr, event::notice{event::notice::level::warning, "engine",
                                            "files in " + std::to_string(files_->pending()) +
                                                " answers were not written: the run was stopped"});
    if (memory_ && memory_->busy())
        record_.emit(nullptr, event::notice{event::notice::level::warning, "engine",
                                            "what the last tasks did may not be remembered: the run was left at once", "memory"});
    keep_metrics();
    tell_of_log();
    tally_.stopped = cancel_.reason();
    end_ = decide_verdict(tally_, elapsed_ms());
    record_.emit(nullptr, *end_);
    io_.stop();
}

void run_session::finish_with_bug(const std::string& what)
{
    if (end_)
        return;
    tally_.bug = "a bug of this program: " + what;
    finish();
}

} // namespace codexflow
