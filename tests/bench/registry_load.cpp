// How long it takes to load many agent definitions: parsed, and from the cache that the first load leaves.
//   registry_load [--agents N] [--rounds N]
// The definitions are written by this program, in the schemas people use, with prompts of some kilobytes.
// What must hold (as many agents, the same answers, nothing parsed twice) decides about the exit code; times
// are printed, the best of the rounds each.
#include "engine/base/clock.hpp"
#include "engine/registry/cache/agent_cache.hpp"
#include "engine/registry/cache/agent_codec.hpp"
#include "engine/registry/registry.hpp"

#include "tests/support/temp_dir.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace codexflow;

struct settings
{
    unsigned agents = 600;
    unsigned rounds = 5;
};

/// Prose of about @p kilobytes, different for each agent.
std::string prompt(unsigned number, unsigned kilobytes)
{
    std::string text = fmt::format("# Specialist {}\n\nYou look after part {} of a large program.\n\n", number, number);
    for (unsigned line = 0; text.size() < kilobytes * 1024U; ++line)
        text += fmt::format("- Rule {}: when step {} of the work touches module {}, say so and explain why.\n", line,
                            line % 7, (line * 31U + number) % 97U);
    return text;
}

std::string indented(std::string_view text)
{
    std::string made = "    ";
    for (const char c : text)
        made += c == '\n' ? "\n    " : std::string(1, c);
    return made;
}

std::string nested(unsigned n)
{
    return fmt::format("version: 1\n"
                       "agent:\n  id: nested-{0}\n  name: Nested {0}\n  description: Looks after part {0}\n"
                       "  classification: {{ domain: part-{1}, tier: specialist }}\n"
                       "runtime:\n  autonomy_level: 0.7\n  concurrency: {{ max_parallel_tasks: 3 }}\n"
                       "  timeout_ms: 600000\n"
                       "capabilities:\n  core: [reading, writing, testing]\n"
                       "  detail: {{ tools: {{ allowed: [Read, Write, Bash], restricted: [] }} }}\n"
                       "responsibilities:\n  primary:\n    - Keep part {0} in order\n    - Report what is odd\n"
                       "triggers:\n  keywords: [part-{0}, module-{1}]\n"
                       "  regex: [{{ pattern: '^mend part {0}$', priority: high }}]\n"
                       "  file_patterns: ['part{0}/**/*.cpp', 'part{0}/**/*.hpp']\n"
                       "memory:\n  retention: {{ short_term: 7d, long_term: true }}\n"
                       "hooks:\n  pre_task:\n    - |\n      echo begin {0}\n      echo $TASK\n"
                       "prompt:\n  system: |\n{2}\n",
                       n, n % 20, indented(prompt(n, 4)));
}

std::string markdown(unsigned n)
{
    // Every fourth with a value that a strict reader refuses.
    const char* const description = n % 4 == 0 ? "Use it when: part {} is broken" : "Looks after part {}";
    return fmt::format("---\nname: markdown-{0}\ndescription: {1}\ntype: developer\npriority: high\n"
                       "tools: Read, Write, Bash, Grep\ncolor: \"#00FF00\"\n"
                       "hooks:\n  pre: |\n    echo begin {0}\n  post: |\n    echo end {0}\n---\n{2}",
                       n, fmt::format(fmt::runtime(description), n), prompt(n, 8));
}

std::string flat(unsigned n)
{
    return fmt::format("id: flat-{0}\nname: Flat {0}\ncapabilities: {{ core: [planning] }}\n"
                       "runtime: {{ max_parallel: 2, timeout_ms: 300000 }}\npolicy: {{ tools_allowlist: [Read] }}\n"
                       "prompt:\n  user_template: 'Do {{{{goal}}}}'\n  system: |\n{1}\n",
                       n, indented(prompt(n, 2)));
}

std::string sentences(unsigned n)
{
    return fmt::format("id: sentences-{0}\nname: Sentences {0}\ndescription: Knows part {0}\n"
                       "triggers: {{ keywords: [sentence-{0}], patterns: ['^say {0}'] }}\n"
                       "capabilities:\n  - Reads part {0} from end to end\n  - Writes what is missing\n"
                       "prompt: |\n{1}\n",
                       n, indented(prompt(n, 3)));
}

