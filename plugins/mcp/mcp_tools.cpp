#include "plugins/mcp/mcp_tools.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/tool_call.hpp>

namespace codexflow::mcp {

mcp_tools::mcp_tools(const codexflow::settings& given)
    : server_(std::make_unique<server>(given.host(), read_settings(given.json())))
{}

task<std::string> mcp_tools::list(operation& op)
{
    try
    {
        co_await server_->until_ready(op);
    }
    catch (const failure& f)
    {
        if (!server_->settings().optional || f.status() == CFLOW_E_CANCELLED)
            throw;
        op.log(log_level::warning, std::string(f.what()) + "; its tools are left out, as it is optional");
    }
    co_return server_->tools().document();
}

task<std::string> mcp_tools::call(operation& op)
{
    const tool_call asked(op);
    const std::string* name = server_->tools().find(asked.name);
    if (name == nullptr)
        throw failure(CFLOW_E_NOT_FOUND, "no such tool: " + std::string(asked.name));
    const tool_result result = co_await server_->call(op, *name, std::string(asked.arguments.raw()));
    co_return result.document();
}

task<std::string> mcp_tools::serve(operation& op)
{
    co_await server_->keep(op);
    co_return "{}";
}

task<std::string> mcp_tools::close(operation& op)
{
    co_await server_->close(op);
    co_return "{}";
}

} // namespace codexflow::mcp
