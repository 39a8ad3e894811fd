// What a run does about its journal and, when it goes on, about what it was before.
#include "engine/run/run_session.hpp"

#include "engine/base/file_write.hpp"
#include "engine/metrics/journal_metrics.hpp"
#include "engine/record/journal_claim.hpp"
#include "engine/run/resume_plan.hpp"
#include "engine/run/run_record.hpp"

#include <boost/asio/post.hpp>

#include <chrono>
#include <system_error>
#include <utility>

namespace codexflow {
namespace {

using state = task_resume::state;

} // namespace

result<void> run_session::open_journal()
{
    const std::filesystem::path folder = request_.runs_dir / request_.run_id;
    if (!request_.keep_journal)
    {
        std::error_code why; // the folders of tasks lie there
        std::filesystem::create_directories(request_.runs_dir, why);
        remarks_.push_back("this run keeps no journal (record.journal): it can be neither shown nor resumed");
        return {};
    }
    const auto relief = [this] { boost::asio::post(io_, [this] { on_relief(); }); };
    auto made = request_.resumed ? journal::go_on(*request_.resumed->claim, request_.resumed->torn, relief)
                                 : journal::create(folder, relief);
    if (!made)
        return made.error();
    journal_ = std::move(*made);
    if (const auto kept = keep_record(); !kept)
        return kept.error();
    record_.use_journal(*journal_);
    if (request_.resumed)
        record_.number_on(request_.resumed->last_seq);
    return {};
}

/// Writes what resuming the run needs. A run that goes on may be another one since: it is written again.
result<void> run_session::keep_record()
{
    run_record record = request_.record;
    if (places_.isolate())
        record.git_base = places_.trees().base();
    for (basis_item& one : record.basis) // whole: half a secret is not known as one
        record_.redaction().apply(one.shown);
    std::string text = write_run_record(record);
    record_.redaction().apply_json(text);
    const auto file = journal_->file().parent_path() / run_record_name;
    if (auto written = replace_file(file, text, 0600, flush::later); !written)
        return std::move(written.error()).under("the record of the run");
    journal_->bring_along(file);
    return {};
}

void run_session::close_journal()
{
    if (journal_ == nullptr)
        return;
    journal_->writer().set_relief({});
    if (!journal_->close(end_->exit_code == 0 ? std::chrono::hours(24) : std::chrono::seconds(10)))
        static_cast<void>(journal_.release()); // it hangs in a write, and ends with the process
}

void run_session::say_how_it_goes_on()
{
    if (!request_.resumed)
        return;
    event::run_started::continuation told{request_.resumed->last_seq, request_.resumed->sessions};
    for (const job& one : request_.jobs)
    {
        const state how = one.resume != nullptr ? one.resume->how : state::start;
        ++(how == state::done ? told.done : how == state::go_on ? told.go_on : told.start);
    }
    first_.resumed = told;
    remarks_.insert(remarks_.end(), request_.resumed->remarks.begin(), request_.resumed->remarks.end());
}

/// What is done is told as it was; it was paid then, and counts.
void run_session::restore_done_tasks()
{
    for (const job& one : request_.jobs)
    {
        if (!one.is_done())
            continue;
        const event::task_restored& ended = one.resume->ended;
        ++tally_.ok;
        tally_.usage.add(ended.usage);
        if (files_ && !request_.resumed->files_applied)
            files_->take(one, ended.output, record_.redaction());
        record_.emit(&one.ref, ended);
    }
}

/// What earlier processes of the run came to counts with it.
void run_session::restore_metrics()
{
    if (!metrics_ || !request_.resumed)
        return;
    journal_measures before(metrics_->tasks());
    if (const auto read = read_journal(journal_->file(), &before); !read)
        remarks_.push_back("what the run came to before cannot be counted: " + read.error().message);
}

} // namespace codexflow
