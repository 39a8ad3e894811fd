#include "engine/record/event_json.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace codexflow;

namespace {

/// The published schema.
struct fixture
{
    rapidjson::Document text;
    std::unique_ptr<rapidjson::SchemaDocument> schema;

    fixture()
    {
        const auto file = std::filesystem::path(CODEXFLOW_SOURCE_DIR) / "docs/schemas/event.schema.json";
        text.Parse(test::read_file(file));
        BOOST_TEST_REQUIRE(!text.HasParseError());
        schema = std::make_unique<rapidjson::SchemaDocument>(text);
    }

    bool fits(const rapidjson::Value& line) const
    {
        rapidjson::SchemaValidator validator(*schema);
        return line.Accept(validator);
    }
};

const std::string digest = "sha256:" + std::string(64, 'a');
const task_ref with_model{"one-1", "one", "agent-a", "local", "m"};
const task_ref without_model{"two-1", "two", "agent-b", "local", ""};

error failure()
{
    error what(errc::unavailable, "connection refused", {"a.yaml", 1, 2});
    what.hint = "start the server";
    what.detail = "the server's words \xff";
    what.phase = "connect";
    what.kind = "connect";
    return what;
}

event::run_started continued()
{
    event::run_started told{"0.1.0", digest, "none", {}};
    told.resumed = event::run_started::continuation{120, 2, 3, 1, 0};
    return told;
}

event::route full_route()
{
    event::route told;
    told.text = "create an endpoint";
    told.file = "src/a.ts";
    told.strategy = "triggers";
    route_candidate best{"backend-dev", 12.5, "triggers", {}};
    best.evidence.push_back({"regex", "^create", text_span{0, 6}, "", 8, {"a.yaml", 1, 2}});
    best.evidence.push_back({"file", "**/*.ts", std::nullopt, "src/a.ts", 4.5, {}});
    told.chosen = {best, {"coder", 1, "triggers", {}}};
    told.rejected = {{"ghost", "triggers", "there is no such agent"}};
    told.tie_breaks = {"a before b: more rules"};
    told.rules_digest = told.input_digest = digest;
    return told;
}

/// Every kind with everything it may carry, and with as little as it may.
std::vector<std::pair<const task_ref*, event::payload>> all_events()
{
    const token_usage used{true, 10, 20};
    using channel = event::chunk::channel;
    event::route nobody;
    nobody.text = "write a poem";
    nobody.rules_digest = nobody.input_digest = digest;
    return {
        {nullptr, event::run_started{"0.1.0", digest, "none", {{"id", "1.0", "/x.so", digest}}}},
        {nullptr, event::run_started{"0.1.0", digest, "none", {}}},
        {nullptr, event::run_started{"0.1.0", digest, "landlock", {}, {{"mcp", "landlock"}, {"shell", "landlock+seccomp"}}}},
        {nullptr, full_route()},
        {nullptr, nobody},
        {nullptr, event::plan{"tasks.json",
                              {{&with_model, "ask", {{"a.c", 9, 9, ""}, {"b.c", 0, 0, "no such file"}}}, {&without_model, "ask"}},
                              4}},
        {nullptr, continued()},
        {&with_model, event::task_started{12}},
        {&with_model, event::task_started{12, 3}},
        {&with_model, event::task_restored{5, "stop", used, "hi", ".runs/one/r.one-1"}},
        {&with_model, event::task_restored{0, "", {}, ""}},
        {&with_model, event::turn_complete{2, "let me see", {{"call-3", "m1", "read", "{", digest}}, "tool_calls", used, 2, "cloud", "opaque", digest}},
        {&without_model, event::turn_complete{1, "", {{"call-1", "m1", "", "", digest}}, "", {}, 1, "", ""}},
        {&without_model, event::chunk{channel::text, 0, "hi"}},
        {&with_model, event::chunk{channel::reasoning, 0, ""}},
        {&with_model, event::chunk{channel::tool_call, 1, "{}"}},
        {&with_model, event::chunk{channel::tool_args, 1, "{"}},
        {&with_model, event::task_complete{5, "stop", used, "hi", 2, "other", ".runs/one/r.one-1"}},
        {&with_model, event::task_complete{5, "", {}, "", 1, ""}},
        {&with_model, event::task_error{5, failure(), used, "half", ".runs/one/r.one-1"}},
        {&with_model, event::task_error{5, error(errc::cancelled, "stopped"), {}, ""}},
        {&with_model, event::retry{"local", 1, "a-1", 500, 429, "rate_limited", "slow down"}},
        {&with_model, event::retry{"local", 2, "a-2", 500, 0, "", "gone"}},
        {&with_model, event::failover{"local", "cloud", "server", "boom"}},
        {&with_model, event::failover{"local", "cloud", "", "boom"}},
        {&with_model, event::tool_start{"call-1", "read", "files", "none", R"({"path":"a"})", digest}},
        {&without_model, event::tool_start{"call-1", "nothing", "", "", "", digest}},
        {&with_model, event::tool_end{"call-1", "read", "truncated", 3, "begin", digest, 100'000, "/w/out.txt"}},
        {&with_model, event::tool_end{"call-1", "read", "denied", 0, "no", digest, 2, "", "once"}},
        {&with_model, event::tool_end{"call-1", "read", "cancelled", 0, "no", digest, 2, ""}},
        {&with_model, event::tool_end{"call-1", "read", "indeterminate", 0, "no", digest, 2, ""}},
        {&with_model, event::approval_asked{"call-1", "shell", "git push", "rules", "push", "a person decides", {"p.yaml", 3, 5}}},
        {&with_model, event::approval_asked{"call-1", "shell", "", "mine"}},
        {&with_model, event::approval_given{"call-1", "shell", "always", true, false, 1'200}},
        {&without_model, event::approval_given{"call-1", "shell", "never", false, true, 0}},
        {&with_model, event::policy_violation{"call-1", "shell", "rules", "no-shell", "says no", "a rule", {"p.yaml", 3, 5}}},
        {&with_model, event::policy_violation{"", "shell", "allowlist", "", "not listed", "", {}}},
        {&with_model, event::notice{event::notice::level::warning, "local", "cut", "context_truncated"}},
        {nullptr, event::notice{event::notice::level::debug, "engine", "x"}},
        {nullptr, event::notice{event::notice::level::error, "id", ""}},
        {&with_model, event::memory{event::memory::operation::context,
                                    {{"one-1", "run-0", "one", "agent-one", "own", 1200, 90, true}, {"x", "", "", "b", "a rule", 0, 5, false}},
                                    {}, 300, 0, "", ""}},
        {&without_model, event::memory{}},
        {nullptr, event::memory{event::memory::operation::append, {}, {"one-1", "two-1"}, 900, 0, "", ""}},
        {&with_model, event::memory{event::memory::operation::publish, {}, {}, 90, 0, "", ""}},
        {&with_model, event::memory{event::memory::operation::denied, {}, {}, 0, 0, "b", "share_with of b does not name a"}},
        {nullptr, event::memory{event::memory::operation::compact, {}, {}, 900, 3, "", ""}},
        {&with_model, event::worktree{".runs/one/r.one-1/tree", "codex-flow/r/one-1", "abc", {{"a.c", "modified"}, {"b", "added"}}}},
        {&without_model, event::worktree{".runs/two/r.two-1/tree", "codex-flow/r/two-1", "abc", {}}},
        {nullptr, event::edits_overlap{{{"a.c", {"one-1", "two-1"}}}}},
        {nullptr, event::files_applied{"scaffold", true, {}, {}}},
        {nullptr, event::files_applied{"scaffold", false,
                                       {{&with_model, "src/a.c", "new", 12, true, ""}, {&without_model, "../b", "refused", 0, false, "goes up"}},
                                       {{&with_model, "the block of 'x' has no end"}}}},
        {nullptr, event::run_complete{"ok", "", 0, 5, 1, 1, 0, 0, 0, used}},
        {nullptr, event::run_complete{"cancelled", "interrupted", 130, 5, 4, 1, 1, 1, 1, {}}},
    };
}

rapidjson::Document as_json(const task_ref* task, const event::payload& body, std::int64_t t_ns = 7)
{
    std::string line;
    write_json({1, 0, task, body}, {"run-1", "2026-11-22T14:34:12.123Z", t_ns}, line);
    rapidjson::Document parsed;
    parsed.Parse(line);
    BOOST_TEST_REQUIRE(!parsed.HasParseError());
    return parsed;
}

/// Members of @p value that @p described does not name, with their paths.
void find_undocumented(const rapidjson::Value& value, const rapidjson::Value& described,
                       const rapidjson::Value& root, const std::string& path, std::string& found)
{
    const rapidjson::Value* schema = &described;
    if (schema->HasMember("$ref"))
    {
        const std::string ref = (*schema)["$ref"].GetString();
        schema = &root["definitions"][ref.substr(ref.rfind('/') + 1)];
    }
    if (value.IsArray())
        for (const auto& item : value.GetArray())
            find_undocumented(item, (*schema)["items"], root, path + "[]", found);
    if (!value.IsObject())
        return;
    for (const auto& member : value.GetObject())
    {
        const std::string inner = path + '.' + member.name.GetString();
        if (!schema->HasMember("properties") || !(*schema)["properties"].HasMember(member.name))
            found += inner + '\n';
        else
            find_undocumented(member.value, (*schema)["properties"][member.name], root, inner, found);
    }
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(event_schema, fixture)

BOOST_AUTO_TEST_CASE(every_kind_of_event_fits)
{
    std::vector<bool> seen(std::variant_size_v<event::payload>);
    for (const auto& [task, body] : all_events())
    {
        seen[body.index()] = true;
        BOOST_TEST(fits(as_json(task, body)), kind_of(body));
        BOOST_TEST(fits(as_json(task, body, -1)), kind_of(body) << " without t_ns");
    }
    for (std::size_t i = 0; i < seen.size(); ++i)
        BOOST_TEST(seen[i], "kind number " << i << " is not tried");
}

BOOST_AUTO_TEST_CASE(every_member_that_is_written_is_documented)
{
    for (const auto& [task, body] : all_events())
    {
        std::string found;
        const std::string kind(kind_of(body));
        find_undocumented(as_json(task, body), text["definitions"][kind.c_str()], text, kind, found);
        BOOST_TEST(found == "");
    }
}

BOOST_AUTO_TEST_CASE(every_required_member_is_really_required)
{
    for (const auto& [task, body] : all_events())
    {
        const rapidjson::Document whole = as_json(task, body);
        for (const auto& name :
             text["definitions"][std::string(kind_of(body)).c_str()]["required"].GetArray())
        {
            rapidjson::Document cut;
            cut.CopyFrom(whole, cut.GetAllocator());
            BOOST_TEST_REQUIRE(cut.RemoveMember(name));
            BOOST_TEST(!fits(cut), kind_of(body) << " without " << name.GetString());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_event_does_not_fit)
{
    for (const char* line : {"{}", "[]", "null",
                             R"({"kind":"unheard_of","seq":1,"ts":"2026-11-22T14:34:12.123Z","run_id":"r"})"})
    {
        rapidjson::Document parsed;
        parsed.Parse(line);
        BOOST_TEST(!fits(parsed), line);
    }
    rapidjson::Document late = as_json(&with_model, event::task_started{1});
    late["ts"] = "yesterday";
    BOOST_TEST(!fits(late));
    late = as_json(&with_model, event::task_started{1});
    late["waited_ms"] = "1";
    BOOST_TEST(!fits(late));
}

BOOST_AUTO_TEST_SUITE_END()
