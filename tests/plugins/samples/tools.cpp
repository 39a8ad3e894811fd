// Tools for the tests of the host's side: quick, slow, noisy, broken, and two that must be called at once.
#include <codexflow/plugin.hpp>
#include <codexflow/tool.hpp>

#include <chrono>
#include <fstream>
#include <string>

CODEXFLOW_MANIFEST(R"({"id":"test.tools","version":"1.0.0","components":[
  {"kind":"tool","name":"sample-tools"},{"kind":"tool","name":"more-tools"},{"kind":"tool","name":"no-tools"}],
  "needs":{"services":["timer"]}})");

namespace {

using codexflow::failure;
using codexflow::task;
using codexflow::tool_call;
using codexflow::tool_effect;
using codexflow::tool_error;
using codexflow::tool_result;
using namespace std::chrono_literals;

class sample_tools : public codexflow::tool
{
public:
    explicit sample_tools(const codexflow::settings&)
    {
        add("repeat", "Says a text so many times.", &sample_tools::repeat)
            .parameters(R"({"type":"object","properties":{"text":{"type":"string"},"times":{"type":"integer","minimum":1}},)"
                        R"("required":["text"],"additionalProperties":false})")
            .effect(tool_effect::none);
        add("meet", "Ends when two of its calls are under way.", &sample_tools::meet).effect(tool_effect::none);
        add("linger", "Does not end by itself.", &sample_tools::linger).effect(tool_effect::none);
        add("trip", "Cannot do what it is asked for.", &sample_tools::trip).effect(tool_effect::none);
        add("crash", "Is broken.", &sample_tools::crash).effect(tool_effect::none);
        add("note", "Writes a text into the workspace.", &sample_tools::note)
            .parameters(R"({"type":"object","properties":{"text":{"type":"string"}},"required":["text"]})");
    }

    tool_result repeat(tool_call& call)
    {
        std::string text;
        for (auto left = call.arguments.count_or("times", 1, 1, 1'000'000); left != 0; --left)
            text += call.arguments.text("text");
        return tool_result(std::move(text));
    }
    task<tool_result> meet(tool_call& call)
    {
        ++present_;
        while (present_ < 2)
            co_await call.op.sleep_for(1ms);
        co_return tool_result("met");
    }
    task<tool_result> linger(tool_call& call)
    {
        co_await call.op.sleep_for(1h);
        co_return tool_result("too late");
    }
    tool_result trip(tool_call&) { throw tool_error("there is a stone"); }
    tool_result crash(tool_call&) { throw failure(CFLOW_E_FAILED, "out of order"); }
    tool_result note(tool_call& call)
    {
        std::ofstream(std::string(call.workspace) + "/note.txt", std::ios::app) << call.arguments.text("text");
        return tool_result("noted");
    }

private:
    int present_ = 0;
};

/// Has a name that the other one has, too.
class more_tools : public codexflow::tool
{
public:
    explicit more_tools(const codexflow::settings&)
    {
        add("repeat", "Never called.", &more_tools::other).effect(tool_effect::none);
        add("other", "Says where it is.", &more_tools::other).effect(tool_effect::none);
    }
    tool_result other(tool_call&) { return tool_result("from more-tools"); }
};

/// Cannot say what it has.
class no_tools : public codexflow::json_tool
{
public:
    explicit no_tools(const codexflow::settings&) {}
    task<std::string> list(codexflow::operation&) override { co_return R"({"tools":[{"name":"has blanks"}]})"; }
    task<std::string> call(codexflow::operation&) override { co_return "{}"; }
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<sample_tools>("sample-tools"), codexflow::component<more_tools>("more-tools"),
                 codexflow::component<no_tools>("no-tools"))
