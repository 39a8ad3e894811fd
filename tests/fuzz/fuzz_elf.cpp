// The readers of plugin files: any bytes may come, and only bytes of the file may be looked at.
#include "engine/plugin/elf_note.hpp"
#include "engine/plugin/elf_shape.hpp"
#include "tests/fuzz/fuzz_target.hpp"

#include <elf.h>

#include <array>
#include <cstring>
#include <random>
#include <string>
#include <string_view>

namespace {

using codexflow::fuzz::require;
using codexflow::plugin::elf_shape;

bool inside(std::string_view part, std::string_view whole)
{
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void look_at(std::string_view file)
{
    if (const auto note = codexflow::plugin::find_note(file))
    {
        require(inside(note->manifest, file), "the manifest lies in the file");
        require(note->manifest.find('\0') == std::string_view::npos, "the manifest is without its padding");
    }
    const elf_shape shape = codexflow::plugin::read_shape(file);
    const std::string reason = refuse_shape(shape);
    require(reason.find('\n') == std::string::npos, "a refusal is one line");
    require(!reason.empty() || shape.exported.size() == 1, "only one export is accepted");
    require(shape.unique.size() <= shape.exported.size(), "unique symbols are exports");
    require(shape.exported.size() <= file.size(), "the work is bounded by the file");
}

/// A number that has broken readers of offsets and counts before.
std::uint64_t awkward(std::mt19937& random, std::size_t size)
{
    const std::array<std::uint64_t, 9> values{0, 1, 0x7fffffff, 0xffffffff, 0xffff, ~std::uint64_t{0},
                                              ~std::uint64_t{0} - size, size, size - 1};
    const std::size_t pick = random() % (values.size() + 1);
    return pick == values.size() ? random() % (size + 1) : values[pick];
}

/// Overwrites some fields of the headers: the mutations of the driver hit these few bytes too rarely.
void spoil_headers(std::string& file, std::mt19937& random)
{
    Elf64_Ehdr head;
    if (file.size() < sizeof head)
        return;
    std::memcpy(&head, file.data(), sizeof head);
    for (std::uint_fast32_t left = 1 + random() % 3; left != 0; --left)
    {
        std::uint64_t base = 16;
        std::uint64_t extent = sizeof head - 16;
        switch (random() % 3)
        {
        case 1:
            base = head.e_phoff;
            extent = std::uint64_t{head.e_phnum} * sizeof(Elf64_Phdr);
            break;
        case 2:
            base = head.e_shoff;
            extent = std::uint64_t{head.e_shnum} * sizeof(Elf64_Shdr);
            break;
        default: break;
        }
        const std::uint64_t width = std::uint64_t{2} << random() % 3;
        if (base > file.size() || extent < width || extent > file.size() - base)
            continue;
        const std::uint64_t at = base + random() % (extent / width) * width;
        const std::uint64_t value = awkward(random, file.size());
        std::memcpy(file.data() + at, &value, width);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    look_at(file);
    std::mt19937 random(static_cast<unsigned>(std::hash<std::string_view>{}(file)));
    for (int i = 0; i != 4; ++i)
    {
        std::string spoiled(file);
        spoil_headers(spoiled, random);
        look_at(codexflow::fuzz::exact_copy(spoiled).view());
    }
    return 0;
}
