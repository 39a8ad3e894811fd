#include "plugins/mcp/link.hpp"

#include "plugins/mcp/plain_text.hpp"

#include <utility>

namespace codexflow::mcp {
namespace {

constexpr std::size_t most_remarks = 200; ///< Of one connection: a server that floods does not fill the record.
constexpr std::size_t longest_remark = 1000;

} // namespace

link::link(const server_settings& about, link_events events)
    : about_(about),
      talk_(about.roots),
      events_(std::move(events))
{}

void link::fail(const std::string& why)
{
    if (!fault_.empty())
        return;
    fault_ = why;
    events_.down();
}

void link::take(std::string_view message)
{
    for (received& each : talk_.receive(message))
    {
        switch (each.what)
        {
        case received::kind::answer: on_answer(each.id, std::move(each.answer)); break;
        case received::kind::reply: on_reply(std::move(each.text)); break;
        case received::kind::tools_changed: events_.tools_changed(); break;
        case received::kind::notice: remark(log_level::debug, "it tells " + each.text); break;
        case received::kind::stray: remark(log_level::warning, "it sent " + each.text); break;
        }
    }
}

void link::remark(log_level level, std::string_view text)
{
    if (remarks_ > most_remarks)
        return;
    if (++remarks_ > most_remarks)
        return events_.remark(log_level::warning, "it says so much that the rest is not written here");
    events_.remark(level, one_line(text, longest_remark));
}

} // namespace codexflow::mcp
