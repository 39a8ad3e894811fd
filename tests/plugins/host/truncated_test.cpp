#include "engine/plugin/check.hpp"
#include "engine/plugin/elf_shape.hpp"
#include "engine/plugin/inspect.hpp"
#include "tests/plugins/host/boundary_fixture.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <elf.h>

#include <cstring>
#include <fstream>
#include <string>

using codexflow::test::boundary_fixture;
using codexflow::test::sample;
using codexflow::test::temp_dir;

BOOST_FIXTURE_TEST_SUITE(truncated_files, boundary_fixture)

BOOST_AUTO_TEST_CASE(every_cut_is_refused_in_one_line)
{
    const std::string whole = codexflow::test::read_file(sample("plain_c"));
    BOOST_REQUIRE(whole.size() > 4096);
    temp_dir folder;
    const auto file = folder.write("cut.so", whole);
    for (std::size_t size = (whole.size() - 1) / 64 * 64;; size -= 64)
    {
        std::filesystem::resize_file(file, size);
        const auto got = codexflow::plugin::inspect(file);
        BOOST_TEST_CONTEXT(size << " of " << whole.size())
        {
            BOOST_REQUIRE(!got.has_value());
            BOOST_TEST(!got.error().message.empty());
            BOOST_TEST(got.error().message.find('\n') == std::string::npos);
        }
        if (size == 0)
            break;
    }
}

BOOST_AUTO_TEST_CASE(a_cut_is_called_by_its_name)
{
    const std::string whole = codexflow::test::read_file(sample("plain_c"));
    temp_dir folder;
    const auto got = codexflow::plugin::inspect(folder.write("cut.so", whole.substr(0, whole.size() - 64)));
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST(got.error().message.find("cut short") != std::string::npos, got.error().message);
}

BOOST_AUTO_TEST_CASE(a_file_whose_code_is_missing_is_not_loaded)
{
    // Section headers in front, as some tools write them: all that is inspected is there, but touching what
    // the dynamic linker would map is a fault of the bus.
    std::string bytes = codexflow::test::read_file(sample("plain_c"));
    Elf64_Ehdr head;
    std::memcpy(&head, bytes.data(), sizeof head);
    Elf64_Phdr last{};
    for (unsigned i = 0; i != head.e_phnum; ++i)
    {
        Elf64_Phdr one;
        const std::size_t at = head.e_phoff + i * sizeof one;
        std::memcpy(&one, bytes.data() + at, sizeof one);
        if (one.p_type != PT_LOAD)
            continue;
        one.p_filesz += bytes.size();
        one.p_memsz += bytes.size();
        std::memcpy(bytes.data() + at, &one, sizeof one);
        last = one;
    }
    BOOST_REQUIRE(last.p_type == PT_LOAD);
    temp_dir folder;
    const auto got = codexflow::plugin::inspect(folder.write("short.so", bytes));
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST(got.error().message.find("cut short") != std::string::npos, got.error().message);
}

BOOST_AUTO_TEST_SUITE_END()
