#include "engine/plugin/catalog.hpp"
#include "tests/plugins/host/boundary_fixture.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <string>

using codexflow::errc;
using codexflow::plugin::catalog;
using codexflow::plugin::search_path;
using codexflow::test::sample;
using codexflow::test::temp_dir;

namespace {

struct with_folders
{
    temp_dir one, two;

    std::filesystem::path put(const temp_dir& where, const std::string& name, std::string_view from)
    {
        std::filesystem::copy_file(sample(from), where / name);
        return where / name;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(plugin_catalog, with_folders)

BOOST_AUTO_TEST_CASE(finds_components_by_kind_and_name)
{
    const auto file = put(one, "a.so", "scripted");
    const auto got = catalog::scan({{}, {one.path()}});
    BOOST_REQUIRE(got.has_value());
    BOOST_REQUIRE(got->entries().size() == 1U);
    BOOST_REQUIRE(got->find("provider", "scripted") != nullptr);
    BOOST_TEST(got->find("provider", "scripted")->file == file);
    BOOST_TEST(got->find("router", "scripted") == got->find("provider", "scripted"));
    BOOST_TEST((got->find("tool", "scripted") == nullptr));
    BOOST_TEST((got->names("provider") == std::vector<std::string>{"scripted"}));
    BOOST_TEST(got->names("tool").empty());
}

BOOST_AUTO_TEST_CASE(the_first_wins_and_the_second_is_reported)
{
    const auto first = put(one, "a.so", "liar");
    const auto second = put(two, "a.so", "bigger_table");
    const auto got = catalog::scan({{}, {one.path(), two.path()}});
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->find("provider", "liar")->file == first);
    BOOST_REQUIRE(got->shadows().size() == 1U);
    BOOST_TEST(got->shadows()[0].kind == "provider");
    BOOST_TEST(got->shadows()[0].name == "liar");
    BOOST_TEST(got->shadows()[0].file == second);
    BOOST_TEST(got->shadows()[0].by == first);
    BOOST_TEST(got->refusals().empty());
}

BOOST_AUTO_TEST_CASE(in_a_folder_the_order_is_that_of_the_names)
{
    const auto b = put(one, "b.so", "liar");
    const auto a = put(one, "a.so", "liar");
    const auto got = catalog::scan({{}, {one.path()}});
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->find("provider", "liar")->file == a);
}

BOOST_AUTO_TEST_CASE(a_file_named_one_by_one_comes_first)
{
    put(one, "a.so", "liar");
    const auto named = put(two, "z.so", "liar");
    const auto got = catalog::scan({{named}, {one.path()}});
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->find("provider", "liar")->file == named);
}

BOOST_AUTO_TEST_CASE(the_same_file_twice_is_one)
{
    const auto file = put(one, "a.so", "liar");
    std::filesystem::create_symlink(file, two / "b.so");
    const auto got = catalog::scan({{file, file}, {one.path(), two.path()}});
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->entries().size() == 1U);
    BOOST_TEST(got->shadows().empty());
}

BOOST_AUTO_TEST_CASE(what_is_refused_in_a_folder_is_listed_and_the_rest_stays)
{
    put(one, "a.so", "liar");
    put(one, "b.so", "no_note");
    one.write("c.so", "not an ELF file");
    one.write("d.so", "");
    one.write("readme.txt", "not looked at");
    std::filesystem::create_directory(one / "e.so");
    std::filesystem::create_symlink(one / "nowhere", one / "f.so");
    BOOST_REQUIRE(::mkfifo((one / "g.so").c_str(), 0600) == 0); // nobody will ever write to it
    const auto got = catalog::scan({{}, {one.path()}});
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->entries().size() == 1U);
    BOOST_REQUIRE(got->refusals().size() == 6U);
    for (const auto& refusal : got->refusals())
        BOOST_TEST_CONTEXT(refusal.file)
        {
            BOOST_TEST(!refusal.reason.empty());
            BOOST_TEST(refusal.reason.find('\n') == std::string::npos);
        }
}

BOOST_AUTO_TEST_CASE(what_is_refused_by_name_is_an_error)
{
    const auto got = catalog::scan({{put(one, "a.so", "no_note")}, {}});
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::plugin_misbehaved));
    const auto missing = catalog::scan({{one / "missing.so"}, {}});
    BOOST_REQUIRE(!missing.has_value());
    BOOST_TEST((missing.error().code == errc::not_found));
    BOOST_TEST(missing.error().where.file == (one / "missing.so").string());
}

BOOST_AUTO_TEST_CASE(a_folder_that_does_not_exist_is_passed_over)
{
    const auto got = catalog::scan({{}, {one / "missing"}});
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->entries().empty());
    BOOST_TEST(got->refusals().empty());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_none_is_not_passed_over_in_silence)
{
    const auto file = one.write("file", "x");
    const auto got = catalog::scan({{}, {file}});
    BOOST_REQUIRE(got.has_value());
    BOOST_REQUIRE(got->refusals().size() == 1U);
    BOOST_TEST(got->refusals()[0].file == file);
}

BOOST_AUTO_TEST_SUITE_END()
