#include "plugins/rules/wrappers.hpp"

#include <algorithm>
#include <array>

namespace codexflow::rules {
namespace {

constexpr std::array wrappers{
    wrapper{"sudo", "AbEHKknPS", "CDghpRrTtUu", "background preserve-env preserve-env= non-interactive stdin set-home user= group= host= prompt= chdir= chroot= role= type= askpass reset-timestamp", 0, true, true},
    wrapper{"doas", "nL", "Cu", "", 0, false, true},
    wrapper{"env", "i0v", "uC", "ignore-environment null debug unset= chdir=", 0, true},
    wrapper{"timeout", "v", "ks", "foreground preserve-status verbose kill-after= signal=", 1},
    wrapper{"nice", "0123456789", "n", "adjustment="},
    wrapper{"ionice", "t", "cn", "class= classdata= ignore"},
    wrapper{"nohup", "", "", ""},
    wrapper{"stdbuf", "", "ioe", "input= output= error="},
    wrapper{"setsid", "cfw", "", "ctty fork wait"},
    wrapper{"time", "pvaq", "fo", "portability verbose append quiet format= output="},
    wrapper{"command", "pvV", "", ""},
    wrapper{"builtin", "", "", ""},
    wrapper{"exec", "cl", "a", ""},
    wrapper{"busybox", "", "", ""},
    wrapper{"toybox", "", "", ""},
    wrapper{"taskset", "a", "", "all-tasks", 1},
    wrapper{"flock", "sxnuoF", "wE", "shared exclusive nonblock unlock close no-fork wait= conflict-exit-code=", 1},
    wrapper{"xargs", "0oprtx", "adEILlnPs", "null open-tty interactive no-run-if-empty verbose exit arg-file= delimiter= eof= replace= max-lines= max-args= max-procs= max-chars=", 0, false, false, true},
};

template <std::size_t N> bool holds(const std::array<std::string_view, N>& list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

constexpr std::array<std::string_view, 8> shells{"sh", "bash", "dash", "zsh", "ash", "ksh", "mksh", "rbash"};
constexpr std::array<std::string_view, 10> foreign_shells{"fish", "csh", "tcsh", "pwsh", "powershell", "nu", "elvish", "xonsh", "rc", "es"};
constexpr std::array<std::string_view, 16> interpreters{"python", "perl",  "ruby", "irb",  "node",    "nodejs",    "deno",   "bun",
                                                        "php",    "lua",   "luajit", "guile", "tclsh", "osascript", "Rscript", "pypy"};

/// Builtins that change what later words mean, and programs that start what no argument list shows.
constexpr std::array<std::string_view, 46> opaque{
    "eval",   "source", ".",       "trap",     "alias",   "hash",   "enable", "bind",      "coproc",    "complete", "compgen", "mapfile",
    "readarray", "fc",  "su",      "runuser",  "pkexec",  "chroot", "unshare", "nsenter",  "bwrap",     "firejail", "proot",   "systemd-run",
    "setpriv", "script", "expect", "watch",    "parallel", "at",    "batch",  "crontab",   "screen",    "tmux",     "strace",  "ltrace",
    "gdb",    "lldb",   "vi",      "vim",      "nvim",    "ex",     "emacs",  "ed",        "zsh-exec",  "socat"};

constexpr std::array<std::string_view, 29> variables{
    "PATH",      "ENV",     "BASH_ENV", "IFS",    "SHELL",     "SHELLOPTS", "BASHOPTS",     "PS4",        "PROMPT_COMMAND", "EDITOR",
    "VISUAL",    "PAGER",   "MANPAGER", "LESSOPEN", "LESSCLOSE", "BROWSER", "CDPATH",       "GLOBIGNORE", "HOME",           "XDG_CONFIG_HOME",
    "MAKEFLAGS", "GCONV_PATH", "JAVA_TOOL_OPTIONS", "NODE_OPTIONS", "NODE_PATH", "SUDO_ASKPASS", "RUSTC_WRAPPER", "ZDOTDIR", "TERMINFO"};
constexpr std::array<std::string_view, 8> prefixes{"LD_", "DYLD_", "GIT_", "BASH_FUNC", "PYTHON", "PERL", "RUBY", "SSH_"};
constexpr std::array<std::string_view, 3> harmless{"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED"};

} // namespace

const wrapper* find_wrapper(std::string_view name) noexcept
{
    const auto found = std::find_if(wrappers.begin(), wrappers.end(), [&](const wrapper& one) { return one.name == name; });
    return found == wrappers.end() ? nullptr : &*found;
}

bool is_shell(std::string_view name) noexcept { return holds(shells, name); }
bool is_foreign_shell(std::string_view name) noexcept { return holds(foreign_shells, name); }

bool is_interpreter(std::string_view name) noexcept
{
    while (!name.empty() && (name.back() == '.' || name.back() == '-' || (name.back() >= '0' && name.back() <= '9')))
        name.remove_suffix(1);
    return holds(interpreters, name);
}

std::string_view never_understood(std::string_view name) noexcept
{
    if (holds(opaque, name) || name.starts_with("ld-linux") || name.starts_with("ld-musl") || name == "ld.so")
        return "can start programs that its arguments do not show";
    if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        return "has letters beyond ASCII in its name";
    return {};
}

bool is_dangerous_variable(std::string_view name) noexcept
{
    return !holds(harmless, name) &&
           (holds(variables, name) || std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view one) { return name.starts_with(one); }));
}

} // namespace codexflow::rules
