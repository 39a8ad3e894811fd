#pragma once

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <string_view>

/** @file
 *  Bounds-checked access to the bytes of a 64-bit ELF file of this machine's byte order (elf(5)). */
namespace codexflow::plugin {

class elf_reader
{
public:
    explicit elf_reader(std::string_view file) noexcept : file_(file)
    {
        valid_ = read(0, header_) && std::memcmp(header_.e_ident, ELFMAG, SELFMAG) == 0 &&
                 header_.e_ident[EI_CLASS] == ELFCLASS64 && header_.e_ident[EI_DATA] == ELFDATA2LSB;
    }

    bool valid() const noexcept { return valid_; }
    const Elf64_Ehdr& header() const noexcept { return header_; }

    /// Both tables of headers lie inside the file.
    bool has_tables() const noexcept
    {
        const auto fits = [&](std::uint64_t at, std::uint64_t count, std::uint64_t stride) {
            return count == 0 || (at <= file_.size() && count * stride <= file_.size() - at);
        };
        return fits(header_.e_phoff, header_.e_phnum, header_.e_phentsize) &&
               fits(header_.e_shoff, header_.e_shnum, header_.e_shentsize);
    }
    std::uint64_t size() const noexcept { return file_.size(); }

    /// Copies a structure out of the file; false when it would reach beyond the end.
    template <class T> bool read(std::uint64_t offset, T& out) const noexcept
    {
        if (offset > file_.size() || file_.size() - offset < sizeof out)
            return false;
        std::memcpy(&out, file_.data() + offset, sizeof out);
        return true;
    }

    /// A range of the file; empty when any of it lies outside.
    std::string_view range(std::uint64_t offset, std::uint64_t size) const noexcept
    {
        if (offset > file_.size() || size > file_.size() - offset)
            return {};
        return file_.substr(offset, size);
    }

    /// A NUL-terminated string that begins at @p offset of @p table, if it is shorter than 4 KiB: a table
    /// that many names point into must not cost more than it is long, many times over.
    static std::string_view string_at(std::string_view table, std::uint64_t offset) noexcept
    {
        if (offset >= table.size())
            return {};
        const std::string_view rest = table.substr(offset, 4096);
        const auto end = rest.find('\0');
        return end == rest.npos ? std::string_view() : rest.substr(0, end);
    }

    /// Calls f(const Elf64_Phdr&) for each program header, f(const Elf64_Shdr&) for each section header.
    template <class F> void each_segment(F&& f) const { each<Elf64_Phdr>(header_.e_phoff, header_.e_phnum, header_.e_phentsize, f); }
    template <class F> void each_section(F&& f) const { each<Elf64_Shdr>(header_.e_shoff, header_.e_shnum, header_.e_shentsize, f); }

private:
    template <class T, class F> void each(std::uint64_t at, unsigned count, unsigned stride, F&& f) const
    {
        if (!valid_ || stride < sizeof(T))
            return;
        T entry;
        for (unsigned i = 0; i != count && read(at + std::uint64_t{i} * stride, entry); ++i)
            f(entry);
    }

    std::string_view file_;
    Elf64_Ehdr header_{};
    bool valid_ = false;
};

} // namespace codexflow::plugin
