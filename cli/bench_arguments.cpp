#include "cli/bench_arguments.hpp"

#include "cli/argument_parser.hpp"
#include "engine/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace codexflow::cli {
namespace {

error fault(std::string message, const std::string& hint = {})
{
    return usage_error("codex-flow bench", std::move(message), hint);
}

/// Reads a whole number from @p least to @p most into @p to, if the option was given.
result<void> read_number(const parsed_words& words, const std::string& option, unsigned least, unsigned most,
                         unsigned& to)
{
    const std::string* text = words.one(option);
    if (text == nullptr)
        return {};
    const char* end = text->data() + text->size();
    const auto [stop, failure] = std::from_chars(text->data(), end, to);
    if (failure != std::errc() || stop != end || to < least || to > most)
        return fault(option + " needs a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                     ", not " + quote(*text));
    return {};
}

result<void> read_providers(const parsed_words& words, bench_options& bench)
{
    const std::string* names = words.one("--providers");
    if (names == nullptr)
        return {};
    for (std::string& name : split(*names, ','))
    {
        if (name.empty())
            return fault("--providers needs names with commas between them, not " + quote(*names));
        if (std::find(bench.providers.begin(), bench.providers.end(), name) != bench.providers.end())
            return fault("--providers names " + quote(name) + " twice",
                         "to compare two models of one provider, give it two blocks in the configuration");
        bench.providers.push_back(std::move(name));
    }
    return {};
}

result<void> read_models(const parsed_words& words, bench_options& bench)
{
    for (const std::string& pair : words.all("--model"))
    {
        const std::size_t equals = pair.find('=');
        if (equals == pair.npos || equals == 0 || equals + 1 == pair.size())
            return fault("--model needs PROVIDER=MODEL, not " + quote(pair), "for example: --model ollama=llama3.1");
        const std::string name = pair.substr(0, equals);
        if (!bench.models.emplace(name, pair.substr(equals + 1)).second)
            return fault("--model names " + quote(name) + " twice");
        if (!bench.providers.empty() &&
            std::find(bench.providers.begin(), bench.providers.end(), name) == bench.providers.end())
            return fault("--model names " + quote(name) + ", which --providers does not",
                         did_you_mean(name, bench.providers));
    }
    return {};
}

result<void> read_output(const parsed_words& words, bench_options& bench)
{
    using format = bench_options::format;
    unsigned formats = 0;
    for (const auto& [option, how] : {std::pair("--json", format::json), std::pair("--markdown", format::markdown),
                                      std::pair("--csv", format::csv)})
        if (words.flag(option))
        {
            ++formats;
            bench.print = how;
        }
    if (formats > 1)
        return fault("--json, --markdown and --csv exclude each other");
    if (words.flag("--no-output") && words.one("--out") != nullptr)
        return fault("--out and --no-output exclude each other");
    bench.write_files = !words.flag("--no-output");
    if (const std::string* folder = words.one("--out"))
        bench.folder = *folder;
    bench.quiet = words.flag("--quiet");
    return {};
}

} // namespace

result<bench_options> read_bench_options(const parsed_words& words, setup_options common)
{
    bench_options bench;
    bench.setup = std::move(common);
    bench.setup.model.reset();        // --model has another meaning here
    bench.setup.max_parallel.reset(); // and this is of calls, not of tasks
    const std::string* prompt = words.one("--prompt");
    const std::string* file = words.one("--file");
    if ((prompt == nullptr) == (file == nullptr))
        return fault(prompt == nullptr ? "there is no prompt" : "--prompt and --file exclude each other",
                     prompt == nullptr ? "give one with --prompt TEXT, or in a file with -f FILE" : "");
    (prompt != nullptr ? bench.prompt : bench.file) = prompt != nullptr ? *prompt : *file;
    unsigned retries = 0;
    if (auto r = read_providers(words, bench); !r)
        return r.error();
    if (auto r = read_models(words, bench); !r)
        return r.error();
    if (auto r = read_number(words, "--runs", 1, 100'000, bench.runs); !r)
        return r.error();
    if (auto r = read_number(words, "--warmup", 0, 1'000, bench.warm_up); !r)
        return r.error();
    if (auto r = read_number(words, "--max-parallel", 1, 10'000, bench.max_parallel); !r)
        return r.error();
    if (auto r = read_number(words, "--retries", 0, 10, retries); !r)
        return r.error();
    if (words.one("--retries") != nullptr)
        bench.retries = retries;
    bench.stream = !words.flag("--no-stream");
    if (auto r = read_output(words, bench); !r)
        return r.error();
    return bench;
}

} // namespace codexflow::cli
