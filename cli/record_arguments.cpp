#include "cli/record_arguments.hpp"

#include "cli/argument_parser.hpp"
#include "cli/since.hpp"

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

} // namespace

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
