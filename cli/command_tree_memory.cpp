#include "cli/command_tree.hpp"

#include <utility>

// The commands about what agents remember.
namespace codexflow::cli {
namespace {

using options = std::vector<option_spec>;
constexpr auto required = option_spec::count::required;

options operator+(options first, const options& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

option_spec alias() { return {{"--alias"}, "NAME", "Only of this alias", "Which entries"}; }
option_spec text() { return {{"--text"}, "WORDS", "Only those in which all these words occur", "Which entries"}; }

options which()
{
    return {{{"--agent"}, "ID", "Only of this agent", "Which entries"},
            {{"--namespace"}, "NAME", "Only in this namespace; without it in all of them", "Which entries"},
            {{"--task"}, "ID", "Only of this task", "Which entries"},
            {{"--run"}, "ID", "Only of this run", "Which entries"},
            {{"--since"}, "TIME", "Not older: a time, a date, or 7d for a week ago", "Which entries"},
            {{"--before"}, "TIME", "Only older: the same", "Which entries"}};
}

option_spec limit(const char* description) { return {{"--limit"}, "N", description, "Which entries"}; }
option_spec full() { return {{"--full"}, "", "All of each text, not only its beginning", "Output"}; }
option_spec json() { return {{"--json"}, "", "One JSON document on standard output", "Output"}; }
option_spec help() { return {{"-h", "--help"}, "", "Show this help", "Options"}; }

command_spec part(std::string name, std::string description, options all)
{
    return {std::move(name), std::move(description), "Commands", std::move(all), {}, {}, ""};
}

} // namespace

command_spec memory_command_spec(options configuration, options plugins)
{
    const options rest = configuration + plugins;
    const options documents = rest + options{json(), help()};
    std::vector<command_spec> parts{
        part("list", "Show whose memory there is, and how much of it",
             options{{{"--agents-dir"}, "DIR", "Where the agents are defined", "Configuration"}} + documents),
        part("show", "Show what is remembered of one alias, newest first",
             options{{{"ALIAS"}, "ALIAS", "The alias, or the agent's id", "Arguments", required}} + which() +
                 options{limit("At most this many (10)"), full()} + documents),
        part("query", "Find what is remembered by the words in it, newest first",
             options{{{"TEXT"}, "TEXT", "Words that must all occur; without them everything", "Arguments"}, alias()} + which() +
                 options{limit("At most this many (20)"), full()} + documents),
        part("forget", "Remove entries for good",
             options{alias(), text()} + which() +
                 options{{{"--all"}, "", "Everything", "Which entries"},
                         {{"-n", "--dry-run"}, "", "Say how many it would be and stop", "Options"},
                         {{"-y", "--yes"}, "", "Do not ask", "Options"}} +
                 documents),
        part("export", "Write entries as lines, in the format of data/memory, oldest first",
             options{alias(), text()} + which() + options{{{"--out"}, "FILE", "Into this new file instead of standard output", "Output"}} + rest +
                 options{help()}),
        part("import", "Take lines in that format into the memory in use",
             options{{{"FILE"}, "FILE", "The lines; - is standard input", "Arguments", required},
                     {{"-n", "--dry-run"}, "", "Only check them", "Options"}} +
                 documents),
        part("compact", "Rid the store of what has expired, and of what is too much",
             options{{{"--ttl"}, "TIME", "Also entries that do not say when they expire, if older: 30d", "Limits"},
                     {{"--max-bytes"}, "N", "At most this much of an alias; 0 for no bound (as configured)", "Limits"},
                     {{"--max-entries"}, "N", "At most this many of an alias; 0 for no bound (as configured)", "Limits"}} +
                 documents),
        part("why", "Show what a task was told of earlier work, and which rule permitted it",
             {{{"TASK"}, "TASK", "The id of a task, as in reviewer-1", "Arguments", required},
              {{"--run"}, "RUN", "Its run: an id, the start of one, or a journal; without it the latest", "Arguments"},
              json(),
              help()})};
    return {"memory",
            "See, search and clear what agents remember",
            "Record",
            {help()},
            std::move(parts),
            {{"codex-flow memory list", "whose memory is there?"},
             {"codex-flow memory query \"login form\" --since 7d", "what was said about it this week?"},
             {"codex-flow memory why reviewer-1", "what was this task told, and by which rule?"},
             {"codex-flow memory forget --alias reviewer --before 30d", "old things of one alias"}},
            "codex-flow memory list"};
}

} // namespace codexflow::cli
