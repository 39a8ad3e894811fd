#include "tests/unit/registry/cache_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace codexflow {
namespace {

namespace fs = std::filesystem;
using namespace test;

/// Overwrites in place: the inode stays, as with an editor that does so.
void overwrite(const fs::path& path, std::string_view text)
{
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(agent_caches, test::cache_fixture)

BOOST_AUTO_TEST_CASE(what_was_parsed_is_not_parsed_again)
{
    write("a.codex.yaml", definition("a", tools("Read")));
    write("broken.yaml", "agent: [\n");
    write("b.md", "---\nname: b\ndescription: x: y\n---\n# B\nText\n");
    write("list.yaml", "- a\n");
    const visit cold = load();
    BOOST_TEST(cold.misses == 4U);
    BOOST_TEST(cold.hits == 0U);
    const visit warm = load();
    BOOST_TEST(warm.misses == 0U);
    BOOST_TEST(warm.hits == 4U);
    BOOST_TEST(warm.fault == "");
    BOOST_TEST((cold.answer == truth()));
    BOOST_TEST((warm.answer == truth()));
}

BOOST_AUTO_TEST_CASE(changed_added_and_removed_files_are_noticed)
{
    write("a.codex.yaml", definition("a"));
    write("b.codex.yaml", definition("b"));
    load();
    write("b.codex.yaml", definition("bb"));
    write("c.codex.yaml", definition("c"));
    fs::remove(dir / "agents/a.codex.yaml");
    const visit after = load();
    BOOST_TEST(after.misses == 2U);
    BOOST_TEST((after.answer == truth()));
    BOOST_TEST(load().misses == 0U);
}

BOOST_AUTO_TEST_CASE(a_change_within_the_same_tick_is_noticed)
{
    now();
    write("a.codex.yaml", definition("a"));
    load();
    overwrite(dir / "agents/a.codex.yaml", definition("b")); // as long as before, at once
    const visit after = load();
    BOOST_TEST((after.answer == truth()));
    BOOST_TEST(load().hits == 1U); // its text was compared
    later();
    BOOST_TEST(load().hits == 1U); // and is settled now:
    const std::string settled = read_file(cache_file());
    load();
    BOOST_TEST((read_file(cache_file()) == settled));
}

BOOST_AUTO_TEST_CASE(a_time_of_modification_set_back_deceives_nobody)
{
    write("a.codex.yaml", definition("a"));
    const fs::path file = dir / "agents/a.codex.yaml";
    const auto before = fs::last_write_time(file);
    now();
    load();
    overwrite(file, definition("b"));
    fs::last_write_time(file, before);
    BOOST_TEST((load().answer == truth()));
}

BOOST_AUTO_TEST_CASE(two_files_that_change_places_are_noticed)
{
    write("a.codex.yaml", definition("a", "triggers: { keywords: [one] }\n"));
    write("b.codex.yaml", definition("b", "triggers: { keywords: [two] }\n"));
    load();
    fs::rename(dir / "agents/a.codex.yaml", dir / "agents/x");
    fs::rename(dir / "agents/b.codex.yaml", dir / "agents/a.codex.yaml");
    fs::rename(dir / "agents/x", dir / "agents/b.codex.yaml");
    const visit after = load();
    BOOST_TEST(after.misses == 2U);
    BOOST_TEST((after.answer == truth()));
}

BOOST_AUTO_TEST_CASE(an_index_that_changes_counts_at_once)
{
    write("d/a.codex.yaml", definition("a"));
    load();
    write("index.json", R"({"version":1,"agents":[{"id":"b","domain":"d"},{"id":"a","domain":"d"}]})");
    const visit after = load();
    BOOST_TEST(after.misses == 0U);
    BOOST_TEST((after.answer == truth()));
}

BOOST_AUTO_TEST_CASE(a_damaged_or_foreign_cache_is_replaced)
{
    write("a.codex.yaml", definition("a"));
    load();
    const std::string good = read_file(cache_file());
    for (const std::string& bad :
         {std::string(), std::string("no cache"), good.substr(0, good.size() - 1), good + "x"})
    {
        overwrite(cache_file(), bad);
        const visit mended = load();
        BOOST_TEST(mended.misses == 1U);
        BOOST_TEST(!mended.fault.empty());
        BOOST_TEST((mended.answer == truth()));
        BOOST_TEST(load().hits == 1U);
    }
    std::string flipped = good;
    flipped.back() = static_cast<char>(flipped.back() ^ 1); // in the agent itself
    overwrite(cache_file(), flipped);
    BOOST_TEST(load().misses == 1U);
    owner.engine = "another";
    BOOST_TEST(load().fault == "the cache is of another version of the program");
    BOOST_TEST(load().hits == 1U);
}

BOOST_AUTO_TEST_CASE(a_cache_that_others_can_write_is_not_believed)
{
    write("a.codex.yaml", definition("a"));
    load();
    fs::permissions(cache_file(), fs::perms::group_write, fs::perm_options::add);
    BOOST_TEST(load().fault == "the cache is not a file that only this user can write");
    fs::rename(cache_file(), dir / "elsewhere");
    fs::create_symlink(dir / "elsewhere", cache_file());
    BOOST_TEST(load().fault == "the cache is not a file that only this user can write");
}

BOOST_AUTO_TEST_CASE(it_is_for_its_user_only)
{
    write("a.codex.yaml", definition("a"));
    load();
    struct stat found = {};
    BOOST_TEST(::stat(cache_file().c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 0777U) == 0600U);
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(cache_file().parent_path()))
        ++files;
    BOOST_TEST(files == 1U);
}

BOOST_AUTO_TEST_CASE(caches_of_long_ago_are_removed)
{
    dir.write("cache/agents/old", "a project that is gone");
    dir.write("cache/agents/new", "another project");
    fs::last_write_time(dir / "cache/agents/old", fs::file_time_type::clock::now() - std::chrono::hours(91 * 24));
    write("a.codex.yaml", definition("a"));
    load();
    BOOST_TEST(!fs::exists(dir / "cache/agents/old"));
    BOOST_TEST(fs::exists(dir / "cache/agents/new"));
    load(); // which writes nothing
    BOOST_TEST(fs::exists(cache_file()));
}

BOOST_AUTO_TEST_CASE(where_nothing_can_be_kept_everything_is_read)
{
    write("a.codex.yaml", definition("a"));
    dir.write("cache", "a file where the folder should be");
    agent_cache cached = cache();
    registry_options with = options;
    with.cache = &cached;
    registry all(with);
    BOOST_TEST((dump(all) == truth()));
    BOOST_TEST(!all.keep_parsed().has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_asked_for_again)
{
    write("a.codex.yaml", definition("a"));
    fs::remove(dir / "agents/a.codex.yaml");
    fs::create_symlink(dir / "nowhere", dir / "agents/a.codex.yaml");
    agent_cache cached = cache();
    const auto absent = cached.read(dir / "agents/a.codex.yaml", dir / "agents");
    BOOST_TEST_REQUIRE(absent.fault.has_value());
    BOOST_TEST((absent.fault->code == errc::not_found));
    dir.write("nowhere", definition("a"));
    BOOST_TEST(cached.read(dir / "agents/a.codex.yaml", dir / "agents").definition.has_value());
}

BOOST_AUTO_TEST_CASE(only_what_was_asked_for_is_parsed_and_the_rest_is_kept)
{
    write("index.json", R"({"version":1,"agents":[{"id":"a","domain":"d"},{"id":"b","domain":"d"}]})");
    write("d/a.codex.yaml", definition("a"));
    write("d/b.codex.yaml", definition("b"));
    for (const char* id : {"a", "b"})
    {
        agent_cache cached = cache();
        registry_options with = options;
        with.cache = &cached;
        registry all(with);
        BOOST_TEST(all.find(id).has_value());
        BOOST_TEST(cached.misses() == 1U);
        BOOST_TEST(all.keep_parsed().has_value());
    }
    BOOST_TEST(load().misses == 0U);
}

BOOST_AUTO_TEST_CASE(processes_at_once)
{
    for (int i = 0; i != 40; ++i)
        write(std::to_string(i) + ".codex.yaml", definition("a" + std::to_string(i)));
    const std::string expected = truth();
    std::vector<pid_t> children;
    for (int i = 0; i != 4; ++i)
    {
        const pid_t child = ::fork();
        BOOST_TEST_REQUIRE(child >= 0);
        if (child == 0)
        {
            // Every round throws away what is there and writes anew; nobody may ever see half of it.
            bool good = true;
            for (int round = 0; round != 25; ++round)
            {
                cache_identity other{"engine " + std::to_string(round % 2), "project"};
                agent_cache cached(cache_file(), other, time);
                good = good && (!cached.fault() || cached.fault()->code == errc::unsupported);
                registry_options with = options;
                with.cache = &cached;
                registry all(with);
                good = good && dump(all) == expected && all.keep_parsed().has_value();
            }
            ::_exit(good ? 0 : 1);
        }
        children.push_back(child);
    }
    for (const pid_t child : children)
    {
        int status = -1;
        BOOST_TEST(::waitpid(child, &status, 0) == child);
        BOOST_TEST(status == 0);
    }
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(cache_file().parent_path()))
        ++files;
    BOOST_TEST(files == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
