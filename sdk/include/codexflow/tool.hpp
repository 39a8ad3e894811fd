#pragma once

#include <codexflow/components.hpp>
#include <codexflow/tool_call.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/** @file
 *  Tools as their author writes them: declared in the constructor, a member function for each.
 *
 *  @code
 *  struct counting : codexflow::tool {
 *      counting() {
 *          add("count_words", "Counts the words of a text.", &counting::count_words)
 *              .parameters(R"({"type":"object","properties":{"text":{"type":"string"}},"required":["text"]})");
 *      }
 *      codexflow::tool_result count_words(codexflow::tool_call& call) {
 *          return codexflow::tool_result(std::to_string(words_in(call.arguments.text("text"))));
 *      }
 *  };
 *  CODEXFLOW_PLUGIN(codexflow::component<counting>("counting"))
 *  @endcode */
namespace codexflow {

/// What a call changes: what the host may do when it does not know whether a call was carried out.
enum class tool_effect : std::uint8_t
{
    none,       ///< It only looks.
    idempotent, ///< Twice is the same as once.
    once        ///< It must not be done again without a decision.
};

class tool;

/// One tool as it is declared. Owned by its component; what is set here is what the host is told.
class tool_declaration
{
public:
    using function = std::function<task<tool_result>(tool&, tool_call&)>;
    using sync_function = std::function<tool_result(tool&, tool_call&)>;

    tool_declaration(std::string_view name, std::string_view description)
        : name_(name),
          description_(description)
    {}

    /** The arguments, as a JSON Schema of the type object; without it there are none.
     *  Throws failure (CFLOW_E_INVALID) when it is no JSON object: the component is not made then. */
    tool_declaration& parameters(std::string_view schema)
    {
        json::document document;
        if (!document.parse(schema) || !document.root().is_object())
            throw failure(CFLOW_E_INVALID, "the parameters of the tool '" + name_ + "' are no JSON object");
        parameters_ = schema;
        return *this;
    }
    /// Without it: once.
    tool_declaration& effect(tool_effect what)
    {
        effect_ = what;
        return *this;
    }
    /// The argument @p name is a path, or a list of paths: policies judge it, the host resolves it.
    tool_declaration& path(std::string_view name, tool_access access)
    {
        paths_.emplace_back(name, access);
        return *this;
    }
    /// The argument @p name is a program and its arguments, a list of texts.
    tool_declaration& argv(std::string_view name)
    {
        argv_ = name;
        return *this;
    }
    /// The argument @p name is a script for a shell.
    tool_declaration& command(std::string_view name)
    {
        command_ = name;
        return *this;
    }

    const std::string& name() const noexcept { return name_; }

    void write(json_writer& out) const
    {
        constexpr std::string_view effects[] = {"none", "idempotent", "once"};
        out.begin_object().member("name", name_).member("description", description_);
        out.raw_member("parameters", parameters_);
        out.member("effect", effects[static_cast<std::size_t>(effect_)]);
        if (!paths_.empty() || !argv_.empty() || !command_.empty())
            write_subjects(out);
        out.end_object();
    }

private:
    friend class tool;

    void write_subjects(json_writer& out) const
    {
        out.key("subjects").begin_object();
        if (!paths_.empty())
        {
            out.key("paths").begin_array();
            for (const auto& [name, access] : paths_)
            {
                const std::string_view word = access == tool_access::write ? "write" : "read";
                out.begin_object().member("argument", name).member("access", word).end_object();
            }
            out.end_array();
        }
        if (!argv_.empty())
            out.member("argv", argv_);
        if (!command_.empty())
            out.member("command", command_);
        out.end_object();
    }

    std::string name_, description_;
    std::string parameters_ = R"({"type":"object","properties":{},"additionalProperties":false})";
    tool_effect effect_ = tool_effect::once;
    std::vector<std::pair<std::string, tool_access>> paths_;
    std::string argv_, command_;
    sync_function at_once_; ///< One of the two.
    function begin_;
};

/** A component with tools. Several calls may be under way at the same time (components.hpp): what the
 * functions share must not be changed by them without care. They run [op]: a function must not block; one
 * with much to do is a coroutine that lets others in between, with `co_await call.op.sleep_for(0us)`. */
class tool : public json_tool
{
public:
    task<std::string> list(operation&) final
    {
        std::string json;
        json_writer out(json);
        out.begin_object().key("tools").begin_array();
        for (const tool_declaration& one : declared_)
            one.write(out);
        out.end_array().end_object();
        co_return json;
    }

    task<std::string> call(operation& op) final
    {
        tool_call what(op);
        tool_result made;
        try
        {
            const tool_declaration& asked = declared(what.name);
            if (asked.at_once_)
            {
                made = asked.at_once_(*this, what);
            }
            else
            {
                task<tool_result> begun = asked.begin_(*this, what);
                made = co_await begun;
            }
        }
        catch (const tool_error& why)
        {
            made = tool_result::failed(why.what());
        }
        co_return made.document();
    }

protected:
    /** Declares a tool, in the constructor only; the reference is good until the next one is declared.
     *  @param does a member function of the component, or of a base, that takes a tool_call& and returns a
     *         tool_result or a task<tool_result>. What goes wrong it throws: tool_error, or failure. */
    template <class Component, class Result>
    tool_declaration& add(std::string_view name, std::string_view description,
                          Result (Component::*does)(tool_call&))
    {
        static_assert(std::is_base_of_v<tool, Component>, "a member function of the component");
        tool_declaration& made = declared_.emplace_back(name, description);
        const auto run = [does](tool& self, tool_call& call) {
            return (static_cast<Component&>(self).*does)(call);
        };
        if constexpr (std::is_same_v<Result, tool_result>)
            made.at_once_ = run;
        else
            made.begin_ = run;
        return made;
    }

private:
    const tool_declaration& declared(std::string_view name) const
    {
        const auto found = std::find_if(declared_.begin(), declared_.end(),
                                        [&](const tool_declaration& one) { return one.name() == name; });
        if (found == declared_.end())
            throw failure(CFLOW_E_NOT_FOUND, "no such tool: " + std::string(name));
        return *found;
    }

    std::vector<tool_declaration> declared_;
};

} // namespace codexflow
