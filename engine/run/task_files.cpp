#include "engine/run/task_files.hpp"

#include "engine/base/text.hpp"
#include "engine/record/secret_mask.hpp"

#include <codexflow/json_writer.hpp>
#include <codexflow/utf8.hpp>

#include <string_view>

namespace codexflow {
namespace {

constexpr std::size_t longest_summary = 200; // bytes

/// Masked value by value: in JSON text a secret may be spelt otherwise.
doc::node masked(doc::node value, const secret_mask& mask)
{
    mask.apply(value.text);
    for (doc::node& item : value.items)
        item = masked(std::move(item), mask);
    for (doc::member& m : value.members)
    {
        mask.apply(m.key);
        m.value = masked(std::move(m.value), mask);
    }
    return value;
}

std::string masked(std::string text, const secret_mask& mask)
{
    mask.apply(text);
    return text;
}

std::string_view summary_of(std::string_view output)
{
    const std::string_view text = trim(output);
    const std::string_view line = trim(text.substr(0, text.find('\n'))).substr(0, longest_summary);
    return line.size() < longest_summary ? line : line.substr(0, utf8::valid_prefix(line));
}

} // namespace

std::string input_json(const doc::node& task, const secret_mask& mask)
{
    std::string text;
    doc::write_json(masked(task, mask), text);
    return text + '\n';
}

std::string output_json(const task_ref& who, const doc::node& task, const task_result& how, const secret_mask& mask)
{
    const std::string output = masked(std::string(how.output), mask);
    const std::string message = how.why ? masked(how.why->message, mask) : "";
    std::string text;
    json_writer out(text);
    out.begin_object().member("alias", who.alias).member("agentId", who.agent_id);
    out.raw_member("task", trim(input_json(task, mask)));
    out.member("ok", !how.why).member("ms", how.ms).member("engine", "codex-flow");
    out.member("summary", how.why ? std::string_view(message) : summary_of(output)).member("output", output);
    if (how.why)
    {
        out.key("error").begin_object().member("code", to_string(how.why->code)).member("message", message);
        if (!how.why->hint.empty())
            out.member("hint", masked(how.why->hint, mask));
        out.end_object();
    }
    out.end_object();
    return text + '\n';
}

} // namespace codexflow
