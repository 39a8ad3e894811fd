#include "engine/plugin/policy_answer.hpp"

#include <codexflow/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace codexflow {
namespace {

constexpr std::array<std::string_view, 4> decisions{"pass", "allow", "ask", "deny"};

} // namespace

std::string_view to_string(policy_decision what) noexcept { return decisions[static_cast<std::size_t>(what)]; }

namespace plugin {
namespace {

/// The first thing that is wrong.
class answer_reader
{
public:
    const std::optional<error>& fault() const noexcept { return fault_; }

    void fail(const std::string& path, std::string_view what)
    {
        if (!fault_)
            fault_ = error(errc::plugin_misbehaved, fmt::format("its answer is wrong: {} {}", path, what));
    }

    std::string text(const json::value& from, const std::string& path, std::string_view name)
    {
        const json::value found = from[name];
        if (found.exists() && !found.is_string())
            fail(path + std::string(name), "is not text");
        return std::string(found.string());
    }

    /// What is not exactly one of the four words is no decision.
    policy_decision decision(const json::value& from, const std::string& path)
    {
        const json::value found = from["decision"];
        const auto at = std::find(decisions.begin(), decisions.end(), found.string());
        if (!found.is_string() || at == decisions.end())
        {
            fail(path + "decision", found.exists() ? "is none of pass, allow, ask and deny" : "is missing");
            return policy_decision::deny;
        }
        return static_cast<policy_decision>(at - decisions.begin());
    }

    location place(const json::value& from, const std::string& path)
    {
        location made;
        if (!from.exists())
            return made;
        if (!from.is_object())
            fail(path, "is not an object");
        made.file = text(from, path + '.', "file");
        const auto number = [&](std::string_view name) {
            const auto found = from[name].as_uint64();
            if (from[name].exists() && !found)
                fail(fmt::format("{}.{}", path, name), "is not a whole number of at least 0");
            return static_cast<unsigned>(std::min<std::uint64_t>(found.value_or(0), UINT32_MAX));
        };
        made.line = number("line");
        made.column = number("column");
        return made;
    }

private:
    std::optional<error> fault_;
};

} // namespace

result<policy_verdict> read_policy_answer(std::string_view json)
{
    json::document document;
    if (!document.parse(json))
        return error(errc::plugin_misbehaved, fmt::format("its answer is not JSON: byte {}: {}", document.error().offset,
                                                          document.error().message));
    const json::value root = document.root();
    if (!root.is_object())
        return error(errc::plugin_misbehaved, "its answer is not a JSON object");
    answer_reader in;
    policy_verdict made;
    made.decision = in.decision(root, "");
    made.rule = in.text(root, "", "rule");
    made.reason = in.text(root, "", "reason");
    made.permit = in.text(root, "", "permit");
    made.where = in.place(root["where"], "where");
    if (root["tried"].exists() && !root["tried"].is_array())
        in.fail("tried", "is not a list");
    std::size_t index = 0;
    for (const json::value one : root["tried"].elements())
    {
        const std::string path = fmt::format("tried[{}].", index++);
        made.tried.push_back({in.text(one, path, "rule"), in.decision(one, path), one["matched"].as_bool().value_or(false),
                              in.text(one, path, "why"), in.place(one["where"], path + "where")});
        if (in.fault())
            break;
    }
    if (in.fault())
        return *in.fault();
    return made;
}

} // namespace plugin
} // namespace codexflow
