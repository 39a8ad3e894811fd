#pragma once

#include "plugins/files/settings.hpp"

#include <codexflow/tool.hpp>

namespace codexflow::files {

/** The tools read, write, edit, list, glob and search. Holds nothing but its limits; each call opens the
 * folders it may work in and closes them at its end. */
class file_tools final : public tool
{
public:
    explicit file_tools(const settings& given);

private:
    task<tool_result> read(tool_call& call);
    task<tool_result> write(tool_call& call);
    task<tool_result> edit(tool_call& call);
    task<tool_result> list(tool_call& call);
    task<tool_result> glob(tool_call& call);
    task<tool_result> search(tool_call& call);

    tool_limits limits_;
};

} // namespace codexflow::files
