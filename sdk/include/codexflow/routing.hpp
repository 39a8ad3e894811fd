#pragma once

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  The documents a router is given and gives, as C++ values: docs/schemas/router.*.json. Reading is strict
 *  about kinds (the host writes these documents), and blind to members it does not know. */
namespace codexflow::routing {

/// A place in a user's file; lines and columns count from 1, 0 is unknown.
struct place
{
    std::string file;
    std::uint32_t line = 0, column = 0;

    bool known() const noexcept { return !file.empty(); }
};

/// A keyword or a glob of an agent.
struct text_rule
{
    std::string text;
    place where;
};

/// A regular expression of an agent.
struct regex_rule
{
    std::string pattern;
    std::string priority; ///< As written; usually "high", "medium" or "low".
    place where;
};

/// An agent work can be routed to, with the rules written for it.
struct agent
{
    std::string id, name, description, domain;
    std::vector<std::string> capabilities;
    std::vector<text_rule> keywords, file_patterns;
    std::vector<regex_rule> regex;
};

/// What is to be routed. The views live as long as the call that got it.
struct request
{
    std::string_view text;               ///< May be empty.
    std::vector<std::string_view> files; ///< Paths as given; may be empty.
    bool explain = false;                ///< Rules that did not match are asked for too.
    std::span<const agent> agents;       ///< As prepared.
};

/// Why a candidate is one.
class evidence
{
public:
    evidence(std::string_view kind, std::string_view pattern, double score)
        : kind_(kind), pattern_(pattern), score_(score)
    {
    }

    /// The bytes of the request's text that matched: [begin, end).
    evidence& span(std::size_t begin, std::size_t end)
    {
        span_ = std::pair(begin, end);
        return *this;
    }
    /// The path that matched.
    evidence& file(std::string_view path)
    {
        file_ = path;
        return *this;
    }
    /// Where the rule was written.
    evidence& at(const place& where)
    {
        where_ = where;
        return *this;
    }

    const std::string& kind() const noexcept { return kind_; }
    const std::string& pattern() const noexcept { return pattern_; }
    const std::string& file() const noexcept { return file_; }
    const place& where() const noexcept { return where_; }
    const std::optional<std::pair<std::size_t, std::size_t>>& span() const noexcept { return span_; }
    double score() const noexcept { return score_; }
    void write(json_writer& out) const;

private:
    std::string kind_, pattern_, file_;
    std::optional<std::pair<std::size_t, std::size_t>> span_;
    place where_;
    double score_;
};

/// A candidate and what speaks for it; its score is the sum of its evidence, unless one is given.
class candidate
{
public:
    explicit candidate(std::string_view agent) : agent_(agent) {}

    /** Adds evidence. The reference is good until more is added.
     *  @param kind "keyword", "regex", "file" or a word of the router's own. */
    evidence& because(std::string_view kind, std::string_view pattern, double score)
    {
        sum_ += score;
        return evidence_.emplace_back(kind, pattern, score);
    }

    /// Puts @p score in place of the sum.
    candidate& with_score(double score)
    {
        given_ = score;
        return *this;
    }

    const std::string& agent() const noexcept { return agent_; }
    const std::vector<evidence>& all_evidence() const noexcept { return evidence_; }
    double score() const noexcept { return given_.value_or(sum_); }
    void write(json_writer& out) const
    {
        out.begin_object().member("agent", agent_).member("score", score()).key("evidence").begin_array();
        for (const evidence& one : evidence_)
            one.write(out);
        out.end_array().end_object();
    }

private:
    std::string agent_;
    std::vector<evidence> evidence_;
    double sum_ = 0;
    std::optional<double> given_;
};

/// A rule that did not match, for request::explain.
struct tried_rule
{
    std::string agent, kind, pattern, why;
    place where;
};

/// What a router answers.
class answer
{
public:
    /// The candidate @p agent, made at the first call. The reference is good until another is made.
    routing::candidate& candidate(std::string_view agent)
    {
        for (routing::candidate& one : candidates_)
        {
            if (one.agent() == agent)
                return one;
        }
        return add(agent);
    }
    /// The same for an agent that is not among them yet; does not look, so it costs the same for thousands.
    routing::candidate& add(std::string_view agent) { return candidates_.emplace_back(agent); }
    routing::candidate& add(routing::candidate made) { return candidates_.emplace_back(std::move(made)); }
    /// Best first, as the schema wants it; equal scores stay in their order.
    void sort()
    {
        std::stable_sort(candidates_.begin(), candidates_.end(), [](const auto& a, const auto& b) {
            return a.score() > b.score();
        });
    }
    void tried(tried_rule rule) { tried_.push_back(std::move(rule)); }

