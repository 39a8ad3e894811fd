#include "cli/commands/policy_desk.hpp"
#include "cli/standard_input.hpp"
#include "engine/base/text.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace codexflow::cli {
namespace {

struct policy_case
{
    std::string name;
    worded_call call;
    std::string expected; ///< allow, ask or deny.
    location where;
};

struct failed_case
{
    const policy_case* what;
    policy_verdict got;
};

/// One line: {"agent"?, "tool"?, "argv"? or "command"? or "arguments"?, "expect", "name"?}.
result<policy_case> read_case(const doc::node& line, const location& where)
{
    constexpr std::array<std::string_view, 7> known{"agent", "tool", "argv", "command", "arguments", "expect", "name"};
    const auto fault = [&](std::string what) { return error(errc::invalid_argument, std::move(what), where); };
    if (!line.is_mapping())
        return fault("a case is a JSON object");
    policy_case made;
    made.where = where;
    for (const doc::member& one : line.members)
    {
        if (std::find(known.begin(), known.end(), one.key) == known.end())
            return fault("unknown key " + quote(one.key) + " in a case");
        const bool list = one.key == "argv", mapping = one.key == "arguments";
        if (list ? !one.value.is_sequence() || one.value.items.empty() : mapping ? !one.value.is_mapping() : !one.value.is_string())
            return fault(fmt::format("{} is {}", one.key, list ? "a list of words" : mapping ? "an object" : "a text"));
    }
    const auto text = [&](std::string_view key) { const doc::node* found = line.find(key); return found == nullptr ? std::string() : found->text; };
    made.expected = text("expect");
    if (made.expected != "allow" && made.expected != "ask" && made.expected != "deny")
        return fault("expect is allow, ask or deny");
    if (line.find("agent") != nullptr)
        made.call.agent = text("agent");
    if (line.find("tool") != nullptr)
        made.call.tool = text("tool");
    const doc::node *argv = line.find("argv"), *command = line.find("command"), *arguments = line.find("arguments");
    if ((argv != nullptr) + (command != nullptr) + (arguments != nullptr) != 1)
        return fault("a case has one of argv, command and arguments");
    doc::node given{doc::kind::mapping, {}, {}, {}, {}};
    if (arguments != nullptr)
        given = *arguments;
    else
        given.members.push_back({argv != nullptr ? "argv" : "command", {}, argv != nullptr ? *argv : *command});
    made.call.arguments = std::move(given);
    made.name = text("name");
    if (made.name.empty())
        doc::write_json(*made.call.arguments, made.name);
    return made;
}

result<std::vector<policy_case>> read_cases(const std::string& name)
{
    const bool piped = name == "-";
    const auto text = piped ? read_standard_input() : doc::read_text(name);
    if (!text)
        return text.error();
    std::vector<policy_case> made;
    unsigned number = 0;
    for (const std::string& line : split(*text, '\n'))
    {
        ++number;
        const location where{piped ? "<stdin>" : name, number, 1};
        if (line.empty())
            continue;
        const auto read = doc::parse_json(line, where.file);
        if (!read)
            return error(read.error()).at({where.file, number, read.error().where.column});
        auto one = read_case(*read, where);
        if (!one)
            return one.error();
        made.push_back(std::move(*one));
    }
    if (made.empty())
        return error(errc::invalid_argument, "there is no case in it", {piped ? "<stdin>" : name, 0, 0});
    return made;
}

std::string as_json(const std::vector<failed_case>& failed, std::size_t count)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("schema_version", 1).member("cases", count).member("ok", count - failed.size());
    out.member("failed", failed.size()).key("failures").begin_array();
    for (const failed_case& one : failed)
        out.begin_object()
            .member("name", one.what->name)
            .member("line", one.what->where.line)
            .member("expected", one.what->expected)
            .member("got", to_string(one.got.decision))
            .member("policy", one.got.plugin)
            .member("rule", one.got.rule)
            .member("reason", one.got.reason)
            .end_object();
    out.end_array().end_object();
    return text + '\n';
}

std::string as_text(const std::vector<failed_case>& failed, std::size_t count)
{
    std::string text;
    for (const failed_case& one : failed)
        text += fmt::format("{}: {}: expected {}, got {}: {}\n", to_string(one.what->where), one.what->name, one.what->expected,
                            to_string(one.got.decision), one.got.reason);
    return text + fmt::format("{} {}: {} ok, {} failed\n", count, count == 1 ? "case" : "cases", count - failed.size(), failed.size());
}

} // namespace

int test_policies(const policy_options& options, const context& where, const policy_chain& chain, registry& agents)
{
    if (!options.cases) // the examples of the rules were held against them when the policies were made
    {
        const std::string names = join(chain.names(), ", ");
        std::string text = "the policies hold: " + names + "\n";
        if (options.json)
        {
            text.clear();
            json_writer(text).begin_object().member("schema_version", 1).member("cases", 0).member("ok", 0).member("failed", 0).key("failures").begin_array().end_array().end_object();
            text += '\n';
        }
        return where.print(text) ? 0 : output_lost_exit_code;
    }
    const auto cases = read_cases(*options.cases);
    if (!cases)
        return where.fail(cases.error());
    std::vector<failed_case> failed;
    for (const policy_case& one : *cases)
    {
        const auto asked = question_of(one.call, agents);
        if (!asked)
            return where.fail(error(asked.error()).at(one.where));
        policy_verdict got = chain.decide(*asked);
        if (to_string(got.decision) != one.expected)
            failed.push_back({&one, std::move(got)});
    }
    if (!where.print(options.json ? as_json(failed, cases->size()) : as_text(failed, cases->size())))
        return output_lost_exit_code;
    return failed.empty() ? 0 : 1;
}

} // namespace codexflow::cli
