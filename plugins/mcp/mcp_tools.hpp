#pragma once

#include "plugins/mcp/server.hpp"

#include <codexflow/components.hpp>

namespace codexflow::mcp {

/// The tools of one MCP server.
class mcp_tools : public json_tool
{
public:
    explicit mcp_tools(const codexflow::settings& given);

    task<std::string> list(operation& op) override;
    task<std::string> call(operation& op) override;
    task<std::string> serve(operation& op) override;
    task<std::string> close(operation& op) override;

private:
    std::unique_ptr<server> server_; ///< What other operations refer to must not move.
};

} // namespace codexflow::mcp
