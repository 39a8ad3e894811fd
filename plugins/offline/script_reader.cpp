#include "plugins/offline/script_reader.hpp"

#include "plugins/offline/fragments.hpp"
#include "plugins/offline/nearest_name.hpp"
#include "plugins/offline/yaml_map.hpp"

#include <codexflow/failure.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <span>

namespace codexflow::offline {
namespace {

constexpr std::uint64_t longest_delay_ms = 3'600'000;

/// What the head of a script gives every reply.
struct defaults
{
    std::string preamble;
    std::size_t words = 3;
    std::chrono::milliseconds first_delay{0};
    std::chrono::milliseconds delay{0};
    scripted_usage usage;
};

std::chrono::milliseconds read_delay(const yaml_map& from, std::string_view name,
                                     std::chrono::milliseconds otherwise)
{
    const auto given = from.number(name, longest_delay_ms);
    return given ? std::chrono::milliseconds(static_cast<std::int64_t>(*given)) : otherwise;
}

std::size_t read_words(const yaml_map& from, std::size_t otherwise)
{
    const auto given = from.number("words_per_fragment", 1000);
    if (given == 0)
        from.fail(from["words_per_fragment"], "'words_per_fragment' is at least 1");
    return given.value_or(otherwise);
}

std::optional<pattern> read_pattern(const yaml_map& from, std::string_view name)
{
    if (!from.has(name))
        return std::nullopt;
    const std::string source = from.text(name);
    std::optional<pattern> made = pattern::compile(source);
    if (!made)
        from.fail(from[name], "'" + source + "' is not a regular expression");
    return made;
}

condition read_condition(const YAML::Node& node, const std::string& file)
{
    condition when;
    if (!node.IsDefined())
        return when;
    const yaml_map map(node, file, {"agent", "agent_regex", "text", "text_regex", "model", "turn"});
    when.agent = map.text("agent");
    when.agent_regex = read_pattern(map, "agent_regex");
    when.text = map.text("text");
    when.text_regex = read_pattern(map, "text_regex");
    when.model = map.text("model");
    when.turn = map.number("turn");
    return when;
}

/// Fragments written one by one, or a text to be cut.
std::vector<std::string> read_fragments(const yaml_map& from, std::string_view name, std::size_t words)
{
    const YAML::Node node = from[name];
    if (!node.IsDefined() || node.IsScalar())
        return cut_by_words(from.text(name), words);
    if (!node.IsSequence())
        from.fail(node, "'" + std::string(name) + "' is a text or a list of fragments");
    std::vector<std::string> fragments;
    for (const YAML::Node& item : node)
    {
        if (!item.IsScalar())
            from.fail(item, "a fragment is a text");
        fragments.push_back(item.Scalar());
    }
    return fragments;
}

std::vector<scripted_call> read_calls(const yaml_map& from)
{
    std::vector<scripted_call> calls;
    const YAML::Node list = from["tool_calls"];
    if (!list.IsDefined())
        return calls;
    if (!list.IsSequence())
        from.fail(list, "'tool_calls' is a list");
    for (const YAML::Node& item : list)
    {
        const yaml_map map(item, from.file(), {"id", "name", "arguments"});
        if (map.text("name").empty())
            map.fail(item, "a tool call needs a 'name'");
        const YAML::Node arguments = map["arguments"];
        scripted_call& call = calls.emplace_back();
        call.id = map.text("id");
        call.name = map.text("name");
        call.arguments = "{}";
        if (arguments.IsDefined()) // a scalar is JSON text already, good or bad
            call.arguments = arguments.IsScalar() ? arguments.Scalar() : to_json(arguments);
    }
    return calls;
}

scripted_usage read_usage(const yaml_map& from, const scripted_usage& otherwise)
{
    const YAML::Node node = from["usage"];
    if (!node.IsDefined())
        return otherwise;
    scripted_usage usage;
    if (node.IsScalar())
    {
        if (node.Scalar() != "words")
            from.fail(node, "'usage' is 'words' (count words as tokens) or a mapping of counts");
        usage.words = true;
        return usage;
    }
    const yaml_map map(node, from.file(),
                       {"input_tokens", "output_tokens", "reasoning_tokens", "cached_tokens"});
    usage.input_tokens = map.number("input_tokens");
    usage.output_tokens = map.number("output_tokens");
    usage.reasoning_tokens = map.number("reasoning_tokens");
    usage.cached_tokens = map.number("cached_tokens");
    return usage;
}

/// A word out of a closed list.
std::string read_choice(const yaml_map& from, std::string_view name, std::span<const std::string_view> known)
{
    const std::string word = from.text(name);
    if (!word.empty() && std::find(known.begin(), known.end(), word) == known.end())
        from.fail(from[name], "'" + word + "' is no " + std::string(name) + suggest(word, known));
    return word;
}

std::optional<scripted_error> read_error(const yaml_map& from)
{
    constexpr std::array<std::string_view, 15> kinds = {"auth",
                                                        "quota",
                                                        "rate_limited",
                                                        "overloaded",
                                                        "server",
                                                        "model_not_found",
                                                        "invalid_request",
                                                        "context_overflow",
                                                        "connect",
                                                        "tls",
                                                        "timeout",
                                                        "interrupted",
                                                        "truncated",
                                                        "protocol",
                                                        "content_filter"};
    const YAML::Node node = from["error"];
    if (!node.IsDefined())
        return std::nullopt;
    const yaml_map map(node, from.file(),
                       {"kind", "message", "http_status", "retry_after_ms", "retryable", "after_fragments"});
    scripted_error error;
    error.kind = read_choice(map, "kind", kinds);
    if (error.kind.empty())
        error.kind = "server";
    error.message = map.text("message");
    if (error.message.empty())
        error.message = "the script says so";
    if (const auto status = map.number("http_status", 599))
        error.http_status = static_cast<int>(*status);
    if (const auto delay = map.number("retry_after_ms"))
        error.retry_after_ms = static_cast<std::int64_t>(*delay);
    error.retryable = map.boolean("retryable");
    error.after_fragments = map.number("after_fragments").value_or(0);
    return error;
}

reply read_reply(const yaml_map& from, const defaults& common)
{
    constexpr std::array<std::string_view, 4> finishes = {"stop", "length", "tool_calls", "content_filter"};
    const std::size_t words = read_words(from, common.words);
    reply answer;
    answer.reasoning = read_fragments(from, "reasoning", words);
    answer.text = read_fragments(from, "text", words);
    if (!common.preamble.empty() && !answer.text.empty())
        answer.text.insert(answer.text.begin(), common.preamble);
    answer.calls = read_calls(from);
    answer.finish = read_choice(from, "finish", finishes);
    answer.refusal = from.text("refusal");
    answer.usage = read_usage(from, common.usage);
    answer.error = read_error(from);
    answer.first_delay = read_delay(from, "first_delay_ms", common.first_delay);
    answer.delay = read_delay(from, "fragment_delay_ms", common.delay);
    return answer;
}

rule read_rule(const YAML::Node& node, const std::string& file, const defaults& common)
{
    rule made;
    const auto add = [&](const yaml_map& from) { made.replies.push_back(read_reply(from, common)); };
    if (!node.IsMap() || !node["sequence"].IsDefined())
    {
        const yaml_map map(node, file,
                           {"when", "sequence", "reasoning", "text", "tool_calls", "finish", "refusal",
                            "usage", "error", "first_delay_ms", "fragment_delay_ms", "words_per_fragment"});
        made.when = read_condition(map["when"], file);
        add(map);
        return made;
    }
    const yaml_map map(node, file, {"when", "sequence"});
    made.when = read_condition(map["when"], file);
    const YAML::Node steps = map["sequence"];
    if (!steps.IsDefined() || !steps.IsSequence() || steps.size() == 0)
        map.fail(node, "'sequence' is a list of replies, at least one");
    for (const YAML::Node& step : steps)
        add(yaml_map(step, file,
                     {"reasoning", "text", "tool_calls", "finish", "refusal", "usage", "error",
                      "first_delay_ms", "fragment_delay_ms", "words_per_fragment"}));
    return made;
}

script read_document(const YAML::Node& root, const std::string& file)
{
    const yaml_map map(root, file,
                       {"version", "preamble", "words_per_fragment", "first_delay_ms", "fragment_delay_ms",
                        "usage", "replies"});
    if (map.number("version").value_or(1) != 1)
        map.fail(map["version"], "this program knows version 1 of scripts");
    defaults common;
    common.preamble = map.text("preamble");
    common.words = read_words(map, common.words);
    common.first_delay = read_delay(map, "first_delay_ms", common.first_delay);
    common.delay = read_delay(map, "fragment_delay_ms", common.delay);
    common.usage = read_usage(map, common.usage);

    script made;
    made.name = file;
    const YAML::Node replies = map["replies"];
    if (!replies.IsDefined() || !replies.IsSequence() || replies.size() == 0)
        map.fail(replies.IsDefined() ? replies : root, "'replies' is a list of rules, at least one");
    for (const YAML::Node& node : replies)
        made.rules.push_back(read_rule(node, file, common));
    return made;
}

} // namespace

script read_script(std::string_view text, const std::string& name)
{
    try
    {
        return read_document(YAML::Load(std::string(text)), name);
    }
    catch (const YAML::Exception& e)
    {
        fail_at(name, e.mark, "not YAML: " + e.msg);
    }
}

script read_script_file(const std::string& file)
{
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (!stream)
        throw failure(CFLOW_E_NOT_FOUND, file + ": the script cannot be read");
    return read_script(text, file);
}

} // namespace codexflow::offline
