#include "cli/diagnostics/known_secrets.hpp"
#include "cli/diagnostics/redacted_bundle.hpp"
#include "cli/diagnostics/zip_file.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <minizip/unzip.h>

#include <sys/stat.h>

#include <map>
#include <string>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

/// Everything in an archive, by name.
std::map<std::string, std::string> unpacked(const std::filesystem::path& file)
{
    std::map<std::string, std::string> all;
    unzFile archive = unzOpen64(file.c_str());
    BOOST_TEST_REQUIRE(archive != nullptr);
    for (int at = unzGoToFirstFile(archive); at == UNZ_OK; at = unzGoToNextFile(archive))
    {
        char name[256];
        unz_file_info64 about{};
        BOOST_REQUIRE(unzGetCurrentFileInfo64(archive, &about, name, sizeof name, nullptr, 0, nullptr, 0) == UNZ_OK);
        std::string text(about.uncompressed_size, '\0');
        BOOST_REQUIRE(unzOpenCurrentFile(archive) == UNZ_OK);
        BOOST_TEST(unzReadCurrentFile(archive, text.data(), static_cast<unsigned>(text.size())) == static_cast<int>(text.size()));
        BOOST_TEST(unzCloseCurrentFile(archive) == UNZ_OK); // which checks the sum
        all.emplace(name, text);
    }
    unzClose(archive);
    return all;
}

struct fixture
{
    test::temp_dir folder;
    const std::filesystem::path file = folder / "out.zip";
    redaction funnel;

    redacted_bundle bundle() { return {std::move(zip_file::create(file).value()), funnel, 1'763'822'052'000'000}; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(diagnostics, fixture)

BOOST_AUTO_TEST_CASE(what_is_put_in_comes_out_for_its_owner_alone)
{
    auto to = bundle();
    const std::string large(3'000'000, 'x');
    to.add("a.txt", "a text", "hello\n");
    to.add("large.txt", "much of it", large);
    to.add("empty.txt", "nothing", "");
    BOOST_TEST_REQUIRE(to.finish().has_value());
    const auto all = unpacked(file);
    BOOST_TEST(all.at("a.txt") == "hello\n");
    BOOST_TEST((all.at("large.txt") == large));
    BOOST_TEST(all.at("empty.txt") == "");
    BOOST_TEST(all.at("manifest.json").find(R"({"name":"large.txt","about":"much of it","bytes":3000000})") != std::string::npos);
    struct stat about = {};
    BOOST_REQUIRE(::stat(file.c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 0777) == 0600U);
    BOOST_TEST(about.st_size < 100'000);
}

BOOST_AUTO_TEST_CASE(secrets_are_found_in_every_kind_of_entry_and_spelling)
{
    const std::string canary = "c4nary\"+/value-77";
    funnel.values().add("MY_KEY", canary);
    auto to = bundle();
    to.add("text.txt", "", "before " + canary + " after");
    to.add("a.json", "", R"({"a":"c4nary\"+/value-77","deep":["{\"b\":\"c4nary\\\"+/value-77\"}"]})");
    const auto lines = folder.write("lines", R"({"x":"c4nary\"+/value-77"})" "\nno json " + canary + "\n{\"torn\":\"c4nary\\\"+/value-77");
    to.add_lines("lines.jsonl", "", lines, 1 << 20);
    BOOST_TEST_REQUIRE(to.finish().has_value());
    const auto all = unpacked(file);
    BOOST_TEST(all.size() == 4U);
    for (const auto& [name, text] : all)
    {
        BOOST_TEST(text.find("c4nary") == text.npos, name + ": " + text);
        BOOST_TEST((name == "manifest.json" || text.find("[secret:MY_KEY]") != text.npos), name + ": " + text);
    }
    BOOST_TEST(all.at("text.txt") == "before [secret:MY_KEY] after");
}

BOOST_AUTO_TEST_CASE(of_a_long_file_the_last_lines_are_taken_whole)
{
    std::string text;
    for (int i = 1000; i != 2000; ++i)
        text += "line " + std::to_string(i) + '\n';
    auto to = bundle();
    to.add_lines("lines", "a log", folder.write("lines", text), 100);
    to.add_lines("none", "a log", folder / "none", 100);
    BOOST_TEST(to.entries().size() == 1U);
    BOOST_TEST(to.entries()[0].about == "a log, its end");
    BOOST_TEST_REQUIRE(to.finish().has_value());
    BOOST_TEST(unpacked(file).at("lines").starts_with("line 1990\n"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_there_is_not_written_over_and_one_that_was_given_up_does_not_stay)
{
    folder.write("out.zip", "mine");
    const auto refused = zip_file::create(file);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().message == "cannot be made: File exists");
    BOOST_TEST(test::read_file(file) == "mine");
    {
        auto made = zip_file::create(folder / "other.zip");
        made->begin("a", 0);
    }
    BOOST_TEST(!std::filesystem::exists(folder / "other.zip"));
    BOOST_TEST(!zip_file::create(folder / "none/out.zip").has_value());
}

BOOST_AUTO_TEST_CASE(names_that_say_secret)
{
    for (const char* name : {"OPENAI_API_KEY", "GITHUB_TOKEN", "my_secret", "DB_PASSWORD", "PGPASSWORD", "SENTRY_DSN", "FOO_PWD"})
        BOOST_TEST(names_a_secret(name), name);
    for (const char* name : {"PWD", "OLDPWD", "HOME", "PATH", "LANG", "TERM"})
        BOOST_TEST(!names_a_secret(name), name);
    secret_mask mask;
    add_known_secrets(mask, {{"local", "openai", "", "", {{"ODD_NAME", true}}, true}},
                      {{"ODD_NAME", "odd-value-1"}, {"A_TOKEN", "token-value-1"}, {"PWD", "/home/me/project"}});
    std::string text = "odd-value-1 token-value-1 /home/me/project";
    mask.apply(text);
    BOOST_TEST(text == "[secret:ODD_NAME] [secret:A_TOKEN] /home/me/project");
}

BOOST_AUTO_TEST_SUITE_END()
