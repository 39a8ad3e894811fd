#pragma once

#include "plugins/mcp/definition.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::mcp {

/// A tool that is defined otherwise than it was when it was pinned.
struct changed_tool
{
    std::string name;
    std::string how; ///< See difference().
};

/// What pins say of a list of tools.
struct pin_verdict
{
    std::vector<std::string> unknown; ///< Not pinned yet.
    std::vector<changed_tool> changed;
};

/** The tools of one server as they were when somebody relied on them: name, digest and definition of each. A plain
 *  value; reading and writing its file is pin_file's. */
class pins
{
public:
    /// Reads the text of a file. @return why it cannot be read; empty: it was.
    std::string read(std::string_view text);
    /// The text of the file: JSON, one tool a line, sorted, so that a version control shows what changed.
    std::string text(std::string_view server) const;

    /// Holds @p tools against the pins; changes nothing.
    pin_verdict check(const std::vector<definition>& tools) const;
    void add(const definition& tool) { known_[tool.name] = {tool.digest, tool.canonical}; }
    bool empty() const noexcept { return known_.empty(); }

private:
    struct pin
    {
        std::string digest, canonical;
    };
    std::map<std::string, pin> known_; ///< By the server's name of the tool.
};

} // namespace codexflow::mcp
