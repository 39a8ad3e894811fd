// A policy that says what its settings tell it to: "answer" is written as it is, however wrong; with "offers"
// only about calls, while every tool may be offered.
#include <codexflow/plugin.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

CODEXFLOW_MANIFEST(R"({"id":"test.policies","version":"1.0.0","components":[
  {"kind":"policy","name":"said","config":{"type":"object","properties":{
    "answer":{"type":"string"},"fault":{"type":"string"},"offers":{"type":"boolean"}}}},
  {"kind":"policy","name":"frozen"}]})");

namespace {

using codexflow::failure;
using codexflow::settings;

std::string setting(const settings& given, std::string_view name)
{
    codexflow::json::document document;
    return document.parse(given.json()) ? std::string(document.root()[name].string()) : std::string();
}

/// "REQUEST" as the answer: a denial whose reason is the request.
class said : public codexflow::json_policy
{
public:
    explicit said(const settings& given)
        : answer_(setting(given, "answer")), fault_(setting(given, "fault")),
          offers_(given.json().find(R"("offers":true)") != std::string_view::npos)
    {
        if (fault_ == "settings")
            throw failure(CFLOW_E_INVALID, "not these settings");
    }

    std::string decide_json(std::string_view request) const override
    {
        if (offers_ && request.find(R"("any_arguments":true)") != request.npos)
            return R"({"decision":"allow"})";
        if (fault_ == "late")
            std::this_thread::sleep_for(std::chrono::milliseconds(1'050)); // what the engine cannot interrupt
        if (fault_ == "failure")
            throw failure(CFLOW_E_INVALID, "not my business");
        if (fault_ == "exception")
            throw std::runtime_error("out of the policy");
        if (fault_ == "number")
            throw 7;
        if (answer_ == "REQUEST")
            return codexflow::policing::answer(codexflow::policing::decision::deny, "echo", request).json();
        return answer_;
    }

private:
    std::string answer_, fault_;
    bool offers_;
};

/// The example of policy.hpp.
struct frozen : codexflow::policy
{
    codexflow::policing::answer decide(const codexflow::policing::request& asked) const override
    {
        using enum codexflow::policing::decision;
        if (asked.effect == "none")
            return {};
        return {deny, "frozen", "the release is frozen: only looking is allowed"};
    }
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<said>("said"), codexflow::component<frozen>("frozen"))