void write_definitions(const test::temp_dir& dir, unsigned count)
{
    for (unsigned n = 0; n != count; ++n)
    {
        const std::string folder = fmt::format("agents/part-{}/", n % 20);
        switch (n % 10)
        {
        case 0:
        case 1:
        case 2:
        case 3: dir.write(fmt::format("{}nested-{}.codex.yaml", folder, n), nested(n)); break;
        case 4: dir.write(fmt::format("{}flat-{}.yaml", folder, n), flat(n)); break;
        case 5: dir.write(fmt::format("{}sentences-{}.yaml", folder, n), sentences(n)); break;
        default: dir.write(fmt::format("{}markdown-{}.md", folder, n), markdown(n)); break;
        }
    }
}

struct load
{
    double ms = 0;
    std::size_t parsed = 0;
    std::string answer; ///< All of it, to be compared.
};

/// One command's life: opens the cache if there is to be one, loads everything, keeps it.
load load_once(const registry_options& options, const std::filesystem::path* cache_file,
               codexflow::clock& time)
{
    const auto begin = std::chrono::steady_clock::now();
    std::unique_ptr<agent_cache> cache;
    if (cache_file != nullptr)
        cache = std::make_unique<agent_cache>(*cache_file, cache_identity{"bench", "bench"}, time);
    registry_options with = options;
    with.cache = cache.get();
    registry all(with);
    all.load_all();
    const bool kept = all.keep_parsed().has_value();
    load made;
    made.ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    made.parsed = cache && kept ? cache->misses() : all.totals().definitions;
    parsed_agent remarks;
    remarks.notices = all.notices();
    encode_agent(remarks, made.answer);
    for (const auto& one : all.agents())
    {
        parsed_agent each;
        each.definition = *one;
        encode_agent(each, made.answer);
    }
    return made;
}

/// A clock an hour ahead: the files have settled.
class later final : public codexflow::clock
{
public:
    std::int64_t unix_us() override { return real_.unix_us() + 3'600'000'000; }
    std::int64_t steady_us() override { return real_.steady_us(); }
    void random(void* bytes, std::size_t count) override { real_.random(bytes, count); }

private:
    system_clock real_;
};

bool read_settings(int count, char** values, settings& to)
{
    for (int i = 1; i + 1 < count; i += 2)
    {
        const std::string_view name = values[i], text = values[i + 1];
        unsigned& number = name == "--agents" ? to.agents : to.rounds;
        if ((name != "--agents" && name != "--rounds") ||
            std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc() || number == 0)
            return false;
    }
    return count % 2 == 1;
}

} // namespace

int main(int count, char** values)
{
    settings wanted;
    if (!read_settings(count, values, wanted))
    {
        std::fputs("usage: registry_load [--agents N] [--rounds N]\n", stderr);
        return 64;
    }
    const test::temp_dir dir;
    write_definitions(dir, wanted.agents);
    const registry_options options{{{dir / "agents", false, {}}}, {}, nullptr};
    later time;
    system_clock now;
    const std::filesystem::path settled = dir / "settled", racy = dir / "racy";
    load plain, cold, warm, compared;
    bool good = true;
    const auto better = [&good](load& best, load next) {
        good = good && (best.answer.empty() || best.answer == next.answer);
        if (best.answer.empty() || next.ms < best.ms)
            best = std::move(next);
    };
    for (unsigned round = 0; round != wanted.rounds; ++round)
    {
        std::filesystem::remove(settled);
        std::filesystem::remove(racy);
        better(plain, load_once(options, nullptr, time));
        better(cold, load_once(options, &settled, time));
        better(warm, load_once(options, &settled, time));
        load_once(options, &racy, now);
        better(compared, load_once(options, &racy, now));
    }
    good = good && plain.answer == warm.answer && plain.answer == cold.answer && plain.answer == compared.answer;
    good = good && cold.parsed == wanted.agents && warm.parsed == 0;
    fmt::print("{} definitions, {:.1f} MB of cache, best of {}\n", wanted.agents,
               static_cast<double>(std::filesystem::file_size(settled)) / 1e6, wanted.rounds);
    fmt::print("  parsed, no cache      {:8.1f} ms\n", plain.ms);
    fmt::print("  parsed, cache written {:8.1f} ms\n", cold.ms);
    fmt::print("  cached                {:8.1f} ms   1/{:.0f} of parsing\n", warm.ms, plain.ms / warm.ms);
    fmt::print("  cached, just changed  {:8.1f} ms   texts are compared\n", compared.ms);
    fmt::print("{}\n", good ? "all answers are the same" : "FAULT: the answers differ, or something was parsed twice");
    return good ? 0 : 1;
}
