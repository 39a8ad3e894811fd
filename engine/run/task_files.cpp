#include "engine/run/task_files.hpp"

#include "engine/base/text.hpp"
#include "engine/record/redaction.hpp"

#include <codexflow/json_writer.hpp>
#include <codexflow/utf8.hpp>

#include <string_view>

namespace codexflow {
namespace {

constexpr std::size_t longest_summary = 200; // bytes

std::string redacted(std::string_view text, const redaction& by)
{
    std::string made(text);
    by.apply(made);
    return made;
}

} // namespace

std::string_view summary_of(std::string_view output)
{
    const std::string_view text = trim(output);
    const std::string_view line = trim(text.substr(0, text.find('\n'))).substr(0, longest_summary);
    return line.size() < longest_summary ? line : line.substr(0, utf8::valid_prefix(line));
}

std::string input_json(const doc::node& task, const redaction& by)
{
    std::string text;
    doc::write_json(task, text);
    by.apply_json(text);
    return text + '\n';
}

std::string output_json(const task_ref& who, const doc::node& task, const task_result& how, const redaction& by)
{
    // The summary is cut off what was redacted: in half a secret nobody sees one.
    const std::string output = redacted(how.output, by);
    const std::string message = how.why ? redacted(how.why->message, by) : "";
    std::string text;
    json_writer out(text);
    out.begin_object().member("alias", who.alias).member("agentId", who.agent_id);
    out.raw_member("task", doc::compact_json(task));
    out.member("ok", !how.why).member("ms", how.ms).member("engine", "codex-flow");
    out.member("summary", how.why ? std::string_view(message) : summary_of(output)).member("output", output);
    if (how.why)
    {
        out.key("error").begin_object().member("code", to_string(how.why->code)).member("message", message);
        if (!how.why->hint.empty())
            out.member("hint", how.why->hint);
        out.end_object();
    }
    out.end_object();
    by.apply_json(text);
    return text + '\n';
}

} // namespace codexflow
