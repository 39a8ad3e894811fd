#include "cli/render/bench_view.hpp"

#include "cli/render/style.hpp"
#include "cli/render/table.hpp"
#include "cli/render/text_width.hpp"
#include "engine/bench/bench_schedule.hpp"
#include "engine/bench/bench_table.hpp"
#include "engine/bench/measurement.hpp"

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

std::string ms(std::int64_t us) { return bench::milliseconds_text(static_cast<double>(us)) + " ms"; }

std::string outcome(const bench::measured_call& call, bool color)
{
    std::string text = ms(call.total_us);
    if (call.first_us)
        text += ", first piece after " + ms(*call.first_us);
    if (call.usage.known)
        text += fmt::format(", {} tokens", call.usage.output);
    if (call.attempts > 1)
        text += fmt::format(", {} tries", call.attempts);
    if (call.failure)
        text = painted("failed", tone::bad, color) + " after " + text + ": " +
               one_line(bench::failure_text(*call.failure));
    return text;
}

} // namespace

std::string bench_progress_line(const bench::call_slot& slot, const bench::measured_call& call,
                                const std::string& provider, std::size_t number, std::size_t planned, bool color)
{
    const std::string place = slot.warm_up ? "[warm-up]" : fmt::format("[{}/{}]", number, planned);
    return fmt::format("{} {}, round {}: {}\n", place, provider, slot.round, outcome(call, color));
}

std::string bench_text(const bench::measurement& all, int columns, bool color)
{
    std::string text = render_table(bench::table_headings(), bench::table_rows(all), columns);
    for (const std::string& line : bench::failure_lines(all))
        text += painted(one_line(line), tone::bad, color) + '\n';
    for (const std::string& line : bench::remarks(all))
        text += one_line(line) + '\n';
    return text;
}

} // namespace codexflow::cli
