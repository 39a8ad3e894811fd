#pragma once

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  ELF files put together by hand, as small as a test needs them. */
namespace codexflow::test {

template <class T> std::string bytes_of(const T& value)
{
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

inline std::string padded(std::string text, std::size_t to)
{
    text.resize((text.size() + to - 1) / to * to, '\0');
    return text;
}

/// One ELF note; @p align as the segment says: 4, or 8 as for .note.gnu.property.
inline std::string note(std::string_view owner, std::uint32_t type, std::string_view text, std::size_t align = 4)
{
    const std::string name = std::string(owner) + '\0';
    const Elf64_Nhdr head{static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(text.size()), type};
    return padded(padded(bytes_of(head) + name, align) + std::string(text), align);
}

/// The descriptor of a plugin's note.
inline std::string plugin_text(std::uint32_t major, std::uint32_t minor, std::string_view json)
{
    return bytes_of(major) + bytes_of(minor) + std::string(json) + '\0';
}

/// A shared object of segments and sections with the given bytes, in the order of adding.
class elf_builder
{
public:
    elf_builder()
    {
        std::memcpy(head_.e_ident, ELFMAG, SELFMAG);
        head_.e_ident[EI_CLASS] = ELFCLASS64;
        head_.e_ident[EI_DATA] = ELFDATA2LSB;
        head_.e_type = ET_DYN;
        head_.e_machine = EM_X86_64;
        head_.e_phentsize = sizeof(Elf64_Phdr);
        head_.e_shentsize = sizeof(Elf64_Shdr);
    }

    Elf64_Ehdr& head() { return head_; }
    Elf64_Phdr& segment(std::uint32_t type, std::string_view bytes, std::uint64_t align = 4)
    {
        Elf64_Phdr made{};
        made.p_type = type;
        made.p_offset = put(bytes);
        made.p_filesz = made.p_memsz = bytes.size();
        made.p_align = align;
        return segments_.emplace_back(made);
    }
    /// @param link the number of the section that this one refers to, from 0.
    Elf64_Shdr& section(std::uint32_t type, std::string_view bytes, std::uint32_t link = 0)
    {
        Elf64_Shdr made{};
        made.sh_type = type;
        made.sh_offset = put(bytes);
        made.sh_size = bytes.size();
        made.sh_addralign = 4;
        made.sh_link = link;
        return sections_.emplace_back(made);
    }

    std::string file() const
    {
        Elf64_Ehdr head = head_;
        head.e_phnum = static_cast<Elf64_Half>(segments_.size());
        head.e_shnum = static_cast<Elf64_Half>(sections_.size());
        head.e_phoff = sizeof head + content_.size();
        head.e_shoff = head.e_phoff + segments_.size() * sizeof(Elf64_Phdr);
        std::string all = bytes_of(head) + content_;
        for (const auto& one : segments_)
            all += bytes_of(one);
        for (const auto& one : sections_)
            all += bytes_of(one);
        return all;
    }

private:
    std::uint64_t put(std::string_view bytes)
    {
        content_ = padded(content_, 8);
        const std::uint64_t at = sizeof head_ + content_.size();
        content_ += bytes;
        return at;
    }

    Elf64_Ehdr head_{};
    std::string content_;
    std::vector<Elf64_Phdr> segments_;
    std::vector<Elf64_Shdr> sections_;
};

} // namespace codexflow::test
