#include "engine/plugin/elf_shape.hpp"

#include "engine/plugin/elf_reader.hpp"

#include <codexflow/abi.h>

#include <algorithm>
#include <array>
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

void read_symbols(const elf_reader& elf, std::string_view file, const Elf64_Shdr& table, elf_shape& shape)
{
    Elf64_Shdr names{};
    if (!elf.read(elf.header().e_shoff + std::uint64_t{table.sh_link} * elf.header().e_shentsize, names))
        return;
    const std::string_view strings = elf.range(names.sh_offset, names.sh_size);
    const std::string_view bytes = elf.range(table.sh_offset, table.sh_size);
    Elf64_Sym symbol;
    for (std::uint64_t at = 0; at + sizeof symbol <= bytes.size(); at += sizeof symbol)
    {
        elf_reader(file).read(table.sh_offset + at, symbol);
        const unsigned binding = ELF64_ST_BIND(symbol.st_info);
        const unsigned visibility = ELF64_ST_VISIBILITY(symbol.st_other);
        const bool defined = symbol.st_shndx != SHN_UNDEF && symbol.st_shndx != SHN_ABS;
        const bool visible = visibility == STV_DEFAULT || visibility == STV_PROTECTED;
        if (!defined || binding == STB_LOCAL || !visible)
            continue;
        const std::string name(elf_reader::string_at(strings, symbol.st_name));
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
        for (const std::string_view runtime : second_runtimes)
            if (library.compare(0, runtime.size(), runtime) == 0)
                return "it needs " + library +
                       ", a second C++ runtime, with which exceptions break: link it with -static-libstdc++";
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
    elf.each_segment([&](const Elf64_Phdr& segment) {
        if (segment.p_type == PT_GNU_STACK && (segment.p_flags & PF_X) != 0)
            shape.executable_stack = true;
    });
    elf.each_section([&](const Elf64_Shdr& section) {
        if (section.sh_type == SHT_DYNSYM)
            read_symbols(elf, file, section, shape);
        if (section.sh_type == SHT_DYNAMIC)
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
