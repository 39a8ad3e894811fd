#include "plugins/rules/hidden_starts.hpp"

#include "plugins/rules/wrappers.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <optional>

namespace codexflow::rules {
namespace {

using list = std::initializer_list<std::string_view>;

bool begins(std::string_view text, list with)
{
    return std::any_of(with.begin(), with.end(), [&](std::string_view one) { return text.starts_with(one); });
}
bool is_one_of(std::string_view text, list all) { return std::find(all.begin(), all.end(), text) != all.end(); }

/// The first argument from @p begin that begins with one of @p with.
const std::string* first(const part& one, list with, std::size_t begin = 1)
{
    for (std::size_t i = begin; i < one.argv.size(); ++i)
        if (begins(one.argv[i].text, with))
            return &one.argv[i].text;
    return nullptr;
}

std::string told(const part& one, const std::string& argument) { return one.name + " " + argument + " can run what it likes"; }

/// In a cluster of short options ("-xIf"), also without the dash where the program takes that.
bool has_letter(const part& one, std::string_view letters, bool bare)
{
    for (std::size_t i = 1; i < one.argv.size(); ++i)
    {
        const std::string& text = one.argv[i].text;
        const bool cluster = text.size() > 1 && text[0] == '-' && text[1] != '-';
        if ((cluster || (bare && i == 1 && !text.starts_with('-'))) && text.find_first_of(letters) != std::string::npos)
            return true;
    }
    return false;
}

std::string in_git(const part& one)
{
    std::size_t at = 1;
    for (; at < one.argv.size() && one.argv[at].text.starts_with('-'); ++at)
    {
        const std::string& option = one.argv[at].text;
        if (begins(option, {"-c", "--config-env", "--exec-path="}))
            return told(one, option);
        if (is_one_of(option, {"-C", "--git-dir", "--work-tree", "--namespace", "--super-prefix"}))
            ++at;
    }
    if (at >= one.argv.size())
        return {};
    const std::string& sub = one.argv[at].text;
    if (is_one_of(sub, {"filter-branch", "daemon", "shell", "send-email", "instaweb", "gui", "citool"}))
        return told(one, sub);
    if (const std::string* option = first(one, {"--upload", "--receive", "--exec", "--open-files", "--extcmd", "--config", "--template", "ext::"}, at))
        return told(one, *option);
    if (is_one_of(sub, {"clone", "fetch", "ls-remote", "archive"}) && first(one, {"-u", "-c"}, at) != nullptr)
        return told(one, sub + " -u");
    if (is_one_of(sub, {"rebase", "difftool"}) && first(one, {"-x", "-i"}, at) != nullptr)
        return told(one, sub + " -x");
    if (sub == "grep" && first(one, {"-O"}, at) != nullptr)
        return told(one, "grep -O");
    if (at + 1 < one.argv.size() && ((sub == "submodule" && first(one, {"foreach"}, at) != nullptr) ||
                                     (sub == "bisect" && one.argv[at + 1].text == "run")))
        return told(one, sub + ' ' + one.argv[at + 1].text);
    if (sub == "config" && first(one, {"--get", "--list", "-l"}, at) == nullptr)
        return "git config can change what git runs";
    return {};
}

/// A sed script that only prints, deletes or replaces.
bool plain_sed(std::string_view text)
{
    while (!text.empty() && (std::isdigit(static_cast<unsigned char>(text[0])) || text[0] == ',' || text[0] == '$'))
        text.remove_prefix(1);
    if (is_one_of(text, {"p", "d", "q", "="}))
        return true;
    if (text.size() < 4 || text[0] != 's' || std::isalnum(static_cast<unsigned char>(text[1])) || text.find('\n') != std::string_view::npos)
        return false;
    std::size_t found = 0, at = 2;
    for (; at < text.size() && found != 2; ++at)
    {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == text[1])
            ++found;
    }
    return found == 2 && text.substr(std::min(at, text.size())).find_first_not_of("gIip0123456789") == std::string_view::npos;
}

std::string in_sed(const part& one)
{
    bool read = false;
    for (std::size_t i = 1; i < one.argv.size(); ++i)
    {
        const word& each = one.argv[i];
        if (is_one_of(each.text, {"-e", "--expression"}) && i + 1 < one.argv.size())
        {
            read = true;
            if (const word& text = one.argv[++i]; text.unknown || !plain_sed(text.text))
                return "a sed script that is more than s/a/b/, p, d or q can run programs";
        }
        else if (is_one_of(each.text, {"-n", "-E", "-r", "-i", "-s", "-u", "-z", "-ne", "--quiet", "--silent", "--in-place", "--sandbox"}) && each.text != "-ne")
            continue;
        else if (each.text.starts_with('-') && each.text != "-")
            return told(one, each.text);
        else if (!std::exchange(read, true) && (each.unknown || !plain_sed(each.text)))
            return "a sed script that is more than s/a/b/, p, d or q can run programs";
    }
    return {};
}

std::string in_awk(const part& one)
{
    for (std::size_t i = 1; i < one.argv.size(); ++i)
    {
        const std::string& text = one.argv[i].text;
        if (is_one_of(text, {"-F", "-v"}))
            ++i;
        else if (text.starts_with("-F"))
            continue;
        else if (text.starts_with('-'))
            return told(one, text);
        else if (one.argv[i].unknown || text.find_first_of("|>@") != std::string::npos || text.find("system") != std::string::npos ||
                 text.find("getline") != std::string::npos)
            return "an awk program with system, getline, | or > can run programs";
        else
            return {};
    }
    return {};
}

std::string in_interpreter(const part& one)
{
    for (std::size_t i = 1; i < one.argv.size(); ++i)
    {
        const word& each = one.argv[i];
        if (each.unknown)
            return "what " + one.name + " runs is not written out";
        if (is_one_of(each.text, {"--version", "-V", "-v", "--help", "-h"}))
            return {};
        if (is_one_of(each.text, {"-u", "-B", "-O", "-I", "-s", "-q"}))
            continue;
        if (each.text == "-m" && i + 1 < one.argv.size() &&
            is_one_of(one.argv[i + 1].text, {"pytest", "unittest", "mypy", "black", "ruff", "flake8", "isort", "coverage", "pip", "venv", "build", "json.tool", "compileall"}))
            return {};
        if (each.text.starts_with('-') || is_one_of(each.text, {"eval", "repl", "x"}))
            return told(one, each.text);
        return {}; // a file
    }
    return one.name + " reads its program from standard input";
}

} // namespace

