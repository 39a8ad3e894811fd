#include "plugins/mcp/tool_list.hpp"

#include "plugins/mcp/model_names.hpp"
#include "plugins/mcp/pin_file.hpp"
#include "plugins/mcp/plain_text.hpp"

#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace codexflow::mcp {
namespace {

constexpr std::size_t shown = 128;

std::string called(const std::string& name) { return "the tool '" + one_line(name, shown) + "'"; }

} // namespace

std::vector<tool_list::remark> tool_list::settle(std::vector<definition> listed)
{
    std::vector<remark> remarks;
    if (decided_)
        return changes(listed);
    decide(listed, remarks);
    decided_ = true;
    return remarks;
}

void tool_list::decide(std::vector<definition>& listed, std::vector<remark>& remarks)
{
    leave_out(listed, remarks);
    hold_against_pins(listed, remarks);
    std::vector<std::string> names;
    for (const definition& tool : listed)
        names.push_back(tool.name);
    const std::vector<std::string> shown_as = model_names(about_.server, names);
    for (std::size_t i = 0; i != listed.size(); ++i)
        offered_.push_back({std::move(listed[i]), shown_as[i]});
}

/// What cannot be used, what is not wanted, and the second one of a name.
void tool_list::leave_out(std::vector<definition>& listed, std::vector<remark>& remarks) const
{
    std::set<std::string> seen;
    std::erase_if(listed, [&](const definition& tool) {
        const bool wanted = about_.only.empty() || std::find(about_.only.begin(), about_.only.end(), tool.name) != about_.only.end();
        if (!wanted)
            return true;
        if (!tool.unusable.empty())
            remarks.emplace_back(called(tool.name) + " is left out: it " + tool.unusable);
        else if (!seen.insert(tool.name).second)
            remarks.emplace_back(called(tool.name) + " is left out: another one comes first and has its name");
        else
            return false;
        return true;
    });
    for (const std::string& name : about_.only)
        if (seen.count(name) == 0)
            remarks.emplace_back("'only' names " + called(name) + ", which the server does not have, or which is left out");
}

/// A tool that is not what it was when it was pinned is refused; one that is new is pinned, or refused.
void tool_list::hold_against_pins(std::vector<definition>& listed, std::vector<remark>& remarks) const
{
    pins known = read_pin_file(about_.pins);
    const pin_verdict verdict = known.check(listed);
    std::set<std::string> refused;
    for (const changed_tool& changed : verdict.changed)
    {
        refused.insert(changed.name);
        remarks.emplace_back(called(changed.name) + " is refused: the server defines it otherwise than it is pinned in " +
                          about_.pins.string() + ". To accept it, remove its line there. What differs: " + changed.how);
    }
    for (const std::string& name : verdict.unknown)
        if (!about_.pin_new)
        {
            refused.insert(name);
            remarks.emplace_back(called(name) + " is refused: it is not pinned in " + about_.pins.string() +
                              ". To accept it, run once with pin_new: record");
        }
    std::erase_if(listed, [&](const definition& tool) { return refused.count(tool.name) != 0; });
    if (verdict.unknown.empty() || !about_.pin_new)
        return;
    for (const definition& tool : listed)
        known.add(tool);
    write_pin_file(about_.pins, known.text(about_.server));
    remarks.emplace_back("definitions pinned in " + about_.pins.string() + " for the first time: " +
                             std::to_string(verdict.unknown.size()),
                         false);
}

/// What has become of the tools that were offered.
std::vector<tool_list::remark> tool_list::changes(const std::vector<definition>& listed)
{
    std::vector<remark> remarks;
    objections_.clear();
    for (const offered& one : offered_)
    {
        const auto now = std::find_if(listed.begin(), listed.end(), [&](const definition& d) { return d.name == one.tool.name; });
        std::string& why = objections_[one.tool.name];
        if (now == listed.end())
            why = "the server does not have it any more";
        else if (now->digest != one.tool.digest)
            why = "the server has changed its definition since it was offered: " + difference(one.tool.canonical, now->canonical);
        if (!why.empty())
            remarks.emplace_back(called(one.tool.name) + " is refused from now on: " + why);
    }
    return remarks;
}

/// The user's word, then the server's if the user trusts it, then the careful one.
tool_effect tool_list::effect_of(const definition& tool) const
{
    if (const auto said = about_.effects.find(tool.name); said != about_.effects.end())
        return said->second;
    if (about_.trust_annotations && tool.read_only.value_or(false))
        return tool_effect::none;
    if (about_.trust_annotations && tool.idempotent.value_or(false))
        return tool_effect::idempotent;
    return tool_effect::once;
}

std::string tool_list::document() const
{
    constexpr std::array<std::string_view, 3> effects{"none", "idempotent", "once"};
    std::string json;
    json_writer out(json);
    out.begin_object().key("tools").begin_array();
    for (const offered& one : offered_)
    {
        const definition& tool = one.tool;
        out.begin_object().member("name", one.model_name);
        out.member("description", tool.description.empty() ? tool.title : tool.description);
        out.raw_member("parameters", tool.parameters);
        out.member("effect", effects[static_cast<std::size_t>(effect_of(tool))]).end_object();
    }
    out.end_array().end_object();
    return json;
}

const std::string* tool_list::find(std::string_view model_name) const
{
    const auto found = std::find_if(offered_.begin(), offered_.end(), [&](const offered& one) { return one.model_name == model_name; });
    return found == offered_.end() ? nullptr : &found->tool.name;
}

std::string tool_list::objection(const std::string& name) const
{
    const auto found = objections_.find(name);
    return found == objections_.end() ? std::string() : found->second;
}

} // namespace codexflow::mcp
