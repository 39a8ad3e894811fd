#include "tests/system/run/event_log.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace codexflow::test {
namespace {

std::string at_line(std::size_t index, const std::string& what)
{
    return "line " + std::to_string(index + 1) + ": " + what;
}

/// As its definition has it, bit by bit.
std::uint32_t crc32c(std::string_view bytes)
{
    std::uint32_t sum = 0xFFFFFFFFU;
    for (const char c : bytes)
    {
        sum ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit != 8; ++bit)
            sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0x82F63B78U : 0U);
    }
    return ~sum;
}

std::string in_hex(std::uint32_t value)
{
    std::string text;
    for (int shift = 28; shift >= 0; shift -= 4)
        text += "0123456789abcdef"[(value >> static_cast<unsigned>(shift)) & 0xFU];
    return text;
}

/// What the log has told of one task so far.
struct task_state
{
    bool started = false;
    bool ended = false;
    std::uint64_t turns = 0; ///< That asked for tools.
    std::string said; ///< In its latest turn.
    bool answered = false; ///< Tools were called, and the model has said nothing since.
    std::set<std::string> calls, open_calls;
};

class checker
{
public:
    std::string check(const logged_event& event, std::size_t index, bool last)
    {
        const std::string_view kind = event.kind();
        if (kind.empty())
            return "no event: " + std::string(event.line.substr(0, 200));
        // The validator is slow, and a line is only long because some text in it is.
        constexpr std::size_t long_line = 8192;
        if (std::string why = event.line.size() < long_line ? schema_fault(event.line) : ""; !why.empty())
            return why;
        if (index == 0)
            before_ = event["resumed"]["from_seq"].as_uint64().value_or(0);
        if (event["seq"].as_uint64() != before_ + index + 1)
            return "its seq is " + std::string(event["seq"].raw());
        if ((index == 0) != (kind == "run_started") || last != (kind == "run_complete"))
            return "the kind " + std::string(kind) + " does not belong here";
        if (index == 0)
            run_id_ = event["run_id"].string();
        if (run_id_.empty() || event["run_id"].string() != run_id_)
            return "it is of another run";
        if (kind == "plan")
            for (const json::value item : event["tasks"].elements())
                tasks_[std::string(item["task_id"].string())];
        if (kind == "run_complete")
            return check_totals(event["tasks"]);
        return event["task_id"].exists() ? check_task(event, kind) : std::string();
    }

private:
    std::string check_task(const logged_event& event, std::string_view kind)
    {
        const auto found = tasks_.find(event.task());
        if (found == tasks_.end())
            return "its task is not in the plan";
        task_state& task = found->second;
        if (kind == "task_restored")
        {
            ++ok_;
            return std::exchange(task.started, true) || std::exchange(task.ended, true) ? "it was not done before" : "";
        }
        if (task.ended || task.started == (kind == "task_started"))
            return std::string(kind) + " comes at the wrong time";
        if (kind == "task_started")
        {
            task.started = true;
            task.turns = event["resumed_turns"].as_uint64().value_or(0);
        }
        else if (kind == "turn_complete")
            return check_turn(event, task);
        else if (kind == "tool_start" || kind == "tool_end")
            return check_call(event, kind, task);
        else if (kind.starts_with("approval_"))
            return task.open_calls.contains(std::string(event["call_id"].string())) ? "" : "its call is not under way";
        else if (kind == "chunk" && event["channel"].string() == "text" && std::exchange(task.answered, false))
            task.said = event["text"].string(); // a turn of its own
        else if (kind == "chunk")
            task.said += event["channel"].string() == "text" ? event["text"].string() : "";
        else if (kind != "retry" && kind != "failover" && kind != "notice" && kind != "policy_violation" &&
                 kind != "memory" && kind != "worktree")
            return end_task(event, kind, task);
        return {};
    }

    static std::string check_turn(const logged_event& event, task_state& task)
    {
        if (event["turn"].as_uint64() != ++task.turns)
            return "the number of its turn is wrong";
        const std::string_view text = event["text"].string();
        return text == (task.answered ? "" : task.said) ? "" : "its text is not what its chunks said";
    }

    static std::string check_call(const logged_event& event, std::string_view kind, task_state& task)
    {
        const std::string id(event["call_id"].string());
        task.answered = true;
        if (kind == "tool_start")
            return task.calls.insert(id).second && task.open_calls.insert(id).second ? "" : "its call is not new";
        return task.open_calls.erase(id) == 1 ? "" : "its call did not begin";
    }

