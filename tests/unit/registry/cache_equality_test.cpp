// A cache never changes an answer: over everything people have written that is at hand, and over folders in
// which files come, go and change in every way.
#include "tests/unit/registry/cache_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <random>

namespace codexflow {
namespace {

namespace fs = std::filesystem;
using namespace test;

/// Texts in every schema, good, odd and broken.
std::string some_text(std::mt19937& random, bool unique_size)
{
    const std::string id = "agent-" + std::to_string(random() % 6);
    const std::string n = std::to_string(random() % 100);
    std::string text;
    switch (random() % 8)
    {
    case 0: text = definition(id, "runtime: { concurrency: { max_parallel_tasks: " + n + "1 } }\n"); break;
    case 1: text = definition(id, tools("Read, T" + n, "Bash") + "triggers: { keywords: [k" + n + "] }\n"); break;
    case 2: text = "---\nname: " + id + "\ndescription: Use it: now " + n + "\ntools: Read, Bash\n---\n# T " + n + "\n"; break;
    case 3: text = "# Only text " + n + "\n\nA paragraph.\n\n- one\n- two\n"; break;
    case 4: text = "id: " + id + "\nprompt: { system: s" + n + " }\npolicy: { tools_allowlist: [] }\n"; break;
    case 5: text = "id: " + id + "\nprompt: do " + n + "\ntriggers: { patterns: [a] }\n"; break;
    case 6: text = "agent: [\n"; break;
    default: text = "- a list " + n + "\n"; break;
    }
    if (unique_size)
    {
        static std::size_t longer = 0;
        text += "\n#" + std::string(++longer, '#') + "\n";
    }
    return text;
}

class changer
{
public:
    changer(fs::path folder, std::mt19937& random, bool unique_size)
        : folder_(std::move(folder)), random_(random), unique_size_(unique_size)
    {}

    void change()
    {
        const fs::path file = any();
        std::error_code ignored;
        switch (random_() % 7)
        {
        case 0: fs::remove(file, ignored); break;
        case 1: fs::rename(file, any(), ignored); break;
        case 2: put(fs::path(file) += ".new"); fs::rename(fs::path(file) += ".new", file, ignored); break;
        case 3:
        {
            const auto before = fs::last_write_time(file, ignored);
            put(file);
            fs::last_write_time(file, before, ignored);
            break;
        }
        case 4: std::ofstream(folder_ / "index.json") << index(); break;
        default: put(file); break;
        }
    }

private:
    fs::path any()
    {
        constexpr const char* names[] = {"a.codex.yaml", "b.yaml",   "c.md",  "d/agent-1.codex.yaml",
                                         "d/e/f.yml",    "d/g.md", "h.yaml", "a.md"};
        return folder_ / names[random_() % std::size(names)];
    }
    void put(const fs::path& file)
    {
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary | std::ios::trunc) << some_text(random_, unique_size_);
    }
    std::string index()
    {
        return random_() % 3 == 0 ? "{" : R"({"version":1,"agents":[{"id":"agent-1","domain":"d"}]})";
    }

    fs::path folder_;
    std::mt19937& random_;
    bool unique_size_;
};

void check_folder(const char* folder)
{
    const fs::path path = fs::path(CODEXFLOW_SHARED_DIR "/data") / folder;
    if (!fs::exists(path))
    {
        BOOST_TEST_MESSAGE("skipped: " << path << " is not here");
        return;
    }
    BOOST_TEST_CONTEXT(folder)
    {
        cache_fixture here;
        here.options.directories = {{path, false, {}}};
        const std::string expected = here.truth();
        const auto cold = here.load();
        const auto warm = here.load();
        BOOST_TEST((cold.answer == expected));
        BOOST_TEST((warm.answer == expected));
        BOOST_TEST(warm.misses == 0U);
        BOOST_TEST(warm.hits == cold.misses);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(cache_equality)

BOOST_AUTO_TEST_CASE(over_everything_people_have_written)
{
    for (const char* folder : {"claude-agents/agents", "claude-agents/variants", "agents-malformed",
                               "codex-flow/claude-source", "codex-flow/agents", "codex-flow/codex/agents"})
        check_folder(folder);
}

// Changes at the very moment of reading: nothing but the text tells them apart.
BOOST_AUTO_TEST_CASE(over_folders_that_change_at_once)
{
    std::mt19937 random(42);
    cache_fixture here;
    changer hand(here.dir / "agents", random, false);
    for (int step = 0; step != 300; ++step)
    {
        for (auto left = 1 + random() % 3; left != 0; --left)
            hand.change();
        here.now();
        BOOST_TEST((here.load().answer == here.truth()), "step " << step);
    }
}

// Files that have settled: their stamps tell.
BOOST_AUTO_TEST_CASE(over_folders_that_change_now_and_then)
{
    std::mt19937 random(43);
    cache_fixture here;
    changer hand(here.dir / "agents", random, true);
    std::size_t hits = 0;
    for (int step = 0; step != 300; ++step)
    {
        hand.change();
        const auto visit = here.load();
        hits += visit.hits;
        BOOST_TEST((visit.answer == here.truth()), "step " << step);
    }
    BOOST_TEST(hits > 300U); // it was used
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
