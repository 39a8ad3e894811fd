#include "cli/completion.hpp"

#include "engine/base/text.hpp"

#include <functional>

namespace codexflow::cli {
namespace {

/// Calls @p visit with every command and the words that lead to it ("", "run", "plugin list").
void each_command(const command_spec& command, const std::string& path,
                  const std::function<void(const command_spec&, const std::string&)>& visit)
{
    visit(command, path);
    for (const command_spec& inner : command.commands)
        each_command(inner, path.empty() ? inner.name : path + ' ' + inner.name, visit);
}

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

/// In single quotes for bash and zsh.
std::string quoted(const std::string& text) { return '\'' + replaced(text, "'", "'\\''") + '\''; }

/// The words of a case pattern: 'a'|'b'.
std::string pattern(const std::vector<std::string>& words)
{
    std::vector<std::string> made;
    for (const std::string& word : words)
        made.push_back(quoted(word));
    return join(made, "|");
}

/// The words a value can be, where they are known when the script is written.
std::vector<std::string> words_of(const option_spec& option, const command_spec& program)
{
    return option.value == "COMMAND" ? program.command_names() : option.choices();
}

constexpr std::string_view header = "# Completion for codex-flow. Made by: codex-flow completion ";

std::string bash_values(const option_spec& option, const command_spec& program)
{
    if (option.value == "FILE")
        return "_codex_flow_files -f";
    if (option.value == "DIR")
        return "_codex_flow_files -d";
    if (option.value == "RUN")
        return "_codex_flow_words \"$(_codex_flow_runs)\"";
    const auto words = words_of(option, program);
    return words.empty() ? ":" : "_codex_flow_words " + quoted(join(words, " "));
}

/// Knows the path of commands typed so far and offers what may stand at this place.
std::string bash_body(const command_spec& program)
{
    std::string paths, values, words;
    each_command(program, "", [&](const command_spec& command, const std::string& path) {
        if (!path.empty())
            paths += "            " + quoted(path) + ") path=$step ;;\n";
        std::vector<std::string> dashed;
        std::string bare =
            command.commands.empty() ? "" : "_codex_flow_words " + quoted(join(command.command_names(), " "));
        for (const option_spec& option : command.options)
        {
            if (option.positional())
            {
                bare = bash_values(option, program);
                continue;
            }
            dashed.insert(dashed.end(), option.names.begin(), option.names.end());
            if (option.value.empty())
                continue;
            std::vector<std::string> keys;
            for (const std::string& name : option.names)
                keys.push_back(path + ':' + name);
            values += "        " + pattern(keys) + ") " + bash_values(option, program) + "; return ;;\n";
        }
        const std::string options = "_codex_flow_words " + quoted(join(dashed, " "));
        words += "        " + quoted(path) + ") ";
        words += bare.empty() ? options : "if [[ $cur == -* ]]; then " + options + "; else " + bare + "; fi";
        words += " ;;\n";
    });
    return "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        step=\"${path:+$path }${COMP_WORDS[i]}\"\n"
           "        case $step in\n" +
           paths + "        esac\n    done\n    case $path:$prev in\n" + values +
           "    esac\n    case $path in\n" + words + "    esac\n";
}

std::string zsh_value(const option_spec& option, const command_spec& program)
{
    if (option.value.empty())
        return {};
    std::string action = " ";
    if (option.value == "FILE")
        action = "_files";
    else if (option.value == "DIR")
        action = "_files -/";
    else if (option.value == "RUN")
        action = "_codex_flow_runs";
    else if (const auto words = words_of(option, program); !words.empty())
        action = '(' + join(words, " ") + ')';
    const std::string colon = option.how_often == option_spec::count::maybe ? "::" : ":";
    return colon + replaced(to_lower(option.value), "|", " or ") + ':' + action;
}

/// One argument of _arguments.
std::string zsh_option(const option_spec& option, const command_spec& program)
{
    const std::string about = replaced(replaced(option.description, "[", "("), "]", ")");
    const bool many = option.repeats();
    if (option.positional())
        return quoted(std::string(many ? "*" : "1") + zsh_value(option, program));
    std::string line;
    for (const std::string& name : option.names)
    {
        const bool with_equals = !option.value.empty() && name.starts_with("--");
        std::string one = many ? "*" : "(" + join(option.names, " ") + ")";
        one += name + (with_equals ? "=" : "") + '[' + replaced(about, ":", "\\:") + ']' +
               zsh_value(option, program);
        line += (line.empty() ? "" : " ") + quoted(one);
    }
    return line;
}

std::string zsh_function(const std::string& path)
{
    return path.empty() ? "_codex_flow" : "_codex_flow_" + replaced(path, " ", "_");
}

std::string fish_quoted(const std::string& text)
{
    return '\'' + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + '\'';
}

std::string fish_option(const option_spec& option, const command_spec& program)
{
    std::string line;
    if (!option.positional())
        for (const std::string& name : option.names)
            line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    const auto words = words_of(option, program);
    const bool needs_value = !option.value.empty() && option.how_often != option_spec::count::maybe;
    if (needs_value && !option.positional())
        line += option.value == "FILE" ? " -r" : " -x";
    if (option.value == "FILE")
        line += " -F";
    else if (option.value == "DIR")
        line += " -a '(__fish_complete_directories)'";
    else if (option.value == "RUN")
        line += " -a '(path basename (path dirname .runs/*/journal.jsonl))'";
    else if (!words.empty())
        line += " -a " + fish_quoted(join(words, " "));
    return line + " -d " + fish_quoted(option.description);
}

} // namespace

std::string bash_completion(const command_spec& program)
{
    return std::string(header) + R"(bash

_codex_flow_words()
{
    local word
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}

_codex_flow_files()
{
    local word
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$1" -- "$cur")
}

_codex_flow_runs()
{
    local journal
    for journal in .runs/*/journal.jsonl; do
        journal=${journal%/journal.jsonl}
        [[ $journal == *'*' ]] || echo "${journal#.runs/}"
    done
}

_codex_flow()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= step= i
    COMPREPLY=()
    if [[ $cur == '=' ]]; then
        cur=
    elif [[ $prev == '=' ]]; then
        prev=${COMP_WORDS[COMP_CWORD-2]}
    fi
)" + bash_body(program) +
           "}\n\ncomplete -F _codex_flow codex-flow\n";
}

std::string zsh_completion(const command_spec& program)
{
    std::string out = "#compdef codex-flow\n" + std::string(header) + R"(zsh

_codex_flow_runs()
{
    local -a runs=(.runs/*/journal.jsonl(N:h:t))
    compadd -a runs
}
)";
    each_command(program, "", [&](const command_spec& command, const std::string& path) {
        out += '\n' + zsh_function(path) +
               "()\n{\n    local context state state_descr line\n    typeset -A opt_args\n";
        out += "    _arguments -s -C";
        for (const option_spec& option : command.options)
            out += " \\\n        " + zsh_option(option, program);
        if (command.commands.empty())
        {
            out += "\n}\n";
            return;
        }
        out += " \\\n        '1:command:->command' \\\n        '*::argument:->argument'\n    case $state in\n"
               "    command)\n        local -a commands=(\n";
        for (const command_spec& inner : command.commands)
            out += "            " + quoted(inner.name + ':' + replaced(inner.description, ":", "\\:")) + '\n';
        out += "        )\n        _describe command commands ;;\n    argument)\n        case $words[1] in\n";
        for (const command_spec& inner : command.commands)
            out += "        " + inner.name + ") " +
                   zsh_function(path.empty() ? inner.name : path + ' ' + inner.name) + " ;;\n";
        out += "        esac ;;\n    esac\n}\n";
    });
    return out + "\nif [[ $funcstack[1] == _codex-flow ]]; then _codex_flow \"$@\"; else compdef _codex_flow "
                 "codex-flow; fi\n";
}

std::string fish_completion(const command_spec& program)
{
    std::string paths, lines;
    each_command(program, "", [&](const command_spec& command, const std::string& path) {
        if (!path.empty())
            paths += "            case " + fish_quoted(path) + "\n                set path $step\n";
        const std::string start =
            "complete -c codex-flow -n " + fish_quoted("__codex_flow_at '" + path + "'");
        for (const command_spec& inner : command.commands)
            lines += start + " -a " + inner.name + " -d " + fish_quoted(inner.description) + '\n';
        for (const option_spec& option : command.options)
            lines += start + fish_option(option, program) + '\n';
    });
    return std::string(header) + R"(fish

function __codex_flow_at
    set -l path ''
    set -l tokens (commandline -opc)
    for word in $tokens[2..-1]
        set -l step (string trim -- "$path $word")
        switch $step
)" + paths +
           R"(        end
    end
    test "$path" = "$argv[1]"
end

complete -c codex-flow -f
)" + lines;
}

std::string completion_script(const command_spec& program, const std::string& shell)
{
    if (shell == "bash")
        return bash_completion(program);
    return shell == "zsh" ? zsh_completion(program) : fish_completion(program);
}

} // namespace codexflow::cli
