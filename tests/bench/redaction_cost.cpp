// redaction_cost [--chunks N]: what the redaction adds to a chunk of an answer: the time of the recorder alone, with
// known values, and with the redactors that are used without a word. Prints nanoseconds a chunk and ratios.
#include "engine/config/config.hpp"
#include "engine/gateway/model_service.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/record/recorder.hpp"
#include "engine/run/redactor_setup.hpp"
#include "engine/base/clock.hpp"

#include <boost/asio/io_context.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;

namespace {

/// Prose as models stream it: words with the blank before them, and some code.
std::vector<std::string> pieces_of_prose()
{
    const std::string_view text =
        "The scheduler admits tasks under caps, and every step of a run is an event. Here is a function:\n\n```cpp\nint sum(const "
        "std::vector<int>& all)\n{\n    return std::accumulate(all.begin(), all.end(), 0);\n}\n```\n\nSee https://example.com/docs for "
        "more; it explains how a journal is read back, what each member means, and why a task that failed is tried again. ";
    std::vector<std::string> pieces;
    for (std::size_t at = 0, number = 0; at < text.size(); ++number)
    {
        const std::size_t wanted = at + 4 + number % 9;
        const std::size_t end = std::min(text.find(' ', wanted), text.size());
        pieces.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return pieces;
}

double ns_per_chunk(recorder& record, const task_ref& task, const std::vector<std::string>& pieces, std::size_t chunks)
{
    const auto begun = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i != chunks; ++i)
    {
        event::chunk piece;
        piece.text = pieces[i % pieces.size()];
        record.emit(&task, piece);
    }
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begun).count() / static_cast<double>(chunks);
}

} // namespace

int main(int count, char** values)
{
    std::size_t chunks = 1'000'000;
    if (count == 3 && std::string_view(values[1]) == "--chunks")
        chunks = std::strtoul(values[2], nullptr, 10);
    const auto plugins = plugin::catalog::scan({{CODEXFLOW_PLUGIN_FIELDS, CODEXFLOW_PLUGIN_SECRETS}, {}});
    config_sources sources;
    sources.system_file.clear();
    const auto settings = load_config(sources);
    if (!plugins || !settings)
        return 1;
    system_clock time;
    boost::asio::io_context io;
    const std::vector<std::string> pieces = pieces_of_prose();
    const task_ref task{"worker-1", "worker", "worker", "local", "a-model"};

    recorder alone(time, "run-1", false);
    recorder valued(time, "run-1", false);
    valued.redaction().values().add("KEY", "sk-a-known-value-0123456789");
    recorder redacted(time, "run-1", false);
    redacted.redaction().values().add("KEY", "sk-a-known-value-0123456789");
    gateway::model_service service(io, time, redacted.redaction().values(), {}, settings->network, {});
    if (const auto opened = open_redactors(*settings, *plugins, service, redacted.redaction()); !opened)
    {
        fmt::print(stderr, "{}\n", to_string(opened.error()));
        return 1;
    }
    for (recorder* one : {&alone, &valued, &redacted})
        ns_per_chunk(*one, task, pieces, chunks / 10 + 1); // warm
    const double base = ns_per_chunk(alone, task, pieces, chunks);
    fmt::print("without      {:7.1f} ns a chunk\n", base);
    const double known = ns_per_chunk(valued, task, pieces, chunks);
    fmt::print("known values {:7.1f} ns a chunk, {:.3f} times\n", known, known / base);
    const double full = ns_per_chunk(redacted, task, pieces, chunks);
    for (recorder* one : {&alone, &valued, &redacted})
        one->emit(nullptr, event::run_complete{}); // what is being said ends before the redactors do
    fmt::print("redactors    {:7.1f} ns a chunk, {:.3f} times\n", full, full / base);
    return 0;
}
