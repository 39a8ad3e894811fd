// Every agent definition that people have written and that is at hand: how many load, and what had to be
// assumed for it. Nothing is dropped in silence.
#include "tests/unit/registry/registry_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <map>

namespace codexflow {
namespace {

struct counted
{
    std::size_t files, definitions, ids, errors, duplicates, left_out, warnings;
    friend bool operator==(const counted&, const counted&) = default;
    friend std::ostream& operator<<(std::ostream& out, const counted& c)
    {
        return out << c.files << " files, " << c.definitions << " definitions, " << c.ids << " ids, " << c.errors << " errors, "
                   << c.duplicates << " duplicates, " << c.left_out << " left out, " << c.warnings
                   << " warnings";
    }
};

/// The files of a folder that may define agents, counted without the registry's help.
std::size_t count_files(const std::filesystem::path& folder)
{
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    {
        const std::filesystem::path& path = entry.path();
        const std::string name = path.filename().string(), extension = path.extension().string();
        std::filesystem::path beside = path;
        const bool markdown = extension == ".md" && name != "README.md" && name != "MIGRATION_SUMMARY.md" &&
                              !std::filesystem::exists(beside.replace_extension(".codex.yaml"));
        files += markdown || extension == ".yaml" || extension == ".yml" ? 1U : 0U;
    }
    return files;
}

/// Loads a folder of the collection; every remark must name a file and, unless about a folder, a line.
void check(const char* folder, const counted& expected)
{
    const std::filesystem::path path = std::filesystem::path(CODEXFLOW_SHARED_DIR "/data") / folder;
    if (!std::filesystem::exists(path))
    {
        BOOST_TEST_MESSAGE("skipped: " << path << " is not here");
        return;
    }
    BOOST_TEST_CONTEXT(folder)
    {
        registry all({{{path, false, {}}}, {}});
        const registry_totals totals = all.totals();
        std::map<notice_kind, std::size_t> kinds;
        for (const notice& one : all.notices())
        {
            ++kinds[one.kind];
            BOOST_TEST(one.what.where.known());
            BOOST_TEST(one.what.where.line != 0U, to_string(one.what));
        }
        const counted got{count_files(path),
                          totals.definitions,
                          totals.ids,
                          totals.errors,
                          kinds[notice_kind::duplicate],
                          kinds[notice_kind::left_out],
                          kinds[notice_kind::warning]};
        BOOST_TEST(got == expected);
        BOOST_TEST(got.files == got.definitions + got.left_out + got.errors); // nothing is lost on the way
        for (const auto& one : all.agents())
        {
            BOOST_TEST(!one->name.empty(), one->source.file);
            BOOST_TEST(!one->domain.empty(), one->source.file);
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(real_agents)

BOOST_AUTO_TEST_CASE(claude_flow)
{
    check("claude-agents/agents", {109, 107, 96, 0, 11, 2, 2});
    check("claude-agents/variants", {11, 11, 10, 0, 1, 0, 11});
}

BOOST_AUTO_TEST_CASE(malformed_ones) { check("agents-malformed", {9, 9, 9, 0, 0, 0, 8}); }

BOOST_AUTO_TEST_CASE(what_the_original_converts_and_what_it_never_loaded)
{
    check("codex-flow/claude-source", {69, 69, 67, 0, 2, 0, 1});
    check("codex-flow/codex/agents", {69, 69, 66, 0, 3, 0, 7}); // 66 of the index, 3 beside it
    check("codex-flow/agents", {4, 4, 4, 0, 0, 0, 0});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
