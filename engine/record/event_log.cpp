#include "engine/record/event_log.hpp"

#include "engine/record/log_line.hpp"

#include <codexflow/line_file.hpp>

#include <algorithm>
#include <system_error>
#include <utility>
#include <variant>

namespace codexflow {

/// The file, on the log's thread.
class event_log::appender
{
public:
    explicit appender(const event_log_settings& settings)
        : settings_(settings), file_(settings.file.string(), std::chrono::seconds(5))
    {
    }

    /// Appends what stands in the log of the event lines @p lines. @return how many are lost; @p why says why.
    std::uint64_t append(std::string_view lines, std::string& why)
    {
        std::string text;
        std::uint64_t count = 0, lost = 0;
        for (; !lines.empty(); lines.remove_prefix(std::min(lines.find('\n'), lines.size() - 1) + 1))
        {
            const std::string made = to_log_line(lines.substr(0, lines.find('\n')));
            if (made.empty())
                continue;
            if (!text.empty() && text.size() + made.size() > settings_.most_bytes)
            {
                lost += write(text, why) ? 0 : count;
                text.clear();
                count = 0;
            }
            text += made;
            ++count;
        }
        if (!text.empty())
            lost += write(text, why) ? 0 : count;
        return lost;
    }

private:
    bool write(const std::string& text, std::string& why)
    {
        if (!folder_)
        {
            std::error_code fault;
            std::filesystem::create_directories(settings_.file.parent_path(), fault);
            folder_ = !fault;
            if (fault)
            {
                why = settings_.file.parent_path().string() + ": " + fault.message();
                return false;
            }
        }
        file_error fault;
        const std::uint64_t room = settings_.most_bytes > text.size() ? settings_.most_bytes - text.size() : 0;
        fault = file_.rotate(room + 1, settings_.keep);
        if (!fault)
            fault = file_.append(text).error;
        if (fault)
            why = fault.message(file_.path());
        return !fault;
    }

    const event_log_settings& settings_;
    line_file file_;
    bool folder_ = false;
};

event_log::event_log(event_log_settings settings) : settings_(std::move(settings)), thread_([this] { work(); })
{
}

event_log::~event_log()
{
    while (!close(std::chrono::hours(24)))
    {
    }
}

void event_log::on_event(const run_event& what, std::string_view line)
{
    if (std::holds_alternative<event::chunk>(what.body)) // the hot path: nothing of it is logged
        return;
    const std::lock_guard hold(mutex_);
    if (pending_.size() + line.size() > most_backlog)
    {
        lost_.why = lost_.lines++ == 0 ? "the disk is too slow" : lost_.why;
        return;
    }
    if (pending_.empty())
        wake_.notify_one();
    pending_ += line;
}

void event_log::work()
{
    appender to(settings_);
    for (std::unique_lock hold(mutex_);;)
    {
        wake_.wait(hold, [this] { return closing_ || !pending_.empty(); });
        if (pending_.empty())
            break;
        const std::string lines = std::exchange(pending_, {});
        busy_ = true;
        hold.unlock();
        std::string why;
        const std::uint64_t lost = to.append(lines, why);
        hold.lock();
        busy_ = false;
        if (lost != 0 && lost_.lines == 0)
            lost_.why = why;
        lost_.lines += lost;
        if (pending_.empty())
            done_.notify_all();
    }
    const std::lock_guard last(mutex_);
    ended_ = true;
    done_.notify_all();
}

bool event_log::flush(std::chrono::milliseconds limit)
{
    std::unique_lock hold(mutex_);
    return done_.wait_for(hold, limit, [this] { return ended_ || (pending_.empty() && !busy_); });
}

bool event_log::close(std::chrono::milliseconds limit)
{
    {
        std::unique_lock hold(mutex_);
        closing_ = true;
        wake_.notify_one();
        if (!done_.wait_for(hold, limit, [this] { return ended_; }))
            return false;
    }
    if (thread_.joinable())
        thread_.join();
    return true;
}

event_log::loss event_log::lost() const
{
    const std::lock_guard hold(mutex_);
    return lost_;
}

} // namespace codexflow
