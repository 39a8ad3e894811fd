#include "cli/help.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace codexflow::cli {
namespace {

struct row
{
    std::string left, right;
};

/// @p text broken at spaces; every line after the first is indented by @p indent.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t columns)
{
    std::string out;
    std::size_t used = indent;
    for (std::size_t at = 0; at < text.size();)
    {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::size_t word = end - at;
        if (used > indent && used + 1 + word > columns)
        {
            out += '\n' + std::string(indent, ' ');
            used = indent;
        }
        else if (used > indent)
        {
            out += ' ';
            ++used;
        }
        out.append(text, at, word);
        used += word;
        at = end + 1;
    }
    return out;
}

/// Two columns side by side, or one below the other where the window is too narrow for that.
std::string table(const std::vector<row>& rows, std::size_t widest, std::size_t columns)
{
    const bool stacked = widest + 24 > columns;
    const std::size_t indent = stacked ? 6 : widest + 4;
    std::string out;
    for (const row& each : rows)
    {
        out += "  " + each.left;
        if (!each.right.empty())
        {
            out += stacked ? "\n      " : std::string(indent - 2 - each.left.size(), ' ');
            out += wrapped(each.right, indent, columns);
        }
        out += '\n';
    }
    return out;
}

std::size_t widest_of(const std::vector<row>& rows)
{
    std::size_t widest = 0;
    for (const row& each : rows)
        widest = std::max(widest, each.left.size());
    return widest;
}

row describe(const option_spec& option)
{
    if (option.positional())
        return {option.names.front(), option.description};
    std::string left = option.names.front().starts_with("--") ? "    " : "";
    left += join(option.names, ", ");
    if (option.how_often == option_spec::count::maybe)
        left += " [" + option.value + ']';
    else if (!option.value.empty())
        left += ' ' + option.value + (option.how_often == option_spec::count::list ? "..." : "");
    return {left, option.description};
}

std::string usage_line(const command_spec& command, const std::string& path)
{
    std::string line = "Usage: " + path;
    if (!command.commands.empty())
        line += " COMMAND";
    for (const option_spec& option : command.options)
        if (option.positional())
        {
            const bool must = option.how_often == option_spec::count::required;
            const std::string& word = option.choices().empty() ? option.names.front() : option.value;
            line += must ? ' ' + word : " [" + word + ']';
        }
    return line + " [OPTIONS]\n";
}

/// Items under their headings, in the order in which the headings first appear.
template <class Items, class MakeRow>
std::string grouped(const Items& items, MakeRow make_row, std::size_t columns)
{
    std::vector<std::string> groups;
    std::vector<row> all; // measured together, so that the groups line up
    for (const auto& item : items)
    {
        all.push_back(make_row(item));
        if (std::find(groups.begin(), groups.end(), item.group) == groups.end())
            groups.push_back(item.group);
    }
    std::string out;
    for (const std::string& group : groups)
    {
        std::vector<row> rows;
        for (const auto& item : items)
            if (item.group == group)
                rows.push_back(make_row(item));
        out += '\n' + group + ":\n" + table(rows, widest_of(all), columns);
    }
    return out;
}

} // namespace

std::string help_text(const command_spec& program, std::span<const std::string> path, int columns)
{
    const command_spec* command = &program;
    std::string words = program.name;
    for (const std::string& name : path)
    {
        command = command->find(name);
        words += ' ' + name;
    }
    const std::size_t width = static_cast<std::size_t>(std::clamp(columns, 20, 100));

    std::string out = wrapped(command->description, 0, width) + "\n\n" + usage_line(*command, words);
    out += grouped(
        command->commands,
        [](const command_spec& c) {
            return row{c.name, c.description};
        },
        width);
    out += grouped(command->options, describe, width);
    if (!command->examples.empty())
    {
        std::vector<row> rows;
        for (const example_spec& example : command->examples)
            rows.push_back({example.line, example.meaning});
        out += "\nExamples:\n" + table(rows, widest_of(rows), width);
    }
    if (!command->commands.empty())
        out += "\nMore about a command: " + words + " COMMAND --help\n";
    if (!command->next.empty())
        out += "\nNext, type: " + command->next + '\n';
    return out;
}

} // namespace codexflow::cli
