#include "plugins/rules/reader.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/glob.hpp>
#include <codexflow/json.hpp>

#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace codexflow::rules {
namespace {

constexpr std::array<std::string_view, 11> known{"name", "decision", "agent", "tool", "argv", "command", "paths", "access", "reason", "match", "not_match"};
constexpr std::size_t longest_file = std::size_t{1} << 20;

class reader
{
public:
    explicit reader(const std::string& file) : file_(file) {}

    rule_set read(const YAML::Node& root) const
    {
        rule_set made;
        const YAML::Node list = root.IsMap() ? root["rules"] : root;
        if (root.IsMap())
        {
            for (const auto& item : root)
                if (item.first.Scalar() != "rules" && item.first.Scalar() != "opaque")
                    fail(item.first, "rules", "unknown key '" + item.first.Scalar() + "'; known are rules and opaque");
            if (root["opaque"])
                made.opaque = decision(root["opaque"], "opaque", false);
        }
        if (!list || !list.IsSequence())
            fail(list ? list : root, "rules", "a list of rules is needed");
        for (std::size_t i = 0; i != list.size(); ++i)
            made.rules.push_back(read_rule(list[i], i));
        return made;
    }

private:
    [[noreturn]] void fail(const YAML::Node& at, const std::string& path, const std::string& what) const
    {
        std::string place = path;
        if (!file_.empty())
        {
            place = file_;
            if (const YAML::Mark mark = at.Mark(); !mark.is_null())
                place += ':' + std::to_string(mark.line + 1) + ':' + std::to_string(mark.column + 1);
        }
        throw failure(CFLOW_E_INVALID, place + ": " + what);
    }

    std::string text(const YAML::Node& node, const std::string& path) const
    {
        if (!node.IsScalar() || node.Scalar().empty())
            fail(node, path, "a text is needed here");
        return node.Scalar();
    }

    choices texts(const YAML::Node& node, const std::string& path) const
    {
        if (!node.IsSequence())
            return {text(node, path)};
        choices made;
        for (std::size_t i = 0; i != node.size(); ++i)
            made.push_back(text(node[i], path + '[' + std::to_string(i) + ']'));
        if (made.empty())
            fail(node, path, "an empty list matches nothing; leave the key out");
        return made;
    }

    policing::decision decision(const YAML::Node& node, const std::string& path, bool may_allow) const
    {
        using enum policing::decision;
        const std::string word = text(node, path);
        for (const policing::decision one : {allow, ask, deny})
            if (word == policing::name_of(one) && (may_allow || one != allow))
                return one;
        fail(node, path, "'" + word + "' is none of " + (may_allow ? "allow, ask and deny" : "ask and deny"));
    }

    rule read_rule(const YAML::Node& node, std::size_t number) const
    {
        const std::string path = "rules[" + std::to_string(number) + ']';
        if (!node.IsMap())
            fail(node, path, "a rule is a mapping with a decision");
        rule made;
        made.path = path;
        check_keys(node, path);
        if (!node["decision"])
            fail(node, path, "the rule has no decision: allow, ask or deny");
        made.says = decision(node["decision"], path + ".decision", true);
        made.name = node["name"] ? text(node["name"], path + ".name") : path;
        if (node["reason"])
            made.reason = text(node["reason"], path + ".reason");
        if (node["agent"])
            made.agents = texts(node["agent"], path + ".agent");
        if (node["tool"])
            made.tools = read_tools(node["tool"], path + ".tool");
        if (node["argv"] && node["command"])
            fail(node["command"], path + ".command", "argv and command say the same; use one of them");
        if (node["argv"])
            made.argv = read_argv(node["argv"], path + ".argv");
        if (node["command"])
            made.argv = read_command(node["command"], path + ".command");
        if (node["paths"])
            for (const std::string& one : texts(node["paths"], path + ".paths"))
                made.paths.push_back(read_glob(one, node["paths"], path + ".paths"));
        if (node["access"])
            made.how = read_access(node, path);
        if (!file_.empty() && !node.Mark().is_null())
            made.where = {file_, static_cast<std::uint32_t>(node.Mark().line + 1), static_cast<std::uint32_t>(node.Mark().column + 1)};
        check_examples(node, made);
        return made;
    }

    void check_keys(const YAML::Node& node, const std::string& path) const
    {
        std::vector<std::string> seen;
        for (const auto& item : node)
        {
            const std::string& key = item.first.Scalar();
            if (std::find(known.begin(), known.end(), key) == known.end())
                fail(item.first, path + '.' + key, "unknown key '" + key + "'; known are name, decision, agent, tool, argv, command, paths, access, reason, match and not_match");
            if (std::find(seen.begin(), seen.end(), key) != seen.end())
                fail(item.first, path + '.' + key, "the key '" + key + "' stands here twice");
            seen.push_back(key);
        }
    }

    choices read_tools(const YAML::Node& node, const std::string& path) const
    {
        choices made = texts(node, path);
        for (const std::string& one : made)
            if (one.front() >= 'A' && one.front() <= 'Z')
                fail(node, path, "there is no tool '" + one + "': here they are called read, write, edit, list, glob, search, shell");
        return made;
    }

