#include "engine/plugin/child_environment.hpp"

#include "engine/plugin/secret_fill.hpp"
#include "engine/plugin/services.hpp"

#include <codexflow/view.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace codexflow::plugin {
namespace {

/// What every program may know: where it is and whose, and how to speak to people. Never a key.
constexpr std::array<std::string_view, 11> harmless{"PATH", "HOME", "USER",   "LOGNAME", "SHELL", "LANG",
                                                    "LC_*", "TERM", "TMPDIR", "TZ",      "XDG_*"};

/// Whether @p name is meant by @p pattern, which may end in '*'.
bool meant(std::string_view pattern, std::string_view name)
{
    if (pattern.ends_with('*'))
        return name.starts_with(pattern.substr(0, pattern.size() - 1));
    return name == pattern;
}

bool may_pass(const host_view& host, std::string_view name)
{
    return host.variables.count(std::string(name)) != 0 ||
           std::any_of(harmless.begin(), harmless.end(),
                       [&](std::string_view each) { return meant(each, name); });
}

using variables = std::map<std::string, std::string, std::less<>>;

/// A pattern brings those of its variables that may be passed on; a plain name must be one of them.
result<void> inherit(const host_view& host, std::string_view wanted, variables& to)
{
    if (!wanted.ends_with('*') && !may_pass(host, wanted))
        return error(errc::permission_denied, "the plugin '" + host.plugin_id +
                                                  "' may not pass the variable '" + std::string(wanted) +
                                                  "' on to a child process")
            .with_hint("name it in the provider's setting pass_env");
    for (const auto& [name, value] : host.shared.variables)
        if (meant(wanted, name) && may_pass(host, name))
            to[name] = value;
    return {};
}

result<void> add(const host_view& host, const cflow_field& given, variables& to)
{
    const std::string_view name = from_abi(given.name);
    if (name.empty() || name.find('=') != name.npos || name.find('\0') != name.npos)
        return error(errc::invalid_argument, "'" + std::string(name) + "' cannot be the name of a variable");
    auto value = fill_secrets_for_child(host, from_abi(given.value));
    if (!value)
        return value.error();
    to[std::string(name)] = std::move(*value);
    return {};
}

} // namespace

result<std::vector<std::string>> child_environment(const host_view& host, const cflow_process_spec& from,
                                                   std::string_view scratch)
{
    variables all;
    if (CFLOW_HAS(&from, cflow_process_spec, inherit_count))
        for (std::size_t i = 0; i != from.inherit_count; ++i)
            if (const auto done = inherit(host, from_abi(from.inherit[i]), all); !done)
                return done.error();
    if (!scratch.empty())
        all["TMPDIR"] = scratch;
    for (std::size_t i = 0; i != from.environment_count; ++i)
        if (const auto done = add(host, from.environment[i], all); !done)
            return done.error();
    std::vector<std::string> list;
    for (const auto& [name, value] : all)
        list.push_back(name + '=' + value);
    return list;
}

} // namespace codexflow::plugin
