// Routers that say what their settings tell them to: "answer" is written as it is, however wrong.
#include <codexflow/plugin.hpp>

#include <atomic>
#include <stdexcept>
#include <string>

CODEXFLOW_MANIFEST(R"({"id":"test.routers","version":"1.0.0","components":[
  {"kind":"router","name":"said","config":{"type":"object","properties":{
    "answer":{"type":"string"},"fault":{"type":"string"}}}},
  {"kind":"router","name":"prepared","config":{"type":"object","properties":{
    "answer":{"type":"string"},"prepared":{"type":"string"},"fault":{"type":"string"}}}},
  {"kind":"router","name":"unsteady"},
  {"kind":"router","name":"stranger"},
  {"kind":"router","name":"mentions","config":{"type":"object","properties":{"score":{"type":"number"}}}}]})");

namespace {

using codexflow::failure;
using codexflow::settings;

std::string setting(const settings& given, std::string_view name)
{
    codexflow::json::document document;
    return document.parse(given.json()) ? std::string(document.root()[name].string()) : std::string();
}

void act(const std::string& fault)
{
    if (fault == "failure")
        throw failure(CFLOW_E_INVALID, "the rules are not mine");
    if (fault == "exception")
        throw std::runtime_error("out of the router");
    if (fault == "number")
        throw 7;
}

/// Without prepare. "AGENTS" as the answer: a candidate for each agent in the request.
class said : public codexflow::json_router
{
public:
    explicit said(const settings& given) : answer_(setting(given, "answer")), fault_(setting(given, "fault"))
    {}

    std::string route_json(std::string_view request) const override
    {
        act(fault_);
        if (answer_ != "AGENTS")
            return answer_;
        codexflow::json::document document;
        document.parse(request);
        codexflow::routing::answer all;
        for (const codexflow::json::value one : document.root()["agents"].elements())
            all.add(one["id"].string()).because("any", one["description"].string(), 1);
        return all.json();
    }

private:
    std::string answer_, fault_;
};

class prepared : public codexflow::json_router
{
public:
    explicit prepared(const settings& given)
        : answer_(setting(given, "answer")),
          prepared_(setting(given, "prepared")),
          fault_(setting(given, "fault"))
    {}

    std::string prepare_json(std::string_view)
    {
        act(fault_);
        return prepared_;
    }
    std::string route_json(std::string_view) const override { return answer_; }

private:
    std::string answer_, prepared_, fault_;
};

/// "@coder please ...": what authors write.
class mentions : public codexflow::router
{
public:
    explicit mentions(const settings& given)
    {
        codexflow::json::document document;
        document.parse(given.json());
        score_ = document.root()["score"].as_double().value_or(10);
    }

    codexflow::routing::answer route(const codexflow::routing::request& asked) const override
    {
        codexflow::routing::answer found;
        for (const auto& agent : asked.agents)
        {
            const std::string name = '@' + agent.id;
            if (const std::size_t at = asked.text.find(name); at != std::string_view::npos)
                found.candidate(agent.id).because("mention", name, score_).span(at, at + name.size());
        }
        return found;
    }

private:
    double score_ = 0;
};

/// Breaks the rule that the same request gets the same answer.
class unsteady : public codexflow::router
{
public:
    codexflow::routing::answer route(const codexflow::routing::request& asked) const override
    {
        codexflow::routing::answer found;
        if (!asked.agents.empty())
            found.candidate(asked.agents.front().id).because("count", "n", static_cast<double>(++count_));
        return found;
    }

private:
    mutable std::atomic<int> count_ = 0;
};

class stranger : public codexflow::router
{
public:
    codexflow::routing::answer route(const codexflow::routing::request&) const override
    {
        codexflow::routing::answer found;
        found.candidate("made-up").because("whim", "", 1);
        return found;
    }
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<said>("said"), codexflow::component<prepared>("prepared"),
                 codexflow::component<unsteady>("unsteady"), codexflow::component<stranger>("stranger"),
                 codexflow::component<mentions>("mentions"))
