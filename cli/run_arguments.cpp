#include "cli/run_arguments.hpp"

#include "cli/argument_values.hpp"
#include "cli/command_spec.hpp"
#include "engine/base/document_builder.hpp"
#include "engine/base/text.hpp"
#include "engine/config/config.hpp"

#include <algorithm>
#include <array>

namespace codexflow::cli {
namespace {

result<routed_work> routed_from(const parsed_words& words)
{
    const auto fault = [](std::string message) { return usage_error("codex-flow run", std::move(message)); };
    routed_work work;
    work.text = maybe(words.one("--route"));
    work.files = words.all("--route-files");
    work.changed = maybe(words.one("--changed"));
    const auto most = number_from(words, "--max-files", 1);
    if (!most)
        return most.error();
    if (*most && work.files.empty() && !work.changed)
        return fault("--max-files belongs to --route-files and --changed");
    work.max_files = most->value_or(work.max_files);
    const auto stdin_files = std::count(work.files.begin(), work.files.end(), "-");
    if (stdin_files + (work.text == "-" ? 1 : 0) > 1)
        return fault("standard input can be read only once");
    return work;
}

/// What becomes of the files in answers.
result<void> read_file_options(const parsed_words& words, run_options& run)
{
    run.apply_files = words.flag("--apply-patches");
    run.apply_dry_run = words.flag("--apply-dry-run");
    run.apply_to = maybe(words.one("--scaffold-dir")).value_or(run.apply_to);
    if (run.apply_dry_run && words.flag("--no-apply-dry-run"))
        return usage_error("codex-flow run", "--apply-dry-run and --no-apply-dry-run exclude each other");
    if (!run.apply_files)
        for (const char* option : {"--apply-dry-run", "--no-apply-dry-run", "--scaffold-dir"})
            if (words.values.count(option) != 0)
                return usage_error("codex-flow run", std::string(option) + " belongs to --apply-patches");
    if (run.apply_to.empty())
        return usage_error("codex-flow run", "--scaffold-dir needs a folder");
    return {};
}

/// What a run is made of, and how it is asked about before it begins.
constexpr std::array<const char*, 13> not_with_resume{
    "--example",      "--file",            "--route",            "--route-files", "--changed",
    "--max-files",    "--bundle-files",    "--no-bundle-files",  "--bundle-max-bytes",
    "--isolation",    "--plan",            "--yes",              "--scaffold-dir"};

/// Of one process, not of the run.
constexpr std::array<const char*, 9> not_of_the_run{"--json",   "--verbose", "--quiet",  "--color", "--dry-run",
                                                    "--plan",   "--yes",     "--resume", "--force"};

/// Those of which all count.
constexpr std::array<const char*, 3> lists{"--set", "--plugin", "--plugin-path"};

} // namespace

result<run_options> read_run_options(const parsed_words& words)
{
    const auto fault = [](std::string message) { return usage_error("codex-flow run", std::move(message)); };
    run_options run;
    run.setup = setup_from(words);
    run.words = words.values;
    run.resume = maybe(words.one("--resume"));
    run.force = words.flag("--force");
    if (run.force && !run.resume)
        return fault("--force belongs to --resume");
    if (run.resume)
        for (const char* option : not_with_resume)
            if (words.values.count(option) != 0)
                return fault("--resume excludes " + std::string(option) + ": a run goes on with the work it has");
    run.file = maybe(words.one("--file"));
    run.example = words.flag("--example");
    if (auto routed = routed_from(words); !routed)
        return routed.error();
    else
        run.routed = std::move(*routed);
    if (run.routed.any() && (run.example || run.file))
        return fault("--route, --route-files and --changed exclude --example and --file");
    run.json = words.flag("--json");
    run.dry_run = words.flag("--dry-run");
    run.yes = words.flag("--yes");
    run.ask = words.flag("--plan") && !run.yes;
    run.bundle_files = !words.flag("--no-bundle-files");
    if (!run.bundle_files && (words.flag("--bundle-files") || words.one("--bundle-max-bytes") != nullptr))
        return fault("--no-bundle-files excludes --bundle-files and --bundle-max-bytes");
    run.color = color_from(words);
    if (run.example && run.file)
        return fault("--example and --file exclude each other");
    if (run.setup.no_memory && run.setup.context && *run.setup.context != "off")
        return fault("--no-memory and --context exclude each other");
    if (words.flag("--verbose") && words.flag("--quiet"))
        return fault("--verbose and --quiet exclude each other");
    run.how_much = words.flag("--verbose") ? volume::verbose
                   : words.flag("--quiet") ? volume::quiet
                                           : volume::normal;
    run.stream = !words.flag("--no-stream");
    const auto most = number_from(words, "--max-parallel", 1);
    if (!most)
        return most.error();
    run.setup.max_parallel = *most;
    const auto turns = number_from(words, "--max-turns", 1);
    if (!turns)
        return turns.error();
    run.setup.max_turns = *turns;
    run.strict_tools = words.flag("--strict-tools");
    run.isolate = maybe(words.one("--isolation")).value_or("none") == "worktree";
    if (const auto read = read_file_options(words, run); !read)
        return read.error();
    const auto retries = number_from(words, "--retries", 0);
    if (!retries)
        return retries.error();
    run.setup.retries = *retries;
    const auto bytes = number_from(words, "--bundle-max-bytes", 1024);
    if (!bytes)
        return bytes.error();
    run.setup.bundle_max_bytes = *bytes;
    run.setup.keep_runs = maybe(words.one("--keep-runs"));
    if (run.setup.keep_runs && !keep_rule_of(*run.setup.keep_runs))
        return fault("--keep-runs needs none, failed, all or a whole number, not " + quote(*run.setup.keep_runs));
    return run;
}

doc::node invocation_of(const run_options& options)
{
    doc::mapping_builder made;
    for (const auto& [name, values] : options.words)
        if (std::find(not_of_the_run.begin(), not_of_the_run.end(), name) == not_of_the_run.end())
            made.set(name, values);
    return made.take();
}

result<run_options> resumed_options(const doc::node& invocation, const run_options& now)
{
    parsed_words words;
    words.command = {"run"};
    for (const doc::member& m : invocation.members)
        for (const doc::node& value : m.value.items)
            words.values[m.key].push_back(value.text);
    for (const auto& [name, values] : now.words)
    {
        if (name == "--resume")
            continue;
        const bool all_count = std::find(lists.begin(), lists.end(), name) != lists.end();
        std::vector<std::string>& of = words.values[name];
        if (!all_count)
            of.clear();
        of.insert(of.end(), values.begin(), values.end());
    }
    words.values.erase("--force");
    auto made = read_run_options(words);
    if (!made)
        return made.error();
    made->resume = now.resume;
    made->force = now.force;
    return made;
}

} // namespace codexflow::cli
