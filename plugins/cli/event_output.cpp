#include "plugins/cli/event_output.hpp"

#include <codexflow/utf8.hpp>

#include <optional>

namespace codexflow::cli {
namespace {

constexpr std::size_t longest_detail = 300;
constexpr std::size_t longest_sample = 200;

} // namespace

void event_output::finish()
{
    lines_.finish();
    finished_ = true;
}

bool event_output::next(piece& said)
{
    std::string_view line;
    while (ready_.empty() && lines_.next(line))
        take_line(line);
    if (lines_.failed() && fault_.empty())
        fault_ = lines_.failure();
    if (ready_.empty() && std::exchange(finished_, false))
        for (const field each : {field::text, field::reasoning})
            if (const auto rest = joiners_[static_cast<std::size_t>(each)].finish(); !rest.empty())
                ready_.emplace_back(each, rest);
    if (ready_.empty())
        return false;
    said.what = ready_.front().first;
    given_ = std::move(ready_.front().second);
    ready_.pop_front();
    said.data = given_;
    return true;
}

void event_output::take_line(std::string_view line)
{
    if (document_.parse(line) && document_.root().is_object())
        return take(document_.root());
    if (!fault_.empty())
        return;
    fault_ = "a line is not a JSON object: ";
    utf8::append_clean(fault_, line.substr(0, longest_sample));
}

void event_output::say(field what, std::string_view text)
{
    const std::string_view clean = joiners_[static_cast<std::size_t>(what)].feed(text);
    if (clean.empty())
        return;
    spoken_ = spoken_ || what == field::text;
    if (!ready_.empty() && ready_.back().first == what)
        ready_.back().second += clean;
    else
        ready_.emplace_back(what, clean);
}

void event_output::begin_paragraph()
{
    if (spoken_)
        say(field::text, "\n\n");
}

void event_output::tell(std::string_view what, std::string_view details)
{
    std::string line = "[" + std::string(what) + "] ";
    line += utf8::clean(details.substr(0, longest_detail));
    line += details.size() > longest_detail ? "...\n" : "\n";
    say(field::reasoning, line);
}

std::optional<std::uint64_t> event_output::count(const json::value& usage, std::string_view name)
{
    return usage[name].as_uint64();
}

} // namespace codexflow::cli
