#include "engine/plugin/elf_note.hpp"

#include "engine/plugin/elf_reader.hpp"

#include <codexflow/abi.h>

namespace codexflow::plugin {
namespace {

constexpr std::string_view owner(CFLOW_NOTE_OWNER "\0", sizeof CFLOW_NOTE_OWNER);

std::uint64_t round_up(std::uint64_t n, std::uint64_t to) { return (n + to - 1) / to * to; }

/// Walks the notes of one segment or section.
std::optional<elf_note> find_in(std::string_view notes, std::uint64_t align)
{
    const elf_reader bytes(notes);
    Elf64_Nhdr head;
    for (std::uint64_t at = 0; bytes.read(at, head);)
    {
        const std::uint64_t name_at = at + sizeof head;
        const std::uint64_t text_at = at + round_up(sizeof head + head.n_namesz, align);
        const std::string_view name = bytes.range(name_at, head.n_namesz);
        const std::string_view text = bytes.range(text_at, head.n_descsz);
        if (text.size() != head.n_descsz)
            return std::nullopt;
        if (head.n_type == CFLOW_NOTE_TYPE && name.substr(0, owner.size()) == owner && text.size() >= 8)
        {
            elf_note found;
            std::memcpy(&found.abi_major, text.data(), 4);
            std::memcpy(&found.needs_minor, text.data() + 4, 4);
            found.manifest = text.substr(8);
            found.manifest = found.manifest.substr(0, found.manifest.find('\0'));
            return found;
        }
        at = text_at + round_up(head.n_descsz, align);
    }
    return std::nullopt;
}

} // namespace

std::optional<elf_note> find_note(std::string_view file)
{
    const elf_reader elf(file);
    std::optional<elf_note> found;
    const auto look = [&](std::uint64_t offset, std::uint64_t size, std::uint64_t align) {
        if (!found)
            found = find_in(elf.range(offset, size), align == 8 ? 8 : 4);
    };
    elf.each_segment([&](const Elf64_Phdr& segment) {
        if (segment.p_type == PT_NOTE)
            look(segment.p_offset, segment.p_filesz, segment.p_align);
    });
    elf.each_section([&](const Elf64_Shdr& section) {
        if (section.sh_type == SHT_NOTE)
            look(section.sh_offset, section.sh_size, section.sh_addralign);
    });
    return found;
}

} // namespace codexflow::plugin
