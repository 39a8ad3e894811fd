#include "engine/plugin/elf_shape.hpp"

#include "engine/plugin/elf_reader.hpp"

#include <codexflow/abi.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <utility>

namespace codexflow::plugin {
namespace {

#if defined(__x86_64__)
constexpr unsigned machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr unsigned machine = EM_AARCH64;
#else
#error "name this machine's ELF number here"
#endif

/// Runtimes of which a process must hold one only; ours is libstdc++.
constexpr std::array<std::string_view, 2> second_runtimes{"libc++.so", "libc++abi.so"};

/// Runtimes that end a process in which they were not there from the start; without those that this
/// program itself was built with.
constexpr std::string_view sanitizers[] = {
    "libhwasan.so", "libmsan.so",
#ifndef __SANITIZE_ADDRESS__
    "libasan.so", "liblsan.so",
#endif
#ifndef __SANITIZE_THREAD__
    "libtsan.so",
#endif
};

/// As much of a symbol's name as is kept.
constexpr std::size_t longest_name = 256;

void read_symbols(const elf_reader& elf, const Elf64_Shdr& table, elf_shape& shape)
{
    Elf64_Shdr names{};
    if (!elf.read(elf.header().e_shoff + std::uint64_t{table.sh_link} * elf.header().e_shentsize, names))
        return;
    const std::string_view strings = elf.range(names.sh_offset, names.sh_size);
    const std::string_view bytes = elf.range(table.sh_offset, table.sh_size);
    Elf64_Sym symbol;
    for (std::uint64_t at = 0; at + sizeof symbol <= bytes.size(); at += sizeof symbol)
    {
        std::memcpy(&symbol, bytes.data() + at, sizeof symbol);
        const unsigned binding = ELF64_ST_BIND(symbol.st_info);
        const unsigned visibility = ELF64_ST_VISIBILITY(symbol.st_other);
        const bool defined = symbol.st_shndx != SHN_UNDEF && symbol.st_shndx != SHN_ABS;
        const bool visible = visibility == STV_DEFAULT || visibility == STV_PROTECTED;
        if (!defined || binding == STB_LOCAL || !visible)
            continue;
        const std::string name(elf_reader::string_at(strings, symbol.st_name).substr(0, longest_name));
        shape.exported.push_back(name);
        if (binding == STB_GNU_UNIQUE)
            shape.unique.push_back(name);
    }
}

void read_needed(const elf_reader& elf, const Elf64_Shdr& dynamic, elf_shape& shape)
{
    Elf64_Shdr names{};
    if (!elf.read(elf.header().e_shoff + std::uint64_t{dynamic.sh_link} * elf.header().e_shentsize, names))
        return;
    const std::string_view strings = elf.range(names.sh_offset, names.sh_size);
    Elf64_Dyn entry;
    for (std::uint64_t at = 0; at + sizeof entry <= dynamic.sh_size; at += sizeof entry)
    {
        if (!elf.read(dynamic.sh_offset + at, entry) || entry.d_tag == DT_NULL)
            return;
        if (entry.d_tag == DT_NEEDED)
            shape.needed.emplace_back(elf_reader::string_at(strings, entry.d_un.d_val));
    }
}

/// "libasan.so.8" is a "libasan.so".
bool is_one_of(std::string_view library, std::span<const std::string_view> names)
{
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return library.starts_with(name); });
}

std::string find_export_fault(const elf_shape& shape)
{
    const auto& names = shape.exported;
    if (std::find(names.begin(), names.end(), CFLOW_ENTRY_SYMBOL) == names.end())
        return "it does not export " CFLOW_ENTRY_SYMBOL;
    return {};
}

std::string find_runtime_fault(const elf_shape& shape)
{
    for (const std::string& library : shape.needed)
        if (is_one_of(library, second_runtimes))
            return "it needs " + library +
                   ", a second C++ runtime, with which exceptions break: link it with -static-libstdc++";
    return {};
}

std::string find_sanitizer_fault(const elf_shape& shape)
{
    for (const std::string& library : shape.needed)
        if (is_one_of(library, sanitizers))
            return "it was built with a sanitizer (" + library + ") that this program does not run with";
    return {};
}

} // namespace

elf_shape read_shape(std::string_view file)
{
    elf_shape shape;
    const elf_reader elf(file);
    if (!elf.valid())
        return shape;
    shape.shared_object = elf.header().e_type == ET_DYN;
    shape.this_machine = elf.header().e_machine == machine;
    shape.whole = elf.has_tables();
    elf.each_segment([&](const Elf64_Phdr& segment) {
        if (segment.p_type == PT_GNU_STACK && (segment.p_flags & PF_X) != 0)
            shape.executable_stack = true;
        // A page that is mapped beyond the end of its file is a fault of the bus when it is touched.
        if (segment.p_type == PT_LOAD &&
            (segment.p_offset > elf.size() || segment.p_filesz > elf.size() - segment.p_offset))
            shape.whole = false;
    });
    bool symbols = false; // a file has one table of each, and the work must stay within its size
    bool dynamic = false;
    elf.each_section([&](const Elf64_Shdr& section) {
        if (section.sh_type == SHT_DYNSYM && !std::exchange(symbols, true))
            read_symbols(elf, section, shape);
        if (section.sh_type == SHT_DYNAMIC && !std::exchange(dynamic, true))
            read_needed(elf, section, shape);
    });
    return shape;
}

std::vector<shape_rule> judge_shape(const elf_shape& shape)
{
    std::vector<shape_rule> all;
    all.push_back({"it is a shared object", shape.shared_object ? "" : "it is not a shared object"});
    all.push_back({"it was built for this kind of machine",
                   shape.this_machine ? "" : "it was built for another kind of machine"});
    all.push_back({"its file is whole", shape.whole ? "" : "its file was cut short"});
    all.push_back({"it exports its entry", find_export_fault(shape)});
    all.push_back({"it exports no GNU_UNIQUE symbols",
                   shape.unique.empty() ? "" : "it exports GNU_UNIQUE symbols, which the linker would merge with "
                                               "those of other plugins: link it with the version script "
                                               "(codexflow_add_plugin does)"});
    all.push_back({"it exports nothing else",
                   shape.exported.size() <= 1
                       ? ""
                       : "it exports " + std::to_string(shape.exported.size()) +
                             " symbols, but only " CFLOW_ENTRY_SYMBOL " may be: link it with the version script "
                             "(codexflow_add_plugin does)"});
    all.push_back({"it brings no second C++ runtime", find_runtime_fault(shape)});
    all.push_back({"it brings no sanitizer of its own", find_sanitizer_fault(shape)});
    all.push_back({"its stack is not executable", shape.executable_stack ? "it asks for an executable stack" : ""});
    return all;
}

std::string refuse_shape(const elf_shape& shape)
{
    for (shape_rule& rule : judge_shape(shape))
        if (!rule.fault.empty())
            return std::move(rule.fault);
    return {};
}

} // namespace codexflow::plugin
