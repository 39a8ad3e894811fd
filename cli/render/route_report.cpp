#include "cli/render/route_report.hpp"

#include "cli/render/style.hpp"
#include "cli/render/text_width.hpp"
#include "engine/base/text.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace codexflow::cli {
namespace {

std::string score_text(double score) { return fmt::format("{:g}", score); }

std::string rule_text(const std::string& kind, const std::string& pattern)
{
    return one_line(kind == "file" ? "glob" : kind) + (pattern.empty() ? "" : ' ' + quote(one_line(pattern)));
}

std::string place_text(const location& where) { return where.known() ? "  at " + to_string(where) : ""; }

/// A span moved to the borders of characters, inside the text.
text_span on_characters(const std::string& text, text_span span)
{
    const auto inside = [&](std::size_t at) {
        return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    span.begin = std::min(span.begin, text.size());
    span.end = std::clamp(span.end, span.begin, text.size());
    while (inside(span.begin))
        --span.begin;
    while (inside(span.end))
        ++span.end;
    return span;
}

/// What matched with some words around it: painted, or with a line of carets below.
std::string span_lines(const std::string& text, text_span span, bool color)
{
    constexpr int around = 30;
    span = on_characters(text, span);
    const std::string before = clip(one_line(text.substr(0, span.begin)) +
                                        (span.begin != 0 && text[span.begin - 1] == ' ' ? " " : ""),
                                    around, true);
    const std::string matched = clip(one_line(text.substr(span.begin, span.end - span.begin)), 60);
    std::string after = one_line(text.substr(span.end));
    after =
        clip((span.end != text.size() && text[span.end] == ' ' && !after.starts_with(' ') ? " " : "") + after,
             around);
    if (color)
        return "        " + before + painted(matched, tone::good, true) + after + '\n';
    return "        " + before + matched + after + "\n        " +
           std::string(static_cast<std::size_t>(width_of(before)), ' ') +
           std::string(static_cast<std::size_t>(std::max(1, width_of(matched))), '^') + '\n';
}

std::string evidence_lines(const routed& one, const route_candidate& candidate, bool color)
{
    std::string text;
    for (const route_evidence& each : candidate.evidence)
    {
        text += fmt::format("    {:>6}  {}{}\n", '+' + score_text(each.score),
                            rule_text(each.kind, each.pattern), place_text(each.where));
        if (each.span)
            text += span_lines(one.request.text, *each.span, color);
        else if (!each.file.empty())
            text += "        " + one_line(each.file) + '\n';
    }
    return text;
}

std::string rest_of_explanation(const routed& one)
{
    const route_answer& answer = one.answer;
    std::string text;
    for (const std::string& tie : answer.tie_breaks)
        text += "tie: " + one_line(tie) + '\n';
    for (const route_rejection& each : answer.rejected)
        text += fmt::format("rejected: {}{} by {}: {}\n", one_line(each.agent),
                            each.score ? " with " + score_text(*each.score) : "", each.strategy,
                            one_line(each.reason));
    if (!answer.tried.empty())
        text += "did not match:\n";
    for (const route_tried& each : answer.tried)
        text += fmt::format("    {}: {} {}: {}{}\n", each.strategy, each.agent,
                            rule_text(each.kind, each.pattern), one_line(each.why), place_text(each.where));
    return text + "rules " + answer.rules_digest + "\ninput " + answer.input_digest + '\n';
}

void write_place(json_writer& out, const location& where)
{
    if (!where.known())
        return;
    out.member("path", where.file);
    if (where.line != 0)
        out.member("line", where.line).member("column", where.column);
}

void write_candidate(json_writer& out, const route_candidate& one)
{
    out.begin_object().member("agent", one.agent).member("score", one.score).member("strategy", one.strategy);
    out.key("evidence").begin_array();
    for (const route_evidence& each : one.evidence)
    {
        out.begin_object()
            .member("kind", each.kind)
            .member("pattern", each.pattern)
            .member("score", each.score);
        if (each.span)
            out.key("span").begin_array().value(each.span->begin).value(each.span->end).end_array();
        if (!each.file.empty())
            out.member("file", each.file);
        write_place(out, each.where);
        out.end_object();
    }
    out.end_array().end_object();
}

void write_list(json_writer& out, std::string_view key, const std::vector<std::string>& texts)
{
    out.key(key).begin_array();
    for (const std::string& text : texts)
        out.value(text);
    out.end_array();
}

void write_tried(json_writer& out, const std::vector<route_tried>& tried)
{
    out.key("tried").begin_array();
    for (const route_tried& each : tried)
    {
        out.begin_object().member("strategy", each.strategy).member("agent", each.agent);
        out.member("kind", each.kind).member("pattern", each.pattern).member("why", each.why);
        write_place(out, each.where);
        out.end_object();
    }
    out.end_array();
}

void write_rejected(json_writer& out, const std::vector<route_rejection>& rejected)
{
    out.key("rejected").begin_array();
    for (const route_rejection& each : rejected)
    {
        out.begin_object().member("agent", each.agent).member("strategy", each.strategy);
        out.member("reason", each.reason);
        if (each.score)
            out.member("score", *each.score);
        out.end_object();
    }
    out.end_array();
}

} // namespace

std::string reasons(const route_candidate& candidate)
{
    std::vector<std::string> all;
    for (const route_evidence& each : candidate.evidence)
    {
        std::string text = rule_text(each.kind, each.pattern);
        if (!each.file.empty())
            text += " on " + one_line(each.file);
        all.push_back(std::move(text));
    }
    return all.empty() ? "no reason given" : join(all, ", ");
}

std::string route_text(const routed& one, bool explain, bool color)
{
    int widest = 0;
    for (const route_candidate& each : one.answer.candidates)
        widest = std::max(widest, width_of(one_line(each.agent)));
    std::string text;
    if (explain)
        text +=
            one.answer.strategy.empty()
                ? "asked " + join(one.answer.asked, ", ") + "; nobody has a candidate\n"
                : fmt::format("asked {}; {} decides\n", join(one.answer.asked, ", "), one.answer.strategy);
    for (const route_candidate& each : one.answer.candidates)
    {
        const std::string name = painted(fit(one_line(each.agent), widest), tone::heading, color);
        text += fmt::format("{}  {:>5}  {}\n", name, score_text(each.score), reasons(each));
        if (explain)
            text += evidence_lines(one, each, color);
    }
    return explain ? text + rest_of_explanation(one) : text;
}

std::string route_json(const routed& one, const router_chain& chain)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("schema_version", 1);
    if (!one.request.text.empty())
        out.member("text", one.request.text);
    write_list(out, "files", one.request.files);
    write_list(out, "asked", one.answer.asked);
    out.member("strategy", one.answer.strategy);
    out.key("candidates").begin_array();
    for (const route_candidate& each : one.answer.candidates)
        write_candidate(out, each);
    out.end_array();
    write_rejected(out, one.answer.rejected);
    write_list(out, "tie_breaks", one.answer.tie_breaks);
    write_tried(out, one.answer.tried);
    out.key("problems").begin_array();
    for (const rule_problem& each : chain.problems())
    {
        out.begin_object()
            .member("strategy", each.strategy)
            .member("agent", each.agent)
            .member("kind", each.kind);
        out.member("pattern", each.pattern).member("message", each.message);
        write_place(out, each.where);
        out.end_object();
    }
    out.end_array().member("rules", chain.rules());
    out.member("rules_digest", one.answer.rules_digest).member("input_digest", one.answer.input_digest);
    out.end_object();
    return text + '\n';
}

std::string failed_case_text(const route_case& expected, const route_answer& got,
                             const std::string& difference)
{
    std::string text =
        fmt::format("{}: {}: {}\n", to_string(expected.where), quote(expected.name), difference);
    for (const route_candidate& each : got.candidates)
        text += fmt::format("    {} {}: {}\n", each.agent, score_text(each.score), reasons(each));
    return text;
}

} // namespace codexflow::cli
