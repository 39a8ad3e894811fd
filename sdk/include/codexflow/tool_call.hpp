#pragma once

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>
#include <codexflow/operation.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  One call of a tool: what it is given, what it answers. */
namespace codexflow {

/** Thrown by a tool's function when the call cannot be done as it was asked for: the file is not there, an
 *  argument is wrong. The message goes to the model as a result with is_error, and the run goes on. What is
 *  wrong with the tool itself is a failure (failure.hpp). */
class tool_error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// What a call of a tool gave.
class tool_result
{
public:
    tool_result() = default;
    explicit tool_result(std::string text) : content(std::move(text)) {}

    /// A call that did not do what it was asked for; @p why is for the model.
    static tool_result failed(std::string why)
    {
        tool_result made(std::move(why));
        made.is_error = true;
        return made;
    }

    /// The result document. Text that is not UTF-8 is mended.
    std::string document() const
    {
        std::string json;
        json_writer out(json);
        out.begin_object().member("content", content);
        if (is_error)
            out.member("is_error", true);
        if (truncated)
            out.member("truncated", true);
        if (!details.empty())
            out.raw_member("details", details);
        out.end_object();
        return json;
    }

    std::string content; ///< The text for the model.
    bool is_error = false;
    bool truncated = false; ///< There was more than a limit of the tool let through; the content says so.
    std::string
        details; ///< A JSON object for programs (exit codes, counts), not shown to the model; or empty.
};

/// What may be done below a folder, or to a path.
enum class tool_access : std::uint8_t
{
    read,
    write ///< And read.
};

/// A folder that a call may work in.
class tool_root
{
public:
    tool_root(std::string_view folder, tool_access allowed) : path(folder), access(allowed) {}

    std::string path; ///< Absolute.
    tool_access access;
};

/** The arguments of a call, read by name. Each function throws tool_error, with the argument's name and what
 *  it should have been, when an argument is missing or of another kind. An argument that is null counts as
 *  not given: models write that. Views live as long as the call. */
class tool_arguments
{
public:
    explicit tool_arguments(json::value from = {}) noexcept : from_(from) {}

    /// All of them, as JSON.
    std::string_view raw() const noexcept { return from_.exists() ? from_.raw() : "{}"; }
    bool has(std::string_view name) const noexcept { return given(name).exists(); }
    json::value operator[](std::string_view name) const noexcept { return given(name); }

    std::string_view text(std::string_view name) const
    {
        const json::value found = given(name);
        if (!found.exists())
            throw tool_error("the argument '" + std::string(name) + "' is missing: it must be a text");
        return text_of(found, name);
    }
    std::string_view text_or(std::string_view name, std::string_view otherwise) const
    {
        const json::value found = given(name);
        return found.exists() ? text_of(found, name) : otherwise;
    }

    bool flag_or(std::string_view name, bool otherwise) const
    {
        const json::value found = given(name);
        if (found.exists() && !found.as_bool())
            throw wrong(name, "true or false", found);
        return found.as_bool().value_or(otherwise);
    }

    /// A whole number from @p least to @p most.
    std::int64_t count_or(std::string_view name, std::int64_t otherwise, std::int64_t least,
                          std::int64_t most) const
    {
        const json::value found = given(name);
        if (!found.exists())
            return otherwise;
        const std::optional<std::int64_t> number = whole(found);
        if (!number || *number < least || *number > most)
            throw wrong(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                        found);
        return *number;
    }

    /// A list of texts, or one text, which stands for a list of one; empty if not given.
    std::vector<std::string_view> texts(std::string_view name) const
    {
        std::vector<std::string_view> all;
        const json::value found = given(name);
        if (found.is_string())
            all.push_back(found.string());
        else if (found.exists() && !found.is_array())
            throw wrong(name, "a list of texts", found);
        for (const json::value one : found.elements())
            all.push_back(text_of(one, name));
        return all;
    }

private:
    json::value given(std::string_view name) const noexcept
    {
        const json::value found = from_[name];
        return found.is_null() ? json::value() : found;
    }

    static std::string_view text_of(json::value found, std::string_view name)
    {
        if (!found.is_string())
            throw wrong(name, "a text", found);
        return found.string();
    }

    /// 5, and 5.0, which some models write for it.
    static std::optional<std::int64_t> whole(json::value found)
    {
        if (const auto number = found.as_int64())
            return number;
        constexpr double most = 9e15; // doubles are whole numbers without gaps up to there
        const std::optional<double> number = found.as_double();
        if (!number || *number < -most || *number > most)
            return std::nullopt;
        const auto cut = static_cast<std::int64_t>(*number);
        return static_cast<double>(cut) == *number ? std::optional(cut) : std::nullopt;
    }

    static tool_error wrong(std::string_view name, const std::string& wanted, json::value found)
    {
        constexpr std::size_t shown = 60;
        std::string is(found.raw().substr(0, shown));
        if (found.raw().size() > shown)
            is += "...";
        return tool_error("the argument '" + std::string(name) + "' must be " + wanted + ", not " + is);
    }

    json::value from_;
};

/** One call under way. Made by the SDK; lives until the tool's function has ended. */
class tool_call
{
public:
    /// Throws failure (CFLOW_E_INVALID) when the request is not one of the host's.
    explicit tool_call(operation& running) : op(running)
    {
        if (!document_.parse(running.request()))
            throw failure(CFLOW_E_INVALID,
                          "the request is not JSON: " + std::string(document_.error().message));
        const json::value request = document_.root();
        const json::value given = request["arguments"];
        if (!request["tool"].is_string() || (given.exists() && !given.is_object()))
            throw failure(CFLOW_E_INVALID, "the request names no tool, or its arguments are no object");
        name = request["tool"].string();
        id = request["call_id"].string();
        workspace = request["workspace"].string();
        limit = std::chrono::milliseconds(request["limit_ms"].as_int64().value_or(0));
        arguments = tool_arguments(given);
        for (const json::value one : request["roots"].elements())
        {
            const bool writes = one["access"].string() == "write";
            roots.emplace_back(one["path"].string(), writes ? tool_access::write : tool_access::read);
        }
    }
    tool_call(const tool_call&) = delete;
    tool_call& operator=(const tool_call&) = delete;

    operation& op;
    std::string_view name;      ///< The tool's.
    std::string_view id;        ///< The host's name for this call; may be empty.
    std::chrono::milliseconds limit{0}; ///< After it the host stops waiting, and the result is lost; 0: none known.
    std::string_view workspace; ///< Absolute: where relative paths begin. May be empty: the call has none.
    std::vector<tool_root>
        roots; ///< Folders it may work in, as the host decided; the workspace is among them.
    tool_arguments arguments;

private:
    json::document document_;
};

} // namespace codexflow
