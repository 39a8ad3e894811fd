#include "cli/commands/commands.hpp"
#include "cli/render/metrics_view.hpp"
#include "cli/setup.hpp"
#include "cli/since.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/metrics/metrics_file.hpp"
#include "engine/metrics/prometheus.hpp"
#include "engine/metrics/uncounted_runs.hpp"
#include "engine/run/pricing.hpp"

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

constexpr const char* runs_path = ".runs";

/** The file, with the runs counted that their own processes did not come to count. What cannot be written is
 *  counted in memory, and a line on standard error says so. Errors: a file that cannot be read. */
result<metrics_book> read_book(const config& settings, const context& where)
{
    auto book = read_metrics(metrics_path);
    if (!settings.record.metrics)
        return book;
    const auto more = uncounted_runs(runs_path, book ? *book : metrics_book(), pricing_of(settings));
    if (!more)
        return more.error();
    if (book && more->empty())
        return book;
    system_clock time;
    const auto merged = merge_metrics(metrics_path, *more, time);
    if (merged && !merged->set_aside.empty())
        where.complain("warning: " + std::string(metrics_path) + " could not be read (" + to_string(book.error()) +
                       "); it is now " + merged->set_aside + ", and the runs that still have journals are counted anew\n");
    if (merged)
        return merged->book;
    if (!book)
        return book.error();
    where.complain("warning: not written: " + to_string(merged.error()) + '\n');
    for (const run_metrics& one : *more)
        book->merge(one);
    return book;
}

result<agents_metrics> choose(const metrics_book& book, const metrics_options& options, const context& where)
{
    agents_metrics chosen = book.total();
    if (options.since)
    {
        system_clock time;
        const auto from = time_since(*options.since, time.unix_us());
        if (!from)
            return from.error();
        chosen = book.since(*from);
        if (book.has_earlier())
            where.complain(fmt::format("note: what is only known as a sum is left out; the last {} runs are known one by one\n",
                                       book.runs().size()));
    }
    if (!options.agent)
        return chosen;
    std::vector<std::string> names;
    for (const auto& [id, one] : chosen)
        names.push_back(id);
    const auto found = chosen.find(*options.agent);
    if (found == chosen.end())
        return error(errc::not_found, "nothing is known of an agent " + quote(*options.agent))
            .with_hint(did_you_mean(*options.agent, names));
    return agents_metrics{*found};
}

} // namespace

int show_metrics(const metrics_options& options, const context& where)
{
    const auto settings = load_settings(options.setup, where);
    if (!settings)
        return where.fail(settings.error());
    const auto book = read_book(*settings, where);
    if (!book)
        return where.fail(book.error());
    const auto agents = choose(*book, options, where);
    if (!agents)
        return where.fail(agents.error());
    const terminal out = look_at(where.out, where.environment, color_choice::automatic);
    std::string text;
    switch (options.print)
    {
    case metrics_options::format::json: text = metrics_json(*agents); break;
    case metrics_options::format::prometheus: text = prometheus_text(*agents); break;
    case metrics_options::format::text:
        if (agents->empty())
            where.complain("nothing has been counted yet\n");
        else
            text = metrics_text(*agents, out.is_tty ? out.size.columns : 0);
    }
    return where.print(text) ? 0 : output_lost_exit_code;
}

} // namespace codexflow::cli
