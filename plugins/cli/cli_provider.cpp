#include "plugins/cli/cli_provider.hpp"

#include "plugins/cli/claude_output.hpp"
#include "plugins/cli/codex_output.hpp"
#include "plugins/cli/failures.hpp"
#include "plugins/cli/prompt_text.hpp"
#include "plugins/cli/text_output.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace codexflow::cli {
namespace {

/// What Linux takes as one argument, less its end.
constexpr std::size_t longest_argument = 131'071;
/// Of an answer that is wanted whole, which is kept until it ends.
constexpr std::size_t longest_whole_answer = std::size_t{16} << 20;

std::unique_ptr<output_decoder> make_decoder(output_form form)
{
    if (form == output_form::claude_stream_json)
        return std::make_unique<claude_output>();
    if (form == output_form::codex_json)
        return std::make_unique<codex_output>();
    return std::make_unique<text_output>();
}

[[noreturn]] void refuse(const std::string& why, std::string_view hint)
{
    throw failure(CFLOW_E_INVALID, why).kind("invalid_request").hint(hint);
}

/// Puts the model's name where the command wants it.
std::string with_model(const std::string& word, const std::string& model)
{
    constexpr std::string_view place = "{model}";
    std::string made = word;
    for (auto at = made.find(place); at != made.npos; at = made.find(place, at + model.size()))
    {
        if (model.empty())
            refuse("the command needs a model, and none is named", "set model: NAME, or use --model NAME");
        made.replace(at, place.size(), model);
    }
    return made;
}

/// What a command has said, where nobody wants it before its end.
struct whole_answer
{
    std::string text, reasoning;

    void add(const piece& said, const std::string& what)
    {
        (said.what == field::text ? text : reasoning) += said.data;
        if (text.size() + reasoning.size() > longest_whole_answer)
            throw failure(CFLOW_E_PROTOCOL, what + ": the answer is longer than 16 MiB")
                .kind("protocol")
                .hint("leave out --no-stream: a streamed answer may be as long as it likes");
    }
};

/// Passes on what the command says, until it says no more; where there is a @p whole, keeps it there.
task<void> pass_on(operation& op, process& child, output_decoder& output, whole_answer* whole,
                   const std::string& what)
{
    piece said;
    bool open = true;
    while (open)
    {
        const std::optional<std::string_view> bytes = co_await child.read_stdout();
        open = bytes.has_value();
        if (bytes)
            output.feed(*bytes);
        else
            output.finish();
        while (output.next(said))
        {
            if (whole != nullptr)
            {
                whole->add(said, what);
                continue;
            }
            const std::uint32_t kind = said.what == field::text ? CFLOW_CHUNK_TEXT : CFLOW_CHUNK_REASONING;
            co_await op.emit(kind, said.data);
        }
    }
}

task<void> emit_whole(operation& op, const whole_answer& answer)
{
    if (!answer.reasoning.empty())
        co_await op.emit(CFLOW_CHUNK_REASONING, answer.reasoning);
    if (!answer.text.empty())
        co_await op.emit(CFLOW_CHUNK_TEXT, answer.text);
}

/// Throws for every end but a good one. What the command itself reports says more than how it ended.
void check_end(const std::string& what, const output_decoder& output, int exit_status,
               const std::string& words)
{
    if (!output.error().empty())
        throw reported_failure(what, output.error());
    if (exit_status != 0)
        throw exit_failure(what, exit_status, words);
    if (!output.fault().empty())
        throw failure(CFLOW_E_PROTOCOL, what + ": " + output.fault())
            .kind("protocol")
            .hint(
                "check the setting 'output': does the command print this format, and only this, on stdout?");
    if (output.truncated())
        throw failure(CFLOW_E_PROTOCOL, what + ": the output ended before the line that ends an answer")
            .kind("truncated");
}

} // namespace

cli_provider::cli_provider(const settings& given)
    : settings_(read_settings(given.json())),
      what_("the command '" + settings_.name + "'")
{}

process_spec cli_provider::command_for(const json::value& request, const std::string& model) const
{
    process_spec spec(settings_.command);
    if (!settings_.shell) // a script reads $MODEL: its text is not changed, whatever the name holds
        for (std::string& word : spec.argv)
            word = with_model(word, model);
    if (settings_.input == input_form::argument)
    {
        spec.argv.push_back(prompt_text(request));
        if (spec.argv.back().size() > longest_argument)
            refuse(what_ + ": the prompt is too long for an argument: " +
                       std::to_string(spec.argv.back().size()) + " bytes",
                   "set input: prompt, if the command reads its stdin");
    }
    spec.directory = settings_.directory;
    spec.first_byte = settings_.first_byte;
    spec.idle = settings_.idle;
    spec.inherit_usual();
    for (const std::string& name : settings_.pass_env)
        spec.inherit(name);
    if (!model.empty())
        spec.variable("MODEL", model);
    if (!settings_.api_key_env.empty())
        spec.variable(settings_.api_key_env, "{{secret:" + settings_.api_key_env + "}}");
    for (const auto& [name, value] : settings_.environment)
        spec.variable(name, value);
    return spec;
}

std::string cli_provider::input_for(const json::value& request) const
{
    switch (settings_.input)
    {
    case input_form::json: return task_json(request);
    case input_form::argument: return {};
    default: return prompt_text(request);
    }
}

task<process> cli_provider::start(operation& op, const process_spec& spec) const
{
    try
    {
        process child = co_await process::spawn(op, spec);
        co_return child;
    }
    catch (failure& f)
    {
        if (f.status() == CFLOW_E_NOT_FOUND && settings_.directory.empty())
            f.hint("check the setting 'command': is it installed, and in a folder of PATH?");
        throw;
    }
}

task<std::string> cli_provider::chat(operation& op)
{
    json::document asked;
    if (!asked.parse(op.request()))
        throw failure(CFLOW_E_INVALID, "the request is not JSON: " + std::string(asked.error().message));
    const json::value request = asked.root();
    std::string model(request["model"].string());
    if (model.empty())
        model = settings_.model;
    const process_spec spec = command_for(request, model);
    const std::string input = input_for(request);

    process child = co_await start(op, spec);
    child.keep_stderr(settings_.stderr_tail + 1); // one more shows whether the beginning is missing
    child.feed(input);
    const auto output = make_decoder(settings_.output);
    whole_answer kept;
    whole_answer* whole = request["stream"].as_bool().value_or(true) ? nullptr : &kept;
    co_await pass_on(op, child, *output, whole, what_);
    const int exit_status = co_await child.wait();
    co_await child.stderr_end();
    check_end(what_, *output, exit_status, last_words(child.stderr_text(), settings_.stderr_tail));
    co_await emit_whole(op, kept);

    chat_result result = output->summary();
    if (result.model.empty())
        result.model = model;
    co_return result.document();
}

} // namespace codexflow::cli
