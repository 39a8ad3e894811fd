#pragma once

#include <string>
#include <string_view>

/** @file
 *  The first exchange of a connection: which revision of MCP both speak. Pure. */
namespace codexflow::mcp {

/// What a server says of itself when it is greeted.
struct welcome
{
    std::string revision; ///< The one that is spoken from here on.
    std::string name, version;
    bool has_tools = false;
    std::string fault; ///< Why there is nothing to go on with, in words; else empty.
};

/// The params of "initialize". @param with_roots whether the server may ask for folders.
std::string greeting(bool with_roots);

/** Reads the result of "initialize". A server answers with the revision it was offered or with another one that it
 *  speaks; one that we do not speak is a fault. */
welcome read_welcome(std::string_view result);

} // namespace codexflow::mcp
