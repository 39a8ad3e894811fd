#include "cli/completion.hpp"
#include "cli/commands/commands.hpp"

namespace codexflow::cli {

int write_completion(const completion_options& options, const context& where)
{
    return where.print(completion_script(describe_program(), options.shell)) ? 0 : output_lost_exit_code;
}

} // namespace codexflow::cli
