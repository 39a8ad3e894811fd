#include "engine/plan/router_agents.hpp"

#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <utility>

namespace codexflow {
namespace {

void write_place(json_writer& out, const location& where)
{
    if (where.known())
        out.member("file", where.file).member("line", where.line).member("column", where.column);
}

void write_texts(json_writer& out, std::string_view key, std::string_view name,
                 const std::vector<text_trigger>& list)
{
    out.key(key).begin_array();
    for (const text_trigger& one : list)
    {
        out.begin_object().member(name, one.text);
        write_place(out, one.where);
        out.end_object();
    }
    out.end_array();
}

void write_strings(json_writer& out, std::string_view key, std::vector<std::string> list)
{
    out.key(key).begin_array();
    for (const std::string& one : list)
        out.value(one);
    out.end_array();
}

void write_agent(json_writer& out, const agent& one)
{
    out.begin_object().member("id", one.id).member("name", one.name).member("description", one.description);
    out.member("domain", one.domain);
    write_strings(out, "capabilities", one.capabilities);
    out.key("triggers").begin_object();
    write_texts(out, "keywords", "text", one.triggers.keywords);
    out.key("regex").begin_array();
    for (const regex_trigger& regex : one.triggers.regex)
    {
        out.begin_object().member("pattern", regex.pattern).member("priority", regex.priority);
        write_place(out, regex.where);
        out.end_object();
    }
    out.end_array();
    write_texts(out, "file_patterns", "glob", one.triggers.file_patterns);
    out.end_object().end_object();
}

std::vector<std::string> sorted_once(std::vector<std::string> list)
{
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
}

} // namespace

std::string router_agents_json(const agent_list& agents)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("agents").begin_array();
    for (const auto& one : agents)
        write_agent(out, *one);
    out.end_array().end_object();
    return text;
}

std::string plain_agents_json(const agent_list& agents)
{
    std::string text;
    json_writer out(text);
    out.begin_array();
    for (const auto& one : agents)
    {
        out.begin_object().member("id", one->id).member("name", one->name);
        out.member("description", one->description).end_object();
    }
    out.end_array();
    return text;
}

std::string canonical_agents(const agent_list& agents)
{
    agent_list sorted = agents;
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
    std::string text;
    json_writer out(text);
    out.begin_array();
    for (const auto& one : sorted)
    {
        out.begin_object().member("id", one->id).member("name", one->name);
        out.member("description", one->description).member("domain", one->domain);
        write_strings(out, "capabilities", sorted_once(one->capabilities));
        write_strings(out, "keywords", sorted_once(texts_of(one->triggers.keywords)));
        std::vector<std::string> regex;
        for (const regex_trigger& rule : one->triggers.regex)
            regex.push_back(rule.priority + ' ' + rule.pattern);
        write_strings(out, "regex", sorted_once(std::move(regex)));
        write_strings(out, "file_patterns", sorted_once(texts_of(one->triggers.file_patterns)));
        out.end_object();
    }
    out.end_array();
    return text;
}

} // namespace codexflow
