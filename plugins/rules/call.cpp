#include "plugins/rules/call.hpp"

#include "plugins/rules/hidden_starts.hpp"
#include "plugins/rules/wrappers.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace codexflow::rules {
namespace {

constexpr std::size_t deepest = 8; ///< Wrappers and shells within one another.
constexpr std::size_t most_parts = 1000;

constexpr std::array<std::string_view, 7> system_folders{"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/usr/games"};

using words = std::vector<word>;

bool is_assignment(const std::string& text)
{
    const auto equals = text.find('=');
    return equals != std::string::npos && equals != 0 && text.front() != '-' && text.find('/') > equals;
}

class taker
{
public:
    explicit taker(const policing::request& asked) : folder_(asked.workspace.empty() ? "/" : plain_path(asked.workspace, "/")) {}

    call made;

    void path(const policing::path& given)
    {
        policing::path plain = given;
        plain.resolved = plain_path(given.resolved.empty() ? given.given : given.resolved, folder_);
        descriptor(plain.resolved);
        made.paths.push_back(std::move(plain));
    }

    void script(const std::string& text, std::size_t depth)
    {
        made.runs = true;
        const rules::script read = read_script(text);
        if (!read.fault.empty())
            opaque("the script is not understood: " + read.fault);
        for (const simple_command& one : read.commands)
        {
            for (const std::string& name : one.assigned)
                variable(name);
            for (const redirection& each : one.redirections)
                redirect(each);
            if (!one.words.empty())
                start(one.words, depth);
        }
    }

    void start(const words& argv, std::size_t depth)
    {
        made.runs = true;
        if (depth > deepest || made.parts.size() >= most_parts)
            return opaque("it is nested too deeply");
        if (argv.empty() || argv.front().unknown || argv.front().text.empty())
            return opaque("what it runs is not written out");
        part one = named(argv);
        if (const std::string_view why = never_understood(one.name); !why.empty() && !one.local)
            opaque(one.name + ' ' + std::string(why));
        if (one.local)
            return keep(std::move(one));
        if (one.name == "cd" || one.name == "pushd" || one.name == "popd")
            moved_ = true;
        if (is_foreign_shell(one.name))
            opaque(one.name + " has a language of its own");
        if (is_shell(one.name))
            return shell(std::move(one), depth);
        if (const wrapper* what = find_wrapper(one.name))
            return wrapped(std::move(one), *what, depth);
        if (one.name == "find")
            return find(std::move(one), depth);
        if (std::string why = hidden_start(one); !why.empty())
            opaque(std::move(why));
        keep(std::move(one));
    }

private:
    void opaque(std::string why)
    {
        if (made.opaque.empty())
            made.opaque = std::move(why);
    }

    void keep(part one, bool carrier = false)
    {
        one.carrier = carrier;
        made.parts.push_back(std::move(one));
    }

    void variable(const std::string& name)
    {
        if (is_dangerous_variable(name))
            opaque("setting " + name + " changes what programs do");
    }

    /// An open file may be any file.
    void descriptor(const std::string& path)
    {
        if (path.starts_with("/dev/fd/") || (path.starts_with("/proc/") && path.find("/fd/") != std::string::npos))
            opaque("what " + path + " is cannot be told");
    }

    void redirect(const redirection& given)
    {
        if (given.target.unknown || (moved_ && !given.target.text.starts_with('/')))
            return opaque("where it redirects to is not written out");
        made.paths.push_back({given.target.text, plain_path(given.target.text, folder_), given.writes});
        descriptor(made.paths.back().resolved);
    }

    part named(const words& argv) const
    {
        part one;
        one.argv = argv;
        const std::string& program = argv.front().text;
        one.name = program.substr(program.rfind('/') + 1);
        one.trusted = program.find('/') == std::string::npos;
        if (one.trusted)
            return one;
        one.path = plain_path(program, folder_);
        one.name = one.path.substr(one.path.rfind('/') + 1);
        const std::string_view in = std::string_view(one.path).substr(0, one.path.rfind('/'));
        one.trusted = std::find(system_folders.begin(), system_folders.end(), in) != system_folders.end();
        one.local = !one.trusted && (moved_ ? !program.starts_with('/') : folder_ != "/" && lies_in(one.path, folder_));
        return one;
    }

    /// sh -c 'script'; everything else a shell can be told is not in its arguments.
    void shell(part one, std::size_t depth)
    {
        bool script_follows = false;
        std::size_t at = 1;
        for (; at < one.argv.size() && !one.argv[at].unknown; ++at)
        {
            const std::string& text = one.argv[at].text;
            if (text == "--")
            {
                ++at;
                break;
            }
            if (text.size() < 2 || (text[0] != '-' && text[0] != '+'))
                break;
            if (text.starts_with("--") && text != "--login" && text != "--posix" && text != "--norc" && text != "--noprofile")
                opaque(one.name + ' ' + text + " can run what it likes");
            if (!text.starts_with("--") && text.find('s') != std::string::npos)
                opaque(one.name + " reads its script from standard input");
            script_follows = script_follows || (text[0] == '-' && text[1] != '-' && text.find('c') != std::string::npos);
            if (!text.starts_with("--") && (text.back() == 'o' || text.back() == 'O'))
                ++at;
        }
        const bool there = at < one.argv.size() && !one.argv[at].unknown;
        const std::string text = there ? one.argv[at].text : std::string();
        const std::string name = one.name;
        keep(std::move(one), true);
        if (script_follows && there)
            script(text, depth + 1);
        else
            opaque(name + (there ? " runs a file, whose commands are not known" : " runs a script that is not written out"));
    }

