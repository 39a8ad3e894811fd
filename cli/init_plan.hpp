#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What `init` writes: decided from what was found and what is there. Pure. */
namespace codexflow::cli {

/// A folder with agents.
struct found_folder
{
    std::string written;            ///< As a configuration names it: "codex/agents", "~/.claude/agents".
    std::filesystem::path path;     ///< Where it is.
    bool indexed = false;           ///< It has an index.json.
    std::string converted_from;     ///< If it is a bundle that was made of another folder.
};

enum class init_action : std::uint8_t
{
    create,
    change,
    unchanged, ///< It is as it should be.
    keep,      ///< It is the user's: what could be added is said, nothing is written.
    skip,      ///< There is no reason for it, or no place.
};

/// "create", "change", "unchanged", "keep", "skip".
std::string_view to_string(init_action action) noexcept;

/// A file, before and after.
struct init_file
{
    std::filesystem::path path;
    std::string shown; ///< For people: "~/.codex/env".
    init_action action = init_action::skip;
    std::optional<std::string> before; ///< Nothing: it is not there.
    std::string after; ///< Of keep: what could be added.
    std::string why;   ///< Of keep and skip.

    bool written() const noexcept { return action == init_action::create || action == init_action::change; }
};

/// Create, change or unchanged, whichever @p file needs to become @p after.
init_file with_content(init_file file, std::string after);

/// The folders a configuration should name: those found, without the source of a bundle beside it.
std::vector<std::string> paths_to_configure(std::span<const found_folder> found);

/** Of @p paths those that the configuration @p text, named @p name, does not read.
 *  Errors: it is no YAML. */
result<std::vector<std::string>> paths_not_in(std::string_view text, const std::string& name,
                                              std::span<const std::string> paths);

/// What that configuration would have to say to read @p missing, too.
std::string addition_text(std::string_view text, std::span<const std::string> missing);

/// A first codex-flow.yaml that reads agents from @p paths; valid as it is, everything else commented.
std::string first_config_text(std::span<const std::string> paths);

/** What the original program keeps in ~/.codex/registry.json, put into @p before (its text; nothing if there
 *  is none): other keys stay.
 *  Errors: @p before is no JSON object; @p name names it. */
result<std::string> registry_file_text(const std::optional<std::string>& before, const std::string& name,
                                       const std::filesystem::path& bundle);

/// The same for ~/.codex/env: other lines stay.
std::string environment_file_text(const std::optional<std::string>& before, const std::filesystem::path& bundle);

} // namespace codexflow::cli
