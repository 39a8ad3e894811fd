#include "cli/record_arguments.hpp"

#include "cli/argument_parser.hpp"
#include "cli/since.hpp"
#include "engine/base/text.hpp"

#include <charconv>

namespace codexflow::cli {
namespace {

std::optional<std::string> maybe(const std::string* given)
{
    return given == nullptr ? std::nullopt : std::optional(*given);
}

/// Only whether it can be understood: the time it means is worked out by whoever has a clock.
result<std::optional<std::string>> since_from(const parsed_words& words, const std::string& command)
{
    const std::string* text = words.one("--since");
    if (text != nullptr && !time_since(*text, 0))
        return usage_error(command, time_since(*text, 0).error().message, time_since(*text, 0).error().hint);
    return maybe(text);
}

/// The whole number of an option; nothing when it was not given.
result<std::optional<unsigned>> number_from(const parsed_words& words, const std::string& option, unsigned least)
{
    const std::string* text = words.one(option);
    if (text == nullptr)
        return std::optional<unsigned>();
    unsigned number = 0;
    const char* end = text->data() + text->size();
    const auto [stop, failure] = std::from_chars(text->data(), end, number);
    if (failure != std::errc() || stop != end || number < least)
        return usage_error("codex-flow " + join(words.command, " "), option + " needs a whole number from " +
                                                                         std::to_string(least) + ", not " + quote(*text));
    return std::optional(number);
}

} // namespace

result<logs_options> read_logs_options(const parsed_words& words, color_choice color)
{
    logs_options logs;
    logs.subject = maybe(words.one("RUN"));
    logs.follow = words.flag("--follow");
    logs.kinds = words.all("--kind");
    logs.json = words.flag("--json");
    logs.color = color;
    const auto lines = number_from(words, "--lines", 0);
    if (!lines)
        return lines.error();
    logs.lines = *lines;
    auto since = since_from(words, "codex-flow logs");
    if (!since)
        return since.error();
    logs.since = std::move(*since);
    return logs;
}

result<runs_options> read_runs_options(const parsed_words& words, setup_options common)
{
    runs_options runs;
    runs.setup = std::move(common);
    runs.json = words.flag("--json");
    const auto most = number_from(words, "--lines", 1);
    if (!most)
        return most.error();
    runs.most = most->value_or(runs.most);
    return runs;
}

result<doctor_options> read_doctor_options(const parsed_words& words, setup_options common, color_choice color)
{
    doctor_options doctor;
    doctor.setup = std::move(common);
    doctor.online = words.flag("--online");
    doctor.json = words.flag("--json");
    doctor.color = color;
    if (doctor.online && doctor.json)
        return usage_error("codex-flow doctor", "--online and --json exclude each other",
                           "for a program there is: codex-flow providers check --json");
    return doctor;
}

result<diagnostics_options> read_diagnostics_options(const parsed_words& words, setup_options common)
{
    diagnostics_options diagnostics;
    diagnostics.setup = std::move(common);
    diagnostics.file = *words.one("FILE");
    diagnostics.json = words.flag("--json");
    const auto runs = number_from(words, "--runs", 0);
    if (!runs)
        return runs.error();
    diagnostics.runs = runs->value_or(diagnostics.runs);
    return diagnostics;
}

result<metrics_options> read_metrics_options(const parsed_words& words, setup_options common)
{
    using format = metrics_options::format;
    metrics_options metrics;
    metrics.setup = std::move(common);
    metrics.agent = maybe(words.one("AGENT"));
    auto since = since_from(words, "codex-flow metrics");
    if (!since)
        return since.error();
    metrics.since = std::move(*since);
    if (words.flag("--json") && words.flag("--prometheus"))
        return usage_error("codex-flow metrics", "--json and --prometheus exclude each other");
    metrics.print = words.flag("--json") ? format::json : words.flag("--prometheus") ? format::prometheus : format::text;
    return metrics;
}

} // namespace codexflow::cli
