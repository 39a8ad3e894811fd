#include "engine/bench/bench_table.hpp"

#include "engine/bench/statistics.hpp"

#include "engine/base/text.hpp"

#include <fmt/format.h>

namespace codexflow::bench {
namespace {

const std::string unknown = "?";

std::string ms(const std::optional<spread>& values, std::int64_t spread::*which)
{
    return values ? milliseconds_text(static_cast<double>((*values).*which)) : "-";
}

/// A sum over @p known calls of @p all that should be in it.
std::string sum(std::string text, std::size_t known, std::size_t all)
{
    if (known == 0)
        return unknown;
    return known < all ? "≥" + text : text;
}

std::vector<std::string> row_of(const subject& who, const summary& what)
{
    return {who.name,
            who.model.empty() ? "its default" : who.model,
            fmt::format("{}/{}", what.ok, what.calls),
            fmt::format("{}", what.attempts),
            ms(what.first, &spread::p50),
            ms(what.total, &spread::min),
            what.total ? milliseconds_text(what.total->mean) : "-",
            ms(what.total, &spread::p50),
            ms(what.total, &spread::p90),
            ms(what.total, &spread::p99),
            ms(what.total, &spread::max),
            what.tokens_per_second ? fmt::format("{:.1f}", *what.tokens_per_second) : unknown,
            sum(fmt::format("{}", what.tokens_in), what.counted, what.ok),
            sum(fmt::format("{}", what.tokens_out), what.counted, what.ok),
            sum(cost_text(what.cost), what.priced, what.ok)};
}

std::string unpriced(const measurement& all)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i != all.subjects.size(); ++i)
        if (const summary what = summarize(all, i); what.counted != 0 && what.priced < what.counted)
            names.push_back(all.subjects[i].name);
    return names.empty() ? "" : "what " + join(names, ", ") + " cost is unknown: set prices, or providers.NAME.price";
}

} // namespace

std::vector<std::string> table_headings()
{
    return {"PROVIDER", "MODEL", "OK",  "TRIES", "FIRST", "MIN", "MEAN", "P50",
            "P90",      "P99",   "MAX", "TOK/S", "IN",    "OUT", "USD"};
}

std::vector<std::vector<std::string>> table_rows(const measurement& all)
{
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i != all.subjects.size(); ++i)
        rows.push_back(row_of(all.subjects[i], summarize(all, i)));
    return rows;
}

std::vector<std::string> failure_lines(const measurement& all)
{
    std::vector<std::string> lines;
    for (std::size_t i = 0; i != all.subjects.size(); ++i)
    {
        const summary what = summarize(all, i);
        if (what.first_failure == nullptr)
            continue;
        const error& first = *what.first_failure->failure;
        lines.push_back(fmt::format("{}: {} of {} failed, the first: {}{}", all.subjects[i].name, what.calls - what.ok,
                                    what.calls, failure_text(first), first.hint.empty() ? "" : " (" + first.hint + ')'));
    }
    return lines;
}

std::vector<std::string> remarks(const measurement& all)
{
    std::vector<std::string> said;
    const auto say = [&](std::string text) {
        if (!text.empty())
            said.push_back(std::move(text));
    };
    if (!all.stopped.empty())
        say(fmt::format("stopped ({}): {} of {} calls were measured", all.stopped, all.calls.size(), all.planned));
    say("times in milliseconds, of calls that succeeded; FIRST is the p50 until the first piece of the answer");
    say(percentile_note(fewest_successes(all)));
    if (!all.settings.stream)
        say("not streamed: the time to a first piece is not measured");
    say(unpriced(all));
    return said;
}

std::string milliseconds_text(double us)
{
    const double ms = us / 1000;
    if (ms < 1)
        return fmt::format("{:.3f}", ms);
    return fmt::format("{:.{}f}", ms, ms < 100 ? 1 : 0);
}

std::string cost_text(double dollars)
{
    if (dollars == 0)
        return "0";
    return dollars < 0.000001 ? "<0.000001" : fmt::format("{:.{}f}", dollars, dollars < 0.01 ? 6 : 4);
}

} // namespace codexflow::bench
