#include "cli/commands/commands.hpp"
#include "cli/render/history.hpp"
#include "cli/run_folder.hpp"
#include "engine/record/journal_reader.hpp"

namespace codexflow::cli {

int show_run(const show_options& options, const context& where)
{
    const auto file = find_journal(".runs", options.run);
    if (!file)
        return where.fail(file.error());
    const auto run = read_journal(*file);
    if (!run)
        return where.fail(run.error());
    const terminal out = look_at(where.out, where.environment, options.color);
    const std::string text = options.json
                                 ? history_json(*run, *file)
                                 : history_text(*run, *file, out.is_tty ? out.size.columns : 0, out.color);
    return where.print(text) ? 0 : output_lost_exit_code;
}

} // namespace codexflow::cli
