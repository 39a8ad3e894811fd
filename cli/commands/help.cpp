#include "cli/help.hpp"
#include "cli/commands/commands.hpp"

#include <codexflow/abi.h>

#include <string>

namespace codexflow::cli {

int show_help(const help_options& options, const context& where)
{
    const terminal out = look_at(where.out, where.environment, color_choice::automatic);
    return where.print(help_text(describe_program(), options.command, out.size.columns))
               ? 0
               : output_lost_exit_code;
}

int show_version(const context& where)
{
    const std::string abi = std::to_string(CFLOW_ABI_MAJOR) + '.' + std::to_string(CFLOW_ABI_MINOR);
    return where.print("codex-flow " CODEXFLOW_VERSION " (plugin ABI " + abi + ")\n") ? 0
                                                                                      : output_lost_exit_code;
}

} // namespace codexflow::cli
