#pragma once

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>
#include <codexflow/routing.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  The documents a policy is given and gives, as C++ values: docs/schemas/policy.*.json. Reading is strict
 *  about kinds (the host writes these documents), and blind to members it does not know. */
namespace codexflow::policing {

using routing::place;

/// Who calls.
struct agent
{
    std::string id, alias;                           ///< The alias is the id where there is none.
    std::optional<std::vector<std::string>> allowed; ///< Tools its definition lists; nothing: it has no list.
    std::vector<std::string> restricted;             ///< Tools its definition forbids.
};

/// A file or folder that the call is about.
struct path
{
    std::string given;    ///< As the model wrote it.
    std::string resolved; ///< Absolute, links followed as far as there are any.
    bool writes = false;
};

/// A tool call to be judged.
struct request
{
    agent who;
    std::string tool, effect;                     ///< effect: none, idempotent or once.
    json::value arguments;                        ///< Lives as long as the call of decide().
    std::optional<std::vector<std::string>> argv; ///< The program and its arguments, if the tool runs one.
    std::optional<std::string> command;           ///< The script, if the tool runs a shell.
    std::vector<path> paths;
    std::string workspace;                        ///< Absolute.
    bool any_arguments = false; ///< No call yet: could any be allowed? Then the tool is offered to the model.
    bool explain = false;       ///< The rules that did not decide are wanted too.
};

enum class decision
{
    pass,  ///< Not mine to say.
    allow, ///< Unless another policy objects.
    ask,   ///< A person has to say yes.
    deny,
};

constexpr std::string_view name_of(decision what) noexcept
{
    constexpr std::string_view names[]{"pass", "allow", "ask", "deny"};
    return names[static_cast<int>(what)];
}

/// A rule that was looked at, for who wants to know why.
struct tried
{
    std::string rule;
    decision says = decision::pass;
    bool matched = false;
    std::string why;
    place where;
};

/// What a policy says. Without more, it passes.
struct answer
{
    decision says = decision::pass;
    std::string rule;   ///< Which of its rules decided.
    std::string reason; ///< For people and for the model, in one sentence.
    std::string permit; ///< What would permit it; may be empty.
    place where;        ///< Where the rule was written.
    std::vector<policing::tried> rules;

    answer() = default;
    answer(decision what, std::string_view by, std::string_view why) : says(what), rule(by), reason(why) {}

    std::string json() const;
};

namespace detail {

inline void refuse(const std::string& what) { throw failure(CFLOW_E_INVALID, "the request is wrong: " + what); }

inline std::string text(const json::value& from, std::string_view name, bool needed = false)
{
    const json::value found = from[name];
    if (found.exists() ? !found.is_string() : needed)
        refuse(std::string(name) + " is not text");
    return std::string(found.string());
}

inline std::vector<std::string> texts(const json::value& from, std::string_view name)
{
    if (from.exists() && !from.is_array())
        refuse(std::string(name) + " is not a list");
    std::vector<std::string> made;
    for (const json::value one : from.elements())
    {
        if (!one.is_string())
            refuse(std::string(name) + " holds something that is not text");
        made.emplace_back(one.string());
    }
    return made;
}

inline void write_place(json_writer& out, const place& where)
{
    if (!where.known())
        return;
    out.key("where").begin_object().member("file", where.file).member("line", where.line);
    out.member("column", where.column).end_object();
}

} // namespace detail

/// Reads what the host asked. @p document holds what was read; @p text outlives it. Throws failure.
inline request read_request(json::document& document, std::string_view text)
{
    if (!document.parse(text) || !document.root().is_object())
        detail::refuse("it is not a JSON object");
    const json::value root = document.root();
    request made;
    const json::value agent = root["agent"];
    made.who.id = detail::text(agent, "id", true);
    made.who.alias = detail::text(agent, "alias");
    if (const json::value allowed = agent["allowed"]; allowed.exists() && !allowed.is_null())
        made.who.allowed = detail::texts(allowed, "agent.allowed");
    made.who.restricted = detail::texts(agent["restricted"], "agent.restricted");
    made.tool = detail::text(root, "tool", true);
    made.effect = detail::text(root, "effect", true);
    made.arguments = root["arguments"];
    if (root["argv"].exists())
        made.argv = detail::texts(root["argv"], "argv");
    if (root["command"].exists())
        made.command = detail::text(root, "command");
    for (const json::value one : root["paths"].elements())
        made.paths.push_back({detail::text(one, "path", true), detail::text(one, "resolved", true),
                              detail::text(one, "access", true) != "read"});
    made.workspace = detail::text(root, "workspace");
    made.any_arguments = root["any_arguments"].as_bool().value_or(false);
    made.explain = root["explain"].as_bool().value_or(false);
    return made;
}

inline std::string answer::json() const
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("decision", name_of(says)).member("rule", rule).member("reason", reason);
    if (!permit.empty())
        out.member("permit", permit);
    detail::write_place(out, where);
    if (!rules.empty())
    {
        out.key("tried").begin_array();
        for (const policing::tried& one : rules)
        {
            out.begin_object().member("rule", one.rule).member("decision", name_of(one.says));
            out.member("matched", one.matched).member("why", one.why);
            detail::write_place(out, one.where);
            out.end_object();
        }
        out.end_array();
    }
    out.end_object();
    return text;
}

} // namespace codexflow::policing
