#include "cli/memory_arguments.hpp"

#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"

#include <codexflow/iso_time.hpp>

#include <array>
#include <utility>

namespace codexflow::cli {
namespace {

using action = memory_options::action;

constexpr std::array actions{
    std::pair{"list", action::list},       std::pair{"show", action::show},     std::pair{"query", action::query},
    std::pair{"forget", action::forget},   std::pair{"export", action::take_out}, std::pair{"import", action::take_in},
    std::pair{"compact", action::compact}, std::pair{"why", action::why},
};

std::string text_of(const parsed_words& words, const std::string& option)
{
    const std::string* given = words.one(option);
    return given == nullptr ? std::string() : *given;
}

std::optional<std::string> maybe(const parsed_words& words, const std::string& option)
{
    const std::string* given = words.one(option);
    return given == nullptr ? std::nullopt : std::optional(*given);
}

} // namespace

result<memory_options> read_memory_options(const parsed_words& words, setup_options setup)
{
    memory_options memory;
    memory.setup = std::move(setup);
    for (const auto& [name, what] : actions)
        if (words.command[1] == name)
            memory.what = what;
    memory.which.alias = text_of(words, memory.what == action::show ? "ALIAS" : "--alias");
    memory.which.agent_id = text_of(words, "--agent");
    memory.which.name_space = text_of(words, "--namespace");
    memory.which.task_id = text_of(words, "--task");
    if (memory.what != action::why)
        memory.which.run_id = text_of(words, "--run");
    memory.which.text = text_of(words, memory.what == action::query ? "TEXT" : "--text");
    memory.which.since = text_of(words, "--since");
    memory.which.before = text_of(words, "--before");
    memory.full = words.flag("--full");
    memory.all = words.flag("--all");
    memory.yes = words.flag("--yes");
    memory.dry_run = words.flag("--dry-run");
    memory.json = words.flag("--json");
    memory.file = maybe(words, memory.what == action::take_in ? "FILE" : "--out");
    memory.task = text_of(words, "TASK");
    if (memory.what == action::why)
        memory.run = maybe(words, "--run");
    memory.ttl = maybe(words, "--ttl");
    if (memory.what == action::forget && memory.all == memory.which.any())
        return usage_error("codex-flow memory forget",
                           memory.all ? "--all excludes every other choice of entries" : "nothing says which entries to forget",
                           memory.all ? "" : "give --alias, --agent, --task, --run, --text, --since or --before, or --all");
    if (memory.ttl)
        if (const auto read = parse_duration(*memory.ttl); !read)
            return usage_error("codex-flow memory compact", "--ttl: " + read.error().message, read.error().hint);
    return memory;
}

result<std::string> moment_of(const std::string& text, const std::string& option, std::int64_t now_us)
{
    if (const auto length = parse_duration(text))
        return iso_time(now_us - length->count() * 1000);
    for (const std::string& spelt : {text, text + "T00:00:00Z"})
        if (const auto ms = from_iso_time(spelt))
            return iso_time(*ms * 1000);
    return error(errc::invalid_argument, option + " needs a time, a date or a length of time, not " + quote(text))
        .with_hint("for example: " + option + " 2026-11-22, " + option + " 2026-11-22T14:00:00Z, or " + option + " 7d for a week ago");
}

} // namespace codexflow::cli