    const std::vector<routing::candidate>& candidates() const noexcept { return candidates_; }
    const std::vector<tried_rule>& tried() const noexcept { return tried_; }
    std::string json() const;

private:
    std::vector<routing::candidate> candidates_;
    std::vector<tried_rule> tried_;
};

/// A rule that cannot be used.
struct problem
{
    std::string agent;
    std::string kind;    ///< "keyword", "regex", "file" or a word of the router's own.
    std::string pattern; ///< As written.
    std::string message; ///< What is wrong with it, in one line.
    place where;
};

/// What preparing gave.
struct prepared
{
    std::size_t rules = 0; ///< Those that can be used.
    std::vector<problem> problems;

    std::string json() const;
};

namespace detail {

inline void write_place(json_writer& out, const place& where)
{
    if (where.known())
        out.member("file", where.file).member("line", where.line).member("column", where.column);
}

inline place read_place(const json::value& from)
{
    const auto number = [&from](std::string_view name) {
        return static_cast<std::uint32_t>(from[name].as_uint64().value_or(0));
    };
    return {std::string(from["file"].string()), number("line"), number("column")};
}

inline std::string text(const json::value& from, std::string_view name) { return std::string(from[name].string()); }

inline std::vector<text_rule> read_texts(const json::value& list, std::string_view name)
{
    std::vector<text_rule> rules;
    for (const json::value one : list.elements())
        rules.push_back({text(one, name), read_place(one)});
    return rules;
}

inline agent read_agent(const json::value& from)
{
    agent made{text(from, "id"), text(from, "name"), text(from, "description"), text(from, "domain"), {}, {}, {}, {}};
    for (const json::value one : from["capabilities"].elements())
        made.capabilities.emplace_back(one.string());
    const json::value triggers = from["triggers"];
    made.keywords = read_texts(triggers["keywords"], "text");
    made.file_patterns = read_texts(triggers["file_patterns"], "glob");
    for (const json::value one : triggers["regex"].elements())
        made.regex.push_back({text(one, "pattern"), text(one, "priority"), read_place(one)});
    return made;
}

inline json::value parse(json::document& document, std::string_view json)
{
    if (!document.parse(json) || !document.root().is_object())
        throw failure(CFLOW_E_INVALID, "the document is not a JSON object");
    return document.root();
}

} // namespace detail

/// The agents of a prepare document. Throws failure when it is none.
inline std::vector<agent> read_agents(std::string_view json)
{
    json::document document(64'000'000);
    std::vector<agent> agents;
    for (const json::value one : detail::parse(document, json)["agents"].elements())
        agents.push_back(detail::read_agent(one));
    return agents;
}

/// The request in @p json, read into @p document; both outlive it. Throws failure when it is none.
inline request read_request(json::document& document, std::string_view json, std::span<const agent> agents)
{
    const json::value root = detail::parse(document, json);
    request made;
    made.text = root["text"].string();
    for (const json::value one : root["files"].elements())
        made.files.push_back(one.string());
    made.explain = root["explain"].as_bool().value_or(false);
    made.agents = agents;
    return made;
}

inline void evidence::write(json_writer& out) const
{
    out.begin_object().member("kind", kind_).member("pattern", pattern_).member("score", score_);
    if (span_)
        out.key("span").begin_array().value(span_->first).value(span_->second).end_array();
    if (!file_.empty())
        out.member("file", file_);
    if (where_.known())
    {
        out.key("where").begin_object();
        detail::write_place(out, where_);
        out.end_object();
    }
    out.end_object();
}

inline std::string answer::json() const
{
    std::string text;
    text.reserve(256 * candidates_.size() + 192 * tried_.size() + 32); // about that
    json_writer out(text);
    out.begin_object().key("candidates").begin_array();
    for (const routing::candidate& one : candidates_)
        one.write(out);
    out.end_array();
    if (!tried_.empty())
    {
        out.key("tried").begin_array();
        for (const tried_rule& one : tried_)
        {
            out.begin_object().member("agent", one.agent).member("kind", one.kind).member("pattern", one.pattern);
            out.member("matched", false).member("why", one.why);
            if (one.where.known())
            {
                out.key("where").begin_object();
                detail::write_place(out, one.where);
                out.end_object();
            }
            out.end_object();
        }
        out.end_array();
    }
    out.end_object();
    return text;
}

inline std::string prepared::json() const
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("rules", rules).key("problems").begin_array();
    for (const problem& one : problems)
    {
        out.begin_object().member("agent", one.agent).member("kind", one.kind).member("pattern", one.pattern);
        out.member("message", one.message);
        detail::write_place(out, one.where);
        out.end_object();
    }
    out.end_array().end_object();
    return text;
}

} // namespace codexflow::routing
