// What `convert` makes of the original's own input, beside what the original made of it: field by field, all 69
// agents, index and triggers. Where the two differ, the reason stands in the table below; a difference that is
// not in it is a fault, and so is an entry that no longer occurs.
#include "engine/base/document.hpp"
#include "engine/registry/convert/convert.hpp"

#include "tests/support/manual_clock.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <map>
#include <set>

namespace codexflow {
namespace {

namespace fs = std::filesystem;

const fs::path data = CODEXFLOW_SHARED_DIR "/data/codex-flow";

/// A way in which ours differ on purpose.
struct deviation
{
    const char* field; ///< The field and whatever is below it.
    std::size_t files; ///< In how many of the 69 it occurs.
    const char* reason;
};

constexpr deviation deviations[] = {
    {"prompt.system", 69, "the original dropped the text its author wrote for the model, which is the agent"},
    {"capabilities.detail.tools.allowed", 7, "tools in a map below capabilities were dropped: the agent could use all"},
    {"capabilities.detail.tools.restricted", 7, "the same"},
    {"constraints", 7, "paths an agent may not touch were dropped"},
    {"hooks.pre_task", 10, "hooks.pre_execution was dropped"},
    {"hooks.post_task", 10, "hooks.post_execution was dropped"},
    {"hooks.failure", 7, "hooks.on_error was dropped"},
    {"agent.long_description", 22, "the original took code or a list for the first paragraph, or found none"},
    {"responsibilities.primary", 2, "the original took list entries of examples in code blocks"},
    {"agent.id", 1, "an id that was written is the id"},
    {"workflow.startup_script", 1, "the same: made of the id"},
    {"metrics.escalation.notify", 1, "the same"},
    {"swarm.enabled_by_default", 3, "not the original's: added by hand afterwards"},
    {"observability.tracing.swarm", 2, "the same, in the wrong place"},
    {"observability.enabled_by_default", 2, "the same"},
};

using flat = std::map<std::string, std::string>;

/// Every scalar by its path.
void flatten(const doc::node& value, const std::string& path, flat& to)
{
    for (const doc::member& m : value.members)
        flatten(m.value, path.empty() ? m.key : path + '.' + m.key, to);
    for (std::size_t i = 0; i != value.items.size(); ++i)
        flatten(value.items[i], path + '[' + std::to_string(i) + ']', to);
    const bool empty = value.members.empty() && value.items.empty();
    if (empty)
        to[path] = value.is_mapping() || value.is_sequence() ? "(nothing)" : value.text;
}

/// The paths at which two documents differ.
std::set<std::string> differences(const doc::node& ours, const doc::node& theirs)
{
    flat a, b;
    flatten(ours, "", a);
    flatten(theirs, "", b);
    std::set<std::string> paths;
    for (const auto& [path, text] : a)
        if (const auto other = b.find(path); other == b.end() || other->second != text)
            paths.insert(path);
    for (const auto& [path, text] : b)
        if (a.count(path) == 0)
            paths.insert(path);
    return paths;
}

bool is_at(const std::string& path, std::string_view field)
{
    return path.starts_with(field) && (path.size() == field.size() || path[field.size()] == '.' || path[field.size()] == '[');
}

/// The one agent that has an id of its own. The original made one of its name, so that alias and tasks named
/// an agent that was not there; as everywhere, an id that was written is the id.
constexpr std::string_view own_id = "scaffold", id_by_name = "scaffold-generator";

/// What the original wrote for that agent of ours.
doc::node golden_agent(const std::string& path)
{
    const fs::path shipped = data / "codex/agents" / path;
    if (fs::exists(shipped))
        return doc::load(shipped).value();
    std::string name = fs::path(path).filename().string();
    if (name.starts_with(own_id))
        name.replace(0, own_id.size(), id_by_name);
    return doc::load(data / "golden/convert-69" / name).value();
}

struct golden_fixture
{
    test::temp_dir dir;
    test::manual_clock time;
    bool there = fs::exists(data);
    conversion made;

    golden_fixture()
    {
        if (there)
            made = plan_bundle(data / "claude-source", dir / "out", time).value();
        else
            BOOST_TEST_MESSAGE("skipped: " << data << " is not here");
    }

    doc::node ours(const std::string& path) const
    {
        for (const file_step& step : made.files)
            if (step.path == path)
                return (path.ends_with(".json") ? doc::parse_json(step.text, path) : doc::parse_yaml(step.text, path)).value();
        BOOST_FAIL("there is no " << path);
        return {};
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(golden_convert, golden_fixture)

BOOST_AUTO_TEST_CASE(all_agents_field_by_field)
{
    if (!there)
        return;
    BOOST_TEST(made.converted == 69U);
    std::map<std::string, std::set<std::string>> occurred; // field, files
    std::size_t compared = 0;
    for (const file_step& step : made.files)
    {
        if (!step.path.ends_with(".codex.yaml"))
            continue;
        ++compared;
        for (const std::string& path : differences(ours(step.path), golden_agent(step.path)))
        {
            const auto known = std::find_if(std::begin(deviations), std::end(deviations),
                                            [&path](const deviation& one) { return *one.field && is_at(path, one.field); });
            if (known == std::end(deviations))
                BOOST_ERROR("not listed: " << step.path << ": " << path);
            else
                occurred[known->field].insert(step.path);
        }
    }
    BOOST_TEST(compared == 69U);
    for (const deviation& one : deviations)
        BOOST_TEST_CONTEXT(one.field << ": " << one.reason)
        {
            BOOST_TEST(occurred[one.field].size() == one.files);
        }
}

BOOST_AUTO_TEST_CASE(the_index)
{
    if (!there)
        return;
    doc::node theirs = doc::load(data / "golden/convert-69/index.json").value();
    const doc::node index = ours("index.json");
    BOOST_TEST(index.find("generatedAt")->text == "2025-11-22T14:34:12.123Z");
    const doc::node& entries = *index.find("agents");
    BOOST_TEST_REQUIRE(entries.items.size() == theirs.find("agents")->items.size());
    std::set<std::string> differ;
    for (std::size_t i = 0; i != entries.items.size(); ++i)
        for (const std::string& path : differences(entries.items[i], theirs.find("agents")->items[i]))
            differ.insert(entries.items[i].find("id")->text + ' ' + path);
    BOOST_TEST((differ == std::set<std::string>{std::string(own_id) + " id"}));
}

BOOST_AUTO_TEST_CASE(the_triggers_in_their_order)
{
    if (!there)
        return;
    std::string a, b;
    doc::write_json(ours("triggers.json"), a);
    doc::write_json(doc::load(data / "golden/convert-69/triggers.json").value(), b);
    for (std::size_t at = b.find(id_by_name); at != b.npos; at = b.find(id_by_name, at))
        b.replace(at, id_by_name.size(), own_id);
    BOOST_TEST(a == b);
}

BOOST_AUTO_TEST_CASE(what_is_skipped)
{
    if (!there)
        return;
    BOOST_TEST(made.skipped.size() == 6U);
    for (const skipped_source& one : made.skipped)
        BOOST_TEST(!one.fault, one.source);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