    /// Moves @p at behind the options of @p what; false if one is not known.
    static bool pass_options(const part& one, const wrapper& what, std::size_t& at)
    {
        for (; at < one.argv.size(); ++at)
        {
            const std::string& text = one.argv[at].text;
            if (one.argv[at].unknown)
                return false;
            if (text == "--")
            {
                ++at;
                return true;
            }
            if (text.size() < 2 || text[0] != '-')
                return true;
            if (text[1] == '-' ? !pass_long(text.substr(2), what, at) : !pass_short(text.substr(1), what, at))
                return false;
        }
        return true;
    }

    static bool pass_long(const std::string& text, const wrapper& what, std::size_t& at)
    {
        const auto equals = text.find('=');
        const std::string padded = ' ' + std::string(what.longs) + ' ';
        if (padded.find(' ' + text.substr(0, equals) + "= ") != std::string::npos)
        {
            at += equals == std::string::npos ? 1U : 0U;
            return true;
        }
        return equals == std::string::npos && padded.find(' ' + text + ' ') != std::string::npos;
    }

    static bool pass_short(const std::string& letters, const wrapper& what, std::size_t& at)
    {
        for (std::size_t i = 0; i != letters.size(); ++i)
        {
            if (what.valued.find(letters[i]) != std::string_view::npos)
            {
                at += i + 1 == letters.size() ? 1U : 0U;
                return true;
            }
            if (what.flags.find(letters[i]) == std::string_view::npos)
                return false;
        }
        return true;
    }

    void wrapped(part one, const wrapper& what, std::size_t depth)
    {
        std::size_t at = 1;
        if (!pass_options(one, what, at))
            opaque(one.name + " is given an option that is not known");
        for (; what.assigns && at < one.argv.size() && is_assignment(one.argv[at].text); ++at)
            variable(one.argv[at].text.substr(0, one.argv[at].text.find('=')));
        at += what.operands;
        words inner(one.argv.begin() + static_cast<std::ptrdiff_t>(std::min(at, one.argv.size())), one.argv.end());
        const bool only = inner.empty();
        const std::string name = one.name;
        keep(std::move(one), !what.privileged && !only);
        if (only && name != "xargs")
            return;
        if (only)
            inner.push_back({"echo", false});
        if (what.appends)
            inner.push_back({"", true});
        start(inner, depth + 1);
    }

    /// find starts what stands between -exec and ; or +.
    void find(part one, std::size_t depth)
    {
        std::vector<words> inner;
        for (std::size_t i = 1; i < one.argv.size(); ++i)
        {
            const std::string& text = one.argv[i].text;
            if (one.argv[i].unknown)
                continue;
            if (text != "-exec" && text != "-execdir" && text != "-ok" && text != "-okdir")
                continue;
            words what;
            for (++i; i < one.argv.size() && one.argv[i].text != ";" && one.argv[i].text != "+"; ++i)
            {
                word each = one.argv[i];
                each.unknown = each.unknown || each.text.find("{}") != std::string::npos;
                what.push_back(std::move(each));
            }
            inner.push_back(std::move(what));
        }
        keep(std::move(one));
        for (const words& what : inner)
            start(what, depth + 1);
    }

    std::string folder_;
    bool moved_ = false; ///< After a cd, relative paths are from nobody knows where.
};

} // namespace

bool lies_in(std::string_view path, std::string_view folder) noexcept
{
    return path == folder || (path.starts_with(folder) && (folder == "/" || path.substr(folder.size()).starts_with('/')));
}

std::string plain_path(std::string_view given, std::string_view folder)
{
    std::vector<std::string_view> parts;
    const auto add = [&](std::string_view path) {
        for (std::size_t begin = 0; begin <= path.size();)
        {
            const std::size_t end = std::min(path.find('/', begin), path.size());
            const std::string_view one = path.substr(begin, end - begin);
            begin = end + 1;
            if (one == "..")
            {
                if (!parts.empty())
                    parts.pop_back();
            }
            else if (!one.empty() && one != ".")
                parts.push_back(one);
            if (parts.size() >= 3 && parts[0] == "proc" && (parts.back() == "root" || parts.back() == "cwd") &&
                (parts.size() == 3 || (parts.size() == 5 && parts[2] == "task")))
            {
                const bool cwd = parts.back() == "cwd";
                parts.clear();
                for (std::size_t at = 0; cwd && at < folder.size();)
                {
                    const std::size_t stop = std::min(folder.find('/', at), folder.size());
                    if (stop != at)
                        parts.push_back(folder.substr(at, stop - at));
                    at = stop + 1;
                }
            }
        }
    };
    if (!given.starts_with('/'))
        add(folder);
    add(given);
    std::string made;
    for (const std::string_view one : parts)
        (made += '/') += one;
    return made.empty() ? "/" : made;
}

call read_call(const policing::request& asked)
{
    taker taking(asked);
    for (const policing::path& one : asked.paths)
        taking.path(one);
    if (asked.argv)
    {
        words argv;
        for (const std::string& one : *asked.argv)
            argv.push_back({one, false});
        taking.start(argv, 0);
    }
    if (asked.command)
        taking.script(*asked.command, 0);
    return std::move(taking.made);
}

} // namespace codexflow::rules
