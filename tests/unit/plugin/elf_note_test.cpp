#include "engine/plugin/elf_note.hpp"
#include "tests/unit/plugin/elf_builder.hpp"

#include <codexflow/abi.h>

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::plugin::find_note;
using codexflow::test::bytes_of;
using codexflow::test::elf_builder;
using codexflow::test::note;
using codexflow::test::plugin_text;

namespace {

std::string ours(std::size_t align = 4) { return note(CFLOW_NOTE_OWNER, CFLOW_NOTE_TYPE, plugin_text(1, 3, R"({"a":1})"), align); }

void expect_ours(const std::string& file)
{
    const auto got = find_note(file);
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->abi_major == 1U);
    BOOST_TEST(got->needs_minor == 3U);
    BOOST_TEST(got->manifest == R"({"a":1})");
}

std::string in_segment(const std::string& notes, std::uint64_t align = 4)
{
    elf_builder made;
    made.segment(PT_NOTE, notes, align);
    return made.file();
}

} // namespace

BOOST_AUTO_TEST_SUITE(elf_note)

BOOST_AUTO_TEST_CASE(in_a_segment) { expect_ours(in_segment(ours())); }

BOOST_AUTO_TEST_CASE(in_a_section_alone)
{
    elf_builder made;
    made.section(SHT_NULL, "");
    made.section(SHT_NOTE, ours());
    expect_ours(made.file());
}

BOOST_AUTO_TEST_CASE(behind_others)
{
    expect_ours(in_segment(note("GNU", 3, "0123456789abcdefghij") + note("x", 1, "") + ours()));
    expect_ours(in_segment(note("GNU", 3, "abc") + ours()));
}

BOOST_AUTO_TEST_CASE(behind_others_in_eights)
{
    // The GNU property note has this alignment; tools have merged ours behind it.
    expect_ours(in_segment(note("GNU", 5, "0123456789abcdef", 8) + ours(8), 8));
    expect_ours(in_segment(ours(8), 8));
}

BOOST_AUTO_TEST_CASE(the_first_of_ours_counts)
{
    expect_ours(in_segment(ours() + note(CFLOW_NOTE_OWNER, CFLOW_NOTE_TYPE, plugin_text(9, 9, "{}"))));
}

BOOST_AUTO_TEST_CASE(others_are_not_ours)
{
    BOOST_TEST(!find_note(in_segment(note("codex-flo", CFLOW_NOTE_TYPE, plugin_text(1, 0, "{}")))));
    BOOST_TEST(!find_note(in_segment(note("codex-flowx", CFLOW_NOTE_TYPE, plugin_text(1, 0, "{}")))));
    BOOST_TEST(!find_note(in_segment(note(CFLOW_NOTE_OWNER, 1, plugin_text(1, 0, "{}")))));
    BOOST_TEST(!find_note(in_segment(note(CFLOW_NOTE_OWNER, CFLOW_NOTE_TYPE, "short"))));
    BOOST_TEST(!find_note(in_segment("")));
    elf_builder elsewhere;
    elsewhere.segment(PT_LOAD, ours());
    BOOST_TEST(!find_note(elsewhere.file()));
}

BOOST_AUTO_TEST_CASE(a_manifest_need_not_end_with_a_zero)
{
    const std::string file = in_segment(note(CFLOW_NOTE_OWNER, CFLOW_NOTE_TYPE, bytes_of(1) + bytes_of(0) + "{..}"));
    const auto got = find_note(file);
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->manifest == "{..}");
}

BOOST_AUTO_TEST_CASE(lengths_that_lie)
{
    std::string huge_name = ours();
    std::string huge_text = ours();
    const std::uint32_t huge = 0xfffffff0;
    std::memcpy(huge_name.data(), &huge, 4);
    std::memcpy(huge_text.data() + 4, &huge, 4);
    BOOST_TEST(!find_note(in_segment(huge_name)));
    BOOST_TEST(!find_note(in_segment(huge_text)));
}

BOOST_AUTO_TEST_CASE(what_is_no_elf_file_of_ours)
{
    for (const auto spoil : {EI_MAG0, EI_CLASS, EI_DATA})
    {
        std::string file = in_segment(ours());
        file[spoil] = 9;
        BOOST_TEST(!find_note(file));
    }
    BOOST_TEST(!find_note(""));
    BOOST_TEST(!find_note("\x7f" "ELF"));
    std::string text(1000, 'x');
    BOOST_TEST(!find_note(text));
}

BOOST_AUTO_TEST_CASE(tables_that_lie_outside)
{
    elf_builder made;
    made.segment(PT_NOTE, ours()).p_offset = ~std::uint64_t{0} - 8;
    BOOST_TEST(!find_note(made.file()));
    elf_builder small;
    small.segment(PT_NOTE, ours());
    small.head().e_phentsize = 8;
    BOOST_TEST(!find_note(small.file()));
}

BOOST_AUTO_TEST_SUITE_END()
