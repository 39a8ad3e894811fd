#include "cli/argument_parser.hpp"

#include "engine/base/text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <optional>

namespace codexflow::cli {
namespace {

/// One command that was named: the library's view of it and ours.
struct level
{
    const CLI::App* app;
    const command_spec* spec;
    std::string path; ///< "codex-flow plugin list"
};

void add_options(CLI::App& app, const command_spec& spec)
{
    app.set_help_flag(); // ours is an option like any other
    app.allow_extras();  // reported by us, with the nearest name
    for (const option_spec& option : spec.options)
    {
        if (option.value.empty())
        {
            app.add_flag(join(option.names, ","))->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
            continue;
        }
        CLI::Option* made = app.add_option(join(option.names, ","));
        made->type_name(option.value);
        if (option.how_often == option_spec::count::maybe)
            made->expected(0, 1);
        if (!option.repeats())
            continue;
        made->expected(1, CLI::detail::expected_max_vector_size);
        made->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        // "--plugin a b" takes a, not b
        made->allow_extra_args(option.positional() || option.how_often == option_spec::count::list);
    }
    app.require_subcommand(0, 1);
    for (const command_spec& each : spec.commands)
        add_options(*app.add_subcommand(each.name, each.description), each);
}

std::vector<level> levels(const CLI::App& app, const command_spec& spec)
{
    std::vector<level> all{{&app, &spec, spec.name}};
    for (;;)
    {
        const level& last = all.back();
        const auto named = last.app->get_subcommands();
        if (named.empty())
            return all;
        const std::string& name = named.front()->get_name();
        all.push_back({named.front(), last.spec->find(name), last.path + ' ' + name});
    }
}

std::vector<std::string> results_of(const level& at, const option_spec& option)
{
    return at.app->get_option(option.longest_name())->results();
}

error describe(const level& at, const CLI::ParseError& fault)
{
    // The library names the option first: "--file: 1 required FILE missing".
    const std::string text = fault.what();
    const CLI::Option* option = at.app->get_option_no_throw(text.substr(0, text.find(':')));
    if (option == nullptr)
        return usage_error(at.path, text);
    if (option->count() > 1)
        return usage_error(at.path, "option " + option->get_name() + " is given more than once");
    return usage_error(at.path,
                       "option " + option->get_name() + " needs a value: " + option->get_type_name());
}

std::optional<error> find_unknown(const level& at)
{
    auto left = at.app->remaining();
    std::erase(left, "--"); // the library keeps it, though it has done its work: what follows are no options
    if (left.empty())
        return std::nullopt;
    const std::string word = left.front().substr(0, left.front().find('='));
    if (word.size() > 1 && word.front() == '-')
    {
        const std::string guess = nearest(word, at.spec->option_names());
        return usage_error(at.path, "unknown option " + quote(word),
                           guess.empty() ? "" : "did you mean '" + guess + "'?");
    }
    if (!at.spec->commands.empty())
        return usage_error(at.path, "unknown command " + quote(word),
                           did_you_mean(word, at.spec->command_names()));
    return usage_error(at.path, "unexpected argument " + quote(left.front()));
}

std::optional<error> find_bad_value(const level& at)
{
    const auto known = at.spec->option_names();
    for (const option_spec& option : at.spec->options)
    {
        const auto given = results_of(at, option);
        if (given.empty() && option.how_often == option_spec::count::required)
            return usage_error(at.path, at.path + " needs " + option.value);
        const auto words = option.choices();
        for (const std::string& value : given)
        {
            // The library takes whatever follows: "--file --json" would name a file "--json".
            if (!option.positional() && std::find(known.begin(), known.end(), value) != known.end())
                return usage_error(at.path,
                                   "option " + option.longest_name() + " needs a value: " + option.value);
            if (!words.empty() && std::find(words.begin(), words.end(), value) == words.end())
                return usage_error(at.path, quote(value) + " is not a value of " + option.longest_name(),
                                   did_you_mean(value, words));
        }
    }
    return std::nullopt;
}

std::optional<error> find_fault(const std::vector<level>& named)
{
    for (const level& at : named)
        if (auto fault = find_unknown(at))
            return fault;
    for (const level& at : named)
        if (auto fault = find_bad_value(at))
            return fault;
    return std::nullopt;
}

} // namespace

error usage_error(const std::string& path, std::string message, const std::string& nearer)
{
    const std::string first = nearer.empty() ? "" : nearer + '\n';
    return error(errc::invalid_argument, std::move(message)).with_hint(first + "try: " + path + " --help");
}

const std::vector<std::string>& parsed_words::all(const std::string& name) const
{
    static const std::vector<std::string> none;
    const auto found = values.find(name);
    return found == values.end() ? none : found->second;
}

const std::string* parsed_words::one(const std::string& name) const
{
    const auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second.front();
}

result<parsed_words> parse_words(const command_spec& program, std::span<const std::string> arguments)
{
    CLI::App app(program.description, program.name);
    add_options(app, program);
    std::optional<error> fault;
    try
    {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    }
    catch (const CLI::ParseError& thrown)
    {
        fault = describe(levels(app, program).back(), thrown);
    }
    const auto named = levels(app, program);
    parsed_words words;
    for (const level& at : named)
    {
        if (at.spec != &program)
            words.command.push_back(at.spec->name);
        for (const option_spec& option : at.spec->options)
            if (auto given = results_of(at, option); !given.empty())
                words.values[option.longest_name()] = std::move(given);
    }
    if (words.flag("--help"))
        return words;
    if (!fault)
        fault = find_fault(named);
    if (fault)
        return *std::move(fault);
    return words;
}

} // namespace codexflow::cli
