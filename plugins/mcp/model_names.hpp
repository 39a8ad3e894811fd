#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace codexflow::mcp {

/** What models call the tools of a server: mcp__SERVER__TOOL, as Claude has it. Model interfaces take 64 of
 *  [A-Za-z0-9_-]: other characters become '_', and a name that is too long, or that another tool of the server would
 *  get too, ends in eight digits of its SHA-256. Which name a tool gets does not depend on the order of the list.
 *  @param server of [A-Za-z0-9_-], at most 32.
 *  @return one for each of @p tools; equal names of the server get equal names. Pure. */
std::vector<std::string> model_names(std::string_view server, const std::vector<std::string>& tools);

} // namespace codexflow::mcp
