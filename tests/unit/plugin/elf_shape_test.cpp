#include "engine/plugin/elf_shape.hpp"
#include "tests/unit/plugin/elf_builder.hpp"

#include <codexflow/abi.h>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using codexflow::plugin::elf_shape;
using codexflow::plugin::read_shape;
using codexflow::plugin::refuse_shape;
using codexflow::test::bytes_of;
using codexflow::test::elf_builder;

namespace {

elf_shape good()
{
    elf_shape shape;
    shape.shared_object = shape.this_machine = shape.whole = true;
    shape.exported = {CFLOW_ENTRY_SYMBOL};
    shape.needed = {"libstdc++.so.6", "libc.so.6"};
    return shape;
}

bool refused(const elf_shape& shape, std::string_view reason)
{
    const std::string got = refuse_shape(shape);
    BOOST_TEST_CONTEXT(got)
    BOOST_TEST(got.find(reason) != std::string::npos);
    return got.find(reason) != std::string::npos && got.find('\n') == std::string::npos;
}

/// Symbols as a linker writes them.
struct symbol_file
{
    std::string strings = std::string(1, '\0');
    std::string symbols = bytes_of(Elf64_Sym{});

    void add(const std::string& name, unsigned binding, unsigned visibility = STV_DEFAULT, std::uint16_t where = 7)
    {
        Elf64_Sym one{};
        one.st_name = static_cast<std::uint32_t>(strings.size());
        one.st_info = static_cast<unsigned char>(ELF64_ST_INFO(binding, STT_FUNC));
        one.st_other = static_cast<unsigned char>(visibility);
        one.st_shndx = where;
        strings += name + '\0';
        symbols += bytes_of(one);
    }
    elf_shape shape() const
    {
        elf_builder made;
        made.section(SHT_STRTAB, strings);
        made.section(SHT_DYNSYM, symbols, 0);
        return read_shape(made.file());
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(elf_shapes)

BOOST_AUTO_TEST_CASE(a_good_one) { BOOST_TEST(refuse_shape(good()) == ""); }

BOOST_AUTO_TEST_CASE(each_fault_has_its_sentence)
{
    const auto with = [](auto change) {
        elf_shape shape = good();
        change(shape);
        return shape;
    };
    BOOST_TEST(refused(with([](auto& s) { s.shared_object = false; }), "not a shared object"));
    BOOST_TEST(refused(with([](auto& s) { s.this_machine = false; }), "another kind of machine"));
    BOOST_TEST(refused(with([](auto& s) { s.whole = false; }), "cut short"));
    BOOST_TEST(refused(with([](auto& s) { s.exported.clear(); }), "does not export cflow_plugin_v1"));
    BOOST_TEST(refused(with([](auto& s) { s.exported = {"other"}; }), "does not export cflow_plugin_v1"));
    BOOST_TEST(refused(with([](auto& s) { s.exported.push_back("other"); }), "exports 2 symbols"));
    BOOST_TEST(refused(with([](auto& s) { s.unique = {"other"}; }), "GNU_UNIQUE"));
    BOOST_TEST(refused(with([](auto& s) { s.executable_stack = true; }), "executable stack"));
    for (const char* runtime : {"libc++.so.1", "libc++abi.so.1"})
        BOOST_TEST(refused(with([&](auto& s) { s.needed.push_back(runtime); }), runtime));
    for (const char* runtime : {"libmsan.so.0", "libhwasan.so.0"})
        BOOST_TEST(refused(with([&](auto& s) { s.needed.push_back(runtime); }), "sanitizer"));
}

BOOST_AUTO_TEST_CASE(names_that_only_look_alike_are_fine)
{
    elf_shape shape = good();
    shape.needed = {"libc++filt.so", "libasanas.so.1", "mylibc++.so.1", "libubsan.so.1"};
    BOOST_TEST(refuse_shape(shape) == "");
}

BOOST_AUTO_TEST_CASE(what_counts_as_an_export)
{
    symbol_file file;
    file.add("one", STB_GLOBAL);
    file.add("two", STB_WEAK);
    file.add("three", STB_GNU_UNIQUE);
    file.add("four", STB_GLOBAL, STV_PROTECTED);
    file.add("local", STB_LOCAL);
    file.add("hidden", STB_GLOBAL, STV_HIDDEN);
    file.add("internal", STB_GLOBAL, STV_INTERNAL);
    file.add("undefined", STB_GLOBAL, STV_DEFAULT, SHN_UNDEF);
    file.add("version", STB_GLOBAL, STV_DEFAULT, SHN_ABS);
    const elf_shape shape = file.shape();
    BOOST_TEST((shape.exported == std::vector<std::string>{"one", "two", "three", "four"}));
    BOOST_TEST((shape.unique == std::vector<std::string>{"three"}));
}

BOOST_AUTO_TEST_CASE(what_is_needed)
{
    const std::string strings = std::string("\0liba.so\0libb.so\0", 17);
    std::string entries;
    for (const auto& [tag, value] : std::vector<std::pair<int, unsigned>>{{DT_NEEDED, 1}, {DT_SONAME, 1}, {DT_NEEDED, 9}, {DT_NULL, 0}, {DT_NEEDED, 1}})
    {
        Elf64_Dyn one{};
        one.d_tag = tag;
        one.d_un.d_val = value;
        entries += bytes_of(one);
    }
    elf_builder made;
    made.section(SHT_STRTAB, strings);
    made.section(SHT_DYNAMIC, entries, 0);
    BOOST_TEST((read_shape(made.file()).needed == std::vector<std::string>{"liba.so", "libb.so"}));
}

BOOST_AUTO_TEST_CASE(what_it_was_built_for)
{
    elf_builder made;
    BOOST_TEST(read_shape(made.file()).shared_object);
    BOOST_TEST(read_shape(made.file()).this_machine);
    made.head().e_type = ET_EXEC;
    made.head().e_machine = EM_ARM;
    BOOST_TEST(!read_shape(made.file()).shared_object);
    BOOST_TEST(!read_shape(made.file()).this_machine);
    BOOST_TEST(!read_shape("").shared_object);
}

BOOST_AUTO_TEST_CASE(an_executable_stack)
{
    elf_builder made;
    made.segment(PT_GNU_STACK, "").p_flags = PF_R | PF_W;
    BOOST_TEST(!read_shape(made.file()).executable_stack);
    made.segment(PT_GNU_STACK, "").p_flags = PF_R | PF_W | PF_X;
    BOOST_TEST(read_shape(made.file()).executable_stack);
}

BOOST_AUTO_TEST_CASE(what_is_mapped_must_be_there)
{
    elf_builder made;
    made.segment(PT_LOAD, "0123456789");
    BOOST_TEST(read_shape(made.file()).whole);
    const std::string file = made.file();
    BOOST_TEST(!read_shape(std::string_view(file).substr(0, file.size() - 1)).whole); // its last header
    made.segment(PT_LOAD, "0123456789").p_filesz = 1 << 20;
    BOOST_TEST(!read_shape(made.file()).whole);
}

BOOST_AUTO_TEST_CASE(a_thousand_tables_cost_no_more_than_one)
{
    symbol_file file;
    for (int i = 0; i != 100; ++i)
        file.add("symbol", STB_GLOBAL);
    elf_builder made;
    made.section(SHT_STRTAB, file.strings);
    const std::string symbols = file.symbols;
    made.section(SHT_DYNSYM, symbols, 0);
    for (int i = 0; i != 1000; ++i)
        made.section(SHT_DYNSYM, "", 0) = Elf64_Shdr{0, SHT_DYNSYM, 0, 0, sizeof(Elf64_Ehdr), 4096, 0, 0, 8, 24};
    BOOST_TEST(read_shape(made.file()).exported.size() <= 100U);
}

BOOST_AUTO_TEST_SUITE_END()
