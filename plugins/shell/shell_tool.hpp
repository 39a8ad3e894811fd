#pragma once

#include "plugins/shell/command.hpp"

#include <codexflow/process.hpp>
#include <codexflow/tool.hpp>

namespace codexflow::shell {

/** The tool `shell`: one command, its output and how it ended. One instance serves any number of calls at once: it
 *  holds its settings and nothing else. What a command may touch is the host's to decide. */
class shell_tool : public tool
{
public:
    explicit shell_tool(const settings& given);

private:
    task<tool_result> run_command(tool_call& call);
    process_spec spec_for(const tool_call& call, const command& what) const;

    const shell_settings settings_;
};

} // namespace codexflow::shell
