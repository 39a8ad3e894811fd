// The recorded answers of the original program: reproduced exactly when asked for; where the router decides
// otherwise by default, every such answer is listed here with the reason.
#include "tests/plugins/router/router_fixture.hpp"

#include "engine/base/document.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace codexflow {
namespace {

namespace fs = std::filesystem;

const fs::path data = CODEXFLOW_SHARED_DIR "/data/codex-flow";

/// One recorded answer.
struct recording
{
    std::string name; ///< The input as JSON.
    std::string text;
    std::vector<std::string> files;
    doc::node out;
};

std::vector<recording> recordings()
{
    std::vector<recording> list;
    std::ifstream in(data / "golden/original-behaviour.jsonl");
    for (std::string line; std::getline(in, line);)
    {
        const doc::node one = doc::parse_json(line, "golden").value();
        const std::string& op = one.find("op")->text;
        if (op != "routeTask" && op != "routeFiles")
            continue;
        const doc::node& input = *one.find("in");
        recording made;
        doc::write_json(input, made.name);
        made.out = *one.find("out");
        if (op == "routeTask")
            made.text = input.text;
        for (const doc::node& file : input.items)
            made.files.push_back(file.text);
        list.push_back(std::move(made));
    }
    return list;
}

/// The chain over the original's own agents; the chain's project holds nothing else.
struct golden_fixture : test::router_fixture
{
    golden_fixture() { agents_folder = data / "codex/agents"; }

    static bool absent()
    {
        if (fs::exists(data / "golden/original-behaviour.jsonl"))
            return false;
        BOOST_TEST_MESSAGE("skipped: the recorded answers of the original are not there");
        return true;
    }
};

std::vector<std::string> ids_of(const route_answer& answer)
{
    std::vector<std::string> ids;
    for (const route_candidate& one : answer.candidates)
        ids.push_back(one.agent);
    return ids;
}

std::vector<std::string> texts_of_node(const doc::node& list)
{
    std::vector<std::string> texts;
    for (const doc::node& one : list.items)
        texts.push_back(one.text);
    return texts;
}

std::string original_path(const std::string& path)
{
    return path.starts_with("./") ? path.substr(2) : path.starts_with('.') ? path.substr(1) : path;
}

using trace = std::set<std::tuple<std::string, std::string, std::string>>; // path, pattern, agent

trace trace_of(const route_answer& answer)
{
    trace made;
    for (const route_candidate& one : answer.candidates)
        for (const route_evidence& why : one.evidence)
            if (why.kind == "file")
                made.emplace(original_path(why.file), why.pattern, one.agent);
    return made;
}

trace trace_of(const doc::node& out)
{
    trace made;
    for (const doc::node& line : out.find("trace")->items)
        for (const doc::node& agent : line.find("agents")->items)
            made.emplace(line.find("path")->text, line.find("pattern")->text, agent.text);
    return made;
}

std::string stage_of(const route_answer& answer)
{
    return answer.candidates.empty() ? "none" : answer.candidates.front().evidence.front().kind;
}

/// Nothing for what the chain refuses: there is nothing to route.
std::optional<route_answer> answer_of(router_chain& chain, const recording& one)
{
    auto answer = chain.route({one.text, one.files, false});
    if (answer)
        return *answer;
    BOOST_TEST(one.text.empty());
    BOOST_TEST(one.files.empty());
    return std::nullopt;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(router_golden, golden_fixture)

BOOST_AUTO_TEST_CASE(every_recorded_answer_is_reproduced_on_request)
{
    if (absent())
        return;
    auto made = open("router: { strategies: [ { plugin: triggers, compat: original } ] }\n");
    BOOST_TEST_REQUIRE(made.has_value());
    const auto all = recordings();
    BOOST_TEST(all.size() == 49U);
    for (const recording& one : all)
    {
        BOOST_TEST_CONTEXT(one.name)
        {
            const auto answer = answer_of(made->chain, one);
            const route_answer got = answer.value_or(route_answer{});
            BOOST_TEST(ids_of(got) == texts_of_node(*one.out.find("candidates")),
                       boost::test_tools::per_element());
            BOOST_TEST(stage_of(got) == one.out.find("stage")->text);
            BOOST_TEST((trace_of(got) == trace_of(one.out)));
        }
    }
}

namespace {

/// What the router answers instead, best first, and why that is right.
struct difference
{
    std::vector<std::string> candidates;
    std::string reason;
};

const std::map<std::string, difference> differences{
    {R"("Please generate openapi spec for my service")",
     {{"api-docs"}, "\"api\" is no word of the text: it is a part of \"openapi\""}},
    {R"("Deploy the rapid prototype")", {{}, "\"api\" is a part of \"rapid\""}},
    {R"("document the interest rates")", {{}, "\"rest\" is a part of \"interest\""}},
    {R"("REFACTOR the API server")",
     {{"backend-dev", "code-analyzer"}, "scores decide, not the order of files: two keywords against one"}},
    {R"("continuous integration and code quality for a react native mobile app")",
     {{"mobile-dev", "cicd-engineer", "code-analyzer"},
      "scores decide: two keywords first; of the others the longer match"}},
    {R"(["index.js"])", {{"code-analyzer"}, "**/*.js is also a file in the root"}},
    {R"(["a.ts"])", {{"code-analyzer"}, "**/*.ts is also a file in the root"}},
    {R"(["openapi.yaml"])", {{"api-docs"}, "**/openapi.yaml is also a file in the root"}},
    {R"(["design/x.md"])", {{"system-architect"}, "**/design/** is also a folder in the root"}},
    {R"(["src/api/users.js"])",
     {{"backend-dev", "code-analyzer"},
      "**/api/**/*.js is also a file right below api; it says more than **/*.js"}},
    {R"(["api/users.js"])",
     {{"backend-dev", "code-analyzer"},
      "**/api/**/*.js is also a file right below a folder api in the root"}},
    {R"(["src/api/v1/users.js"])",
     {{"backend-dev", "code-analyzer"}, "scores decide: **/api/**/*.js says more than **/*.js"}},
    {R"([".github/workflows/ci.yml"])", {{"cicd-engineer"}, "the dot of a dot file is a part of its name"}},
};

} // namespace

BOOST_AUTO_TEST_CASE(every_answer_that_differs_is_listed_and_every_listed_one_differs)
{
    if (absent())
        return;
    auto made = open();
    BOOST_TEST_REQUIRE(made.has_value());
    std::set<std::string> seen;
    for (const recording& one : recordings())
    {
        BOOST_TEST_CONTEXT(one.name)
        {
            const auto answer = answer_of(made->chain, one);
            const std::vector<std::string> got = answer ? ids_of(*answer) : std::vector<std::string>();
            const std::vector<std::string> recorded = texts_of_node(*one.out.find("candidates"));
            const auto listed = differences.find(one.name);
            if (listed == differences.end())
            {
                BOOST_TEST(got == recorded, boost::test_tools::per_element());
                continue;
            }
            seen.insert(one.name);
            BOOST_TEST(!listed->second.reason.empty());
            BOOST_TEST((got != recorded), "it is listed as different and is the same");
            BOOST_TEST(got == listed->second.candidates, boost::test_tools::per_element());
        }
    }
    BOOST_TEST(seen.size() == differences.size(), "an answer is listed that was never recorded");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