std::string hidden_start(const part& one)
{
    const std::string& name = one.name;
    if (name == "git")
        return in_git(one);
    if (name == "sed" || name == "gsed")
        return in_sed(one);
    if (name == "awk" || name == "gawk" || name == "mawk" || name == "nawk" || name == "original-awk")
        return in_awk(one);
    if (is_interpreter(name))
        return in_interpreter(one);
    const std::string* found = nullptr;
    if (name == "tar" || name == "gtar" || name == "bsdtar")
    {
        found = first(one, {"--checkpoint-a", "--to-c", "--use", "--rsh", "--info", "--new-vol", "--rmt"});
        if (found == nullptr && has_letter(one, "IF", true))
            return "tar -I and -F can run what they like";
    }
    else if (name == "fd" || name == "fdfind")
        found = first(one, {"-x", "-X", "--exec"});
    else if (name == "rg")
        found = first(one, {"--pre", "--hostname-bin"});
    else if (name == "ssh" || name == "scp" || name == "sftp")
        found = first(one, {"-o", "-F", "-S", "-D"});
    else if (name == "rsync")
        found = first(one, {"-e", "--rsh", "--rsync-path"});
    else if (name == "man" || name == "zip" || name == "sort" || name == "split" || name == "make" || name == "gmake")
        found = first(one, {"-P", "-TT", "--pager", "--unzip", "--compress-program", "--filter", "--eval", "SHELL="});
    else if (is_one_of(name, {"export", "declare", "typeset", "local", "readonly", "read", "unset", "printf"}))
    {
        for (std::size_t i = 1; i < one.argv.size(); ++i)
        {
            const std::string& text = one.argv[i].text;
            if (is_dangerous_variable(text.substr(0, text.find_first_of("=+"))))
                return "setting " + text.substr(0, text.find_first_of("=+")) + " changes what programs do";
        }
    }
    return found == nullptr ? std::string() : told(one, *found);
}

} // namespace codexflow::rules
