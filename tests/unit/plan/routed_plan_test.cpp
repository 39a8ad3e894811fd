#include "engine/plan/routed_plan.hpp"

#include "engine/registry/registry.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;

namespace {

struct fixture
{
    test::temp_dir dir;

    fixture()
    {
        for (const std::string id : {"coder", "tester", "planner"})
            dir.write(id + ".codex.yaml", "version: 1\nagent:\n  id: " + id + "\n  name: The " + id + "\n");
    }

    registry agents() const
    {
        agent_alias other;
        other.agent = "coder";
        return registry({{{dir.path(), true, {}}}, {{"planner", other}}});
    }

    static std::vector<routed> answered(const std::string& text, const std::vector<std::string>& files,
                                        const std::vector<std::vector<std::string>>& ids)
    {
        std::vector<routed> all;
        const auto requests = requests_for(text, files);
        BOOST_REQUIRE(requests.size() == ids.size());
        for (std::size_t i = 0; i != ids.size(); ++i)
        {
            routed one{requests[i], {}};
            for (const std::string& id : ids[i])
                one.answer.candidates.push_back({id, 1, "test", {}});
            all.push_back(std::move(one));
        }
        return all;
    }

    /// "ID AGENT [text] {files}" of each task.
    std::string plan(const std::vector<routed>& answers) const
    {
        registry known = agents();
        const auto made = plan_of(answers, known);
        if (!made)
            return to_string(made.error());
        std::string text;
        for (const planned_task& one : made->tasks)
        {
            BOOST_TEST_REQUIRE(one.definition != nullptr);
            BOOST_TEST(one.definition->id == one.agent_id);
            BOOST_TEST(one.alias == one.agent_id);
            text += one.id + " [" + one.text + ']';
            for (const std::string& file : one.about)
                text += " {" + file + '}';
            text += '\n';
        }
        return text;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(a_routed_plan, fixture)

BOOST_AUTO_TEST_CASE(a_text_goes_to_all_its_candidates)
{
    BOOST_TEST(plan(answered("do it", {}, {{"tester", "coder"}})) == "tester-1 [do it]\ncoder-1 [do it]\n");
}

BOOST_AUTO_TEST_CASE(each_file_goes_to_its_own)
{
    BOOST_TEST(
        plan(answered("", {"a.c", "my b.c", "c.md"}, {{"coder"}, {"tester", "coder"}, {}})) ==
        "coder-1 [Review a.c] {a.c}\ncoder-2 [Review my b.c] {my b.c}\ntester-1 [Review my b.c] {my b.c}\n");
}

BOOST_AUTO_TEST_CASE(a_text_says_what_to_do_with_each_file)
{
    BOOST_TEST(plan(answered("Find races", {"a.c", "b.c"}, {{"coder"}, {"coder"}})) ==
               "coder-1 [Find races\n\nFile: a.c] {a.c}\ncoder-2 [Find races\n\nFile: b.c] {b.c}\n");
}

BOOST_AUTO_TEST_CASE(an_agent_is_meant_even_where_an_alias_has_its_name)
{
    BOOST_TEST(plan(answered("do it", {}, {{"planner"}})) == "planner-1 [do it]\n");
}

BOOST_AUTO_TEST_CASE(nobody_makes_no_task_and_a_broken_agent_an_error)
{
    BOOST_TEST(plan(answered("do it", {}, {{}})) == "");
    dir.write("broken.codex.yaml", "version: 1\nagent: { id: broken, name: 1: }\n");
    BOOST_TEST(plan(answered("do it", {}, {{"nobody"}})).find("nobody") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
