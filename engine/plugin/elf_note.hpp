#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace codexflow::plugin {

/// The note of a plugin as it lies in the file.
struct elf_note
{
    std::uint32_t abi_major = 0;
    std::uint32_t needs_minor = 0;
    std::string_view manifest; ///< JSON text, without its padding; a view of the file's bytes.
};

/** Finds the note of abi.h in the bytes of an ELF file, program headers first and section headers second:
 *  tools that edit a linked file have been seen to move a note out of the former.
 *  Pure, and safe on any bytes: nothing outside @p file is read. Nothing when there is no note. */
std::optional<elf_note> find_note(std::string_view file);

} // namespace codexflow::plugin
