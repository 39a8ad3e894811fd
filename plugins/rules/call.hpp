#pragma once

#include "plugins/rules/script.hpp"

#include <codexflow/policing.hpp>

#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What a tool call comes down to: every program it would start, behind whatever wrapper or shell, and every
 *  path. What cannot be seen from the words alone makes it opaque. Pure. */
namespace codexflow::rules {

/// A program that would be started.
struct part
{
    std::vector<word> argv;  ///< The first is the program; never empty.
    std::string name;        ///< The last part of its path.
    std::string path;        ///< Absolute and without dots, if it was named by a path.
    bool local = false;      ///< It lies in the workspace: then it is not the program of that name.
    bool trusted = false;    ///< Named without a path, or from a folder of the system.
    bool carrier = false;    ///< It only starts the next part, which is what needs to be allowed.
};

struct call
{
    std::vector<part> parts;
    std::vector<policing::path> paths; ///< Given by the host, and redirections; resolved without dots.
    std::string opaque;                ///< Why it is not understood; empty if it is.
    bool runs = false;                 ///< It starts programs at all.
};

/// Takes @p asked apart.
call read_call(const policing::request& asked);

/** @p given from @p folder, without ".", ".." and double slashes, and with the ways through /proc that lead
 *  back to the root or the folder undone. */
std::string plain_path(std::string_view given, std::string_view folder);

/// Whether @p path is @p folder or in it. Both absolute and plain.
bool lies_in(std::string_view path, std::string_view folder) noexcept;

} // namespace codexflow::rules
