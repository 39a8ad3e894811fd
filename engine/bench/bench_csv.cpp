#include "engine/bench/bench_report.hpp"

#include <fmt/format.h>

#include <optional>
#include <vector>

namespace codexflow::bench {
namespace {

/// The first six are the original's.
constexpr std::string_view heading = "provider,ok,ms,tokens_in,tokens_out,cost_usd,"
                                     "ttft_ms,tokens_per_second,attempts,waited_ms,round,model,finish,error_kind,error\n";

std::string quoted(const std::string& cell)
{
    if (cell.find_first_of(",\"\r\n") == cell.npos)
        return cell;
    std::string out = "\"";
    for (const char c : cell)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

/// Text of a server or a plugin. A spreadsheet would run it as a formula if it began like one.
std::string foreign(const std::string& cell)
{
    return !cell.empty() && std::string_view("=+-@\t").find(cell.front()) != std::string_view::npos ? "'" + cell : cell;
}

std::string ms(std::int64_t us) { return fmt::format("{}", static_cast<double>(us) / 1000); }

template <class T> std::string known(const std::optional<T>& value)
{
    return value ? fmt::format("{}", *value) : std::string();
}

std::vector<std::string> cells_of(const measured_call& call, const measurement& all)
{
    const subject& who = all.subjects[call.provider];
    const bool counted = call.usage.known;
    std::string kind, why;
    if (call.failure)
    {
        kind = call.failure->kind.empty() ? std::string(to_string(call.failure->code)) : call.failure->kind;
        why = failure_text(*call.failure);
    }
    return {who.name,
            call.ok() ? "true" : "false",
            ms(call.total_us),
            counted ? std::to_string(call.usage.input) : "",
            counted ? std::to_string(call.usage.output) : "",
            known(call.cost),
            call.first_us ? ms(*call.first_us) : "",
            call.tokens_per_second() ? fmt::format("{:.2f}", *call.tokens_per_second()) : "",
            std::to_string(call.attempts),
            ms(call.waited_us),
            std::to_string(call.round),
            foreign(call.model.empty() ? who.model : call.model),
            foreign(call.finish),
            kind,
            foreign(why)};
}

} // namespace

std::string report_csv(const measurement& all)
{
    std::string text(heading);
    for (const measured_call& call : all.calls)
    {
        std::string line;
        for (const std::string& cell : cells_of(call, all))
            line += (line.empty() ? "" : ",") + quoted(cell);
        text += line + '\n';
    }
    return text;
}

} // namespace codexflow::bench
