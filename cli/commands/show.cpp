#include "cli/commands/commands.hpp"
#include "cli/render/history.hpp"
#include "cli/run_folder.hpp"
#include "cli/setup.hpp"
#include "engine/record/journal_reader.hpp"
#include "engine/run/pricing.hpp"

namespace codexflow::cli {
namespace {

/// Of the project's configuration. One that cannot be read takes the costs away, not the run.
token_pricing prices(const context& where)
{
    const auto settings = load_settings({}, where);
    if (settings)
        return pricing_of(*settings);
    where.complain("note: no costs, for the configuration cannot be read: codex-flow config check\n");
    return {};
}

} // namespace

int show_run(const show_options& options, const context& where)
{
    const auto file = find_journal(".runs", options.run);
    if (!file)
        return where.fail(file.error());
    run_details details;
    const auto run = read_journal(*file, &details);
    if (!run)
        return where.fail(run.error());
    const history_extras more{&details, prices(where)};
    const terminal out = look_at(where.out, where.environment, options.color);
    const std::string text = options.json
                                 ? history_json(*run, *file, more)
                                 : history_text(*run, *file, out.is_tty ? out.size.columns : 0, out.color, more);
    return where.print(text) ? 0 : output_lost_exit_code;
}

} // namespace codexflow::cli
