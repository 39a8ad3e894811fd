#pragma once

#include "plugins/mcp/definition.hpp"
#include "plugins/mcp/settings.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::mcp {

/** The tools of one server as they are offered: chosen by the configuration, held against the pins, named for models.
 *  A tool stays what it was when it was offered: what the server defines later is held against that. Pure but for the
 *  file of pins, in settle(). */
class tool_list
{
public:
    /// A line for the log.
    struct remark
    {
        explicit remark(std::string words, bool warns = true) : text(std::move(words)), is_warning(warns) {}

        std::string text;
        bool is_warning;
    };

    explicit tool_list(const server_settings& about) : about_(about) {}

    /** Takes what the server lists now. The first time it decides what is offered, with the pins; later it only
     *  remembers what has changed since.
     *  Throws failure when the file of pins cannot be read or written.
     *  @return what is left out and why, what was pinned. */
    std::vector<remark> settle(std::vector<definition> listed);

    /// The document of "list".
    std::string document() const;

    /// The server's name of a tool that was offered as @p model_name; null: there is none.
    const std::string* find(std::string_view model_name) const;
    /// Why a tool must not be called, which was offered; empty: it may.
    std::string objection(const std::string& name) const;

private:
    struct offered
    {
        definition tool;
        std::string model_name;
    };

    void decide(std::vector<definition>& listed, std::vector<remark>& remarks);
    void leave_out(std::vector<definition>& listed, std::vector<remark>& remarks) const;
    void hold_against_pins(std::vector<definition>& listed, std::vector<remark>& remarks) const;
    std::vector<remark> changes(const std::vector<definition>& listed);
    tool_effect effect_of(const definition& tool) const;

    const server_settings& about_;
    bool decided_ = false;
    std::vector<offered> offered_;
    std::map<std::string, std::string> objections_; ///< By the server's name.
};

} // namespace codexflow::mcp
