#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace codexflow::offline {

/** A mapping of a script whose names are all known, read by name. Every fault throws
 *  failure(CFLOW_E_INVALID) with the file, line and column. For the script reader only. */
class yaml_map
{
public:
    static constexpr std::uint64_t any = std::numeric_limits<std::int64_t>::max();

    /// Checks that @p node is a mapping with no name twice and none but @p known.
    yaml_map(const YAML::Node& node, const std::string& file, std::initializer_list<std::string_view> known);

    /// The value of @p name; an undefined node when it is not there.
    YAML::Node operator[](std::string_view name) const;
    bool has(std::string_view name) const { return (*this)[name].IsDefined(); }

    /// The text of a scalar; empty when it is not there.
    std::string text(std::string_view name) const;
    std::optional<std::uint64_t> number(std::string_view name, std::uint64_t most = any) const;
    std::optional<bool> boolean(std::string_view name) const;

    [[noreturn]] void fail(const YAML::Node& at, const std::string& what) const;
    const std::string& file() const noexcept { return file_; }

private:
    YAML::Node scalar(std::string_view name) const;

    YAML::Node node_;
    const std::string& file_;
};

/// Throws failure(CFLOW_E_INVALID, "file:line:column: what").
[[noreturn]] void fail_at(const std::string& file, const YAML::Mark& mark, const std::string& what);

/// A YAML value as JSON text. Plain scalars that JSON knows stay what they are, quoted ones are strings.
std::string to_json(const YAML::Node& node);

} // namespace codexflow::offline