    std::string end_task(const logged_event& event, std::string_view kind, task_state& task)
    {
        task.ended = true;
        const bool ok = kind == "task_complete";
        if (!ok && kind != "task_error")
            return "the kind " + std::string(kind) + " is not known";
        if (event["ok"].as_bool() != ok)
            return "its ok is wrong";
        const bool cancelled = event["error"]["code"].string() == "cancelled";
        const std::string_view text = event[ok ? "output" : "partial"].string();
        if (!task.open_calls.empty())
            return "a tool call of it never ended";
        const bool silent = !ok && task.answered && text.empty(); // stopped before its next turn said anything
        if (text != task.said && !silent && !(cancelled && text.empty())) // who is told to leave at once says no more
            return "its text is not what its chunks said";
        ++(ok ? ok_ : cancelled ? cancelled_ : failed_);
        return {};
    }

    std::string check_totals(const json::value totals) const
    {
        std::uint64_t never = 0;
        for (const auto& [id, task] : tasks_)
        {
            if (task.started && !task.ended)
                return "the task " + id + " never ended";
            never += task.started ? 0 : 1;
        }
        const bool right = totals["total"].as_uint64() == tasks_.size() && totals["ok"].as_uint64() == ok_ &&
                           totals["failed"].as_uint64() == failed_ &&
                           totals["cancelled"].as_uint64() == cancelled_ &&
                           totals["not_started"].as_uint64() == never;
        return right ? "" : "its totals do not add up: " + std::string(totals.raw());
    }

    std::string run_id_;
    std::uint64_t before_ = 0; ///< The last number of the process before.
    std::map<std::string, task_state, std::less<>> tasks_;
    std::uint64_t ok_ = 0, failed_ = 0, cancelled_ = 0;
};

} // namespace

event_log::event_log(std::string text) : text_(std::move(text))
{
    for (std::string_view rest = text_; !rest.empty();)
    {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        auto document = std::make_unique<json::document>();
        static_cast<void>(document->parse(line)); // a fault leaves it empty, which fault_of() reports
        events_.push_back({line, std::move(document)});
    }
}

std::vector<const logged_event*> event_log::of_kind(std::string_view kind) const
{
    std::vector<const logged_event*> found;
    for (const logged_event& event : events_)
        if (event.kind() == kind)
            found.push_back(&event);
    return found;
}

const logged_event* event_log::only(std::string_view kind, std::string_view task) const
{
    const logged_event* found = nullptr;
    for (const logged_event& event : events_)
        if (event.kind() == kind && (task.empty() || event.task() == task))
        {
            if (found != nullptr)
                return nullptr;
            found = &event;
        }
    return found;
}

std::string event_log::said(std::string_view task, std::string_view channel) const
{
    std::string all;
    for (const logged_event& event : events_)
        if (event.kind() == "chunk" && event.task() == task && event["channel"].string() == channel)
            all += event["text"].string();
    return all;
}

std::size_t event_log::peak_running(const std::function<bool(const logged_event&)>& counts) const
{
    std::set<std::string_view> running;
    std::size_t peak = 0;
    for (const logged_event& event : events_)
    {
        const std::string_view kind = event.kind();
        if (kind == "task_started" && counts(event))
            running.insert(event.task());
        else if (kind == "task_complete" || kind == "task_error")
            running.erase(event.task());
        peak = std::max(peak, running.size());
    }
    return peak;
}

std::string without_checksums(std::string_view journal)
{
    constexpr std::size_t length = std::string_view(R"(,"crc":"12345678"})").size();
    std::string plain;
    while (!journal.empty())
    {
        const std::string_view line = journal.substr(0, journal.find('\n'));
        journal.remove_prefix(std::min(line.size() + 1, journal.size()));
        const std::string_view open = line.substr(0, line.size() - std::min(length, line.size()));
        if (line.substr(open.size()) == ",\"crc\":\"" + in_hex(crc32c(open)) + "\"}")
            plain.append(open) += "}\n";
        else
            plain += "no right checksum: " + std::string(line) + '\n';
    }
    return plain;
}

std::string fault_of(const event_log& log)
{
    if (log.all().empty())
        return "there is no event";
    if (!log.text().ends_with('\n'))
        return "the last line has no end";
    checker check;
    for (std::size_t i = 0; i != log.all().size(); ++i)
        if (const std::string why = check.check(log.all()[i], i, i + 1 == log.all().size()); !why.empty())
            return at_line(i, why);
    return {};
}

} // namespace codexflow::test
