#pragma once

#include "engine/plugin/catalog.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace codexflow::plugin {

struct elf_note;

inline constexpr std::string_view no_note =
    "no plugin manifest was found in it (the ELF note that CODEXFLOW_MANIFEST writes)";

/// Why a plugin with this note is of no use to this program, in one line; empty when it is.
std::string refuse_version(const elf_note& note);

/** Reads what a file says about itself and judges whether it is fit to be loaded, running none of its
 *  code: note, ABI version, manifest, then the shape of the file. The error is the refusal, one line. */
result<catalog::entry> inspect(const std::filesystem::path& file);

} // namespace codexflow::plugin