    std::vector<choices> read_argv(const YAML::Node& node, const std::string& path) const
    {
        if (!node.IsSequence() || node.size() == 0)
            fail(node, path, "a list of words is needed, as in [git, push]");
        std::vector<choices> made;
        for (std::size_t i = 0; i != node.size(); ++i)
            made.push_back(texts(node[i], path + '[' + std::to_string(i) + ']'));
        return made;
    }

    std::vector<choices> read_command(const YAML::Node& node, const std::string& path) const
    {
        const script read = read_script(text(node, path));
        if (!read.fault.empty())
            fail(node, path, "the command is not understood: " + read.fault);
        if (read.commands.size() != 1 || read.commands[0].words.empty() || !read.commands[0].redirections.empty() || !read.commands[0].assigned.empty())
            fail(node, path, "one plain command is needed, as in 'git push'");
        std::vector<choices> made;
        for (const word& one : read.commands[0].words)
            made.push_back({one.text});
        return made;
    }

    path_glob read_glob(const std::string& given, const YAML::Node& node, const std::string& path) const
    {
        const glob::translation made = glob::to_regex(given);
        if (!made.good())
            fail(node, path, "the glob '" + given + "' cannot be used: " + made.fault);
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_dot_nl(true);
        auto regex = std::make_shared<const re2::RE2>(made.regex, options);
        if (!regex->ok())
            fail(node, path, "the glob '" + given + "' cannot be used: " + regex->error());
        return {given, given.starts_with('/'), std::move(regex)};
    }

    access read_access(const YAML::Node& node, const std::string& path) const
    {
        const std::string word = text(node["access"], path + ".access");
        if (!node["paths"])
            fail(node["access"], path + ".access", "access belongs to paths, and there are none");
        if (word != "read" && word != "write" && word != "any")
            fail(node["access"], path + ".access", "'" + word + "' is none of read, write and any");
        return word == "read" ? access::read : word == "write" ? access::write : access::any;
    }

    /// What the example of @p one stands for: a list is an argument list, a text a script, a path or a tool.
    policing::request example(const YAML::Node& node, const rule& one, const std::string& path) const
    {
        policing::request made;
        made.who.id = made.who.alias = one.agents.empty() ? "example" : one.agents.front();
        made.tool = one.tools.empty() ? "shell" : one.tools.front();
        made.workspace = "/workspace";
        if (node.IsSequence())
            made.argv = texts(node, path);
        else if (!one.argv.empty())
            made.command = text(node, path);
        else if (!one.paths.empty())
            made.paths.push_back({text(node, path), {}, one.how != access::read});
        else
            made.tool = text(node, path);
        return made;
    }

    void check_examples(const YAML::Node& node, const rule& made) const
    {
        for (const bool wanted : {true, false})
        {
            const std::string key = wanted ? "match" : "not_match";
            const YAML::Node list = node[key];
            if (!list)
                continue;
            if (!list.IsSequence())
                fail(list, made.path + '.' + key, "a list of examples is needed");
            for (std::size_t i = 0; i != list.size(); ++i)
            {
                const std::string path = made.path + '.' + key + '[' + std::to_string(i) + ']';
                rule_set alone;
                alone.rules.push_back(made);
                if (const policing::answer said = judge(alone, example(list[i], made, path)); (said.says == made.says) != wanted)
                    fail(list[i], path, "the rule '" + made.name + "' " + (wanted ? "does not match" : "matches") + " its example" +
                                            (said.rule == "opaque" ? ": " + said.reason : ""));
            }
        }
    }

    std::string file_;
};

std::string read_file(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        throw failure(CFLOW_E_INVALID, path + ": the file with the rules cannot be read");
    std::string text(longest_file + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > longest_file)
        throw failure(CFLOW_E_INVALID, path + ": the file with the rules is longer than 1 MiB");
    return text;
}

} // namespace

rule_set read_rules(std::string_view yaml, const std::string& file)
{
    try
    {
        return reader(file).read(YAML::Load(std::string(yaml)));
    }
    catch (const YAML::Exception& fault)
    {
        const std::string place = fault.mark.is_null() ? std::string() : ':' + std::to_string(fault.mark.line + 1) + ':' + std::to_string(fault.mark.column + 1);
        throw failure(CFLOW_E_INVALID, (file.empty() ? "rules" : file) + place + ": " + fault.msg);
    }
}

rule_set rules_of(std::string_view settings_json)
{
    json::document document;
    if (!document.parse(settings_json) || !document.root().is_object())
        throw failure(CFLOW_E_INVALID, "the settings of the policy are not a JSON object");
    const json::value root = document.root();
    const bool by_file = root["file"].exists();
    if (by_file == root["rules"].exists())
        throw failure(CFLOW_E_INVALID, by_file ? "file and rules exclude each other" : "there are no rules: give file or rules");
    const std::string file(root["file"].string());
    rule_set made = by_file ? read_rules(read_file(file), file) : read_rules(root["rules"].raw(), {});
    if (root["opaque"].exists())
        made.opaque = root["opaque"].string() == "ask" ? policing::decision::ask : policing::decision::deny;
    return made;
}

} // namespace codexflow::rules
