#include "plugins/anthropic/content_block.hpp"

#include <codexflow/utf8.hpp>

#include <algorithm>
#include <array>

namespace codexflow::anthropic {
namespace {

/// Members whose final form is known here and not in the beginning of a block.
constexpr std::array<std::string_view, 6> grown = {"id",        "text",  "thinking",
                                                   "signature", "input", "citations"};

/// Whether @p block can be given back after a turn that ended so.
bool worth_keeping(const content_block& block, turn ended)
{
    if (block.is_text())
        return !block.text.empty(); // the server refuses empty ones
    if (block.is_call())
        return ended == turn::calling; // a call without its result is refused
    return (block.closed || ended != turn::cut) && (block.fragments.empty() || block.arguments_valid());
}

} // namespace

content_block::content_block(std::int64_t number, const json::value& given)
    : index(number),
      type(utf8::clean(given["type"].string())),
      id(utf8::clean(given["id"].string())),
      name(utf8::clean(given["name"].string())),
      signature(utf8::clean(given["signature"].string())),
      begun_(utf8::clean(given.raw()))
{
    if (const json::value input = given["input"]; input.is_object() && input.size() != 0)
        input_ = utf8::clean(input.raw());
    if (is_text() || is_thinking())
        text = text_joiner_.feed(given[type].string());
}

content_block::content_block(std::int64_t number, std::string_view kind)
    : index(number),
      type(kind),
      changed_(true)
{
    json_writer(begun_).begin_object().member("type", kind).end_object();
}

void content_block::take(std::string_view kind, const json::value& delta)
{
    if (kind == "input_json_delta")
        fragments.append(fragment_joiner_.feed(delta["partial_json"].string()));
    else if (kind == "signature_delta")
        signature = utf8::clean(delta["signature"].string());
    else if (kind == "citations_delta" && delta["citation"].is_object())
        citations.push_back(utf8::clean(delta["citation"].raw()));
    else
        return;
    changed_ = true;
}

std::string_view content_block::add_text(std::string_view piece)
{
    changed_ = true;
    const std::string_view shown = text_joiner_.feed(piece);
    text.append(shown);
    return shown;
}

void content_block::make_id(std::size_t place)
{
    id = "call_" + std::to_string(place);
    changed_ = true;
}

std::string_view content_block::close()
{
    closed = true;
    fragments.append(fragment_joiner_.finish());
    const std::string_view rest = text_joiner_.finish();
    text.append(rest);
    return rest;
}

std::string_view content_block::arguments() const noexcept
{
    if (!fragments.empty())
        return fragments;
    return input_.empty() ? std::string_view("{}") : std::string_view(input_);
}

bool content_block::arguments_valid() const
{
    json::document document;
    return document.parse(arguments()) && document.root().is_object();
}

/// Whether the deltas, not the beginning, say what @p member is.
bool content_block::replaces(std::string_view member) const noexcept
{
    if (member == "id")
        return is_call() && !id.empty();
    if (member == "text")
        return is_text();
    if (member == "thinking" || member == "signature")
        return is_thinking() && (member == "thinking" || !signature.empty());
    return member == "input" ? !fragments.empty() : member == "citations" && !citations.empty();
}

void content_block::write_replaced(json_writer& out, std::string_view member, const json::value& begun) const
{
    if (member == "id")
    {
        out.member(member, id);
    }
    else if (member == "text" || member == "thinking")
    {
        out.member(member, text);
    }
    else if (member == "signature")
    {
        out.member(member, signature);
    }
    else if (member == "input")
    {
        out.raw_member(member, fragments);
    }
    else
    {
        out.key(member).begin_array();
        for (const json::value one : begun.elements())
            out.raw(one.raw());
        for (const std::string& one : citations)
            out.raw(one);
        out.end_array();
    }
}

void content_block::write(json_writer& out) const
{
    json::document document;
    if (!changed_ || !document.parse(begun_))
    {
        out.raw(begun_);
        return;
    }
    out.begin_object();
    for (const json::member m : document.root().members())
    {
        if (replaces(m.name))
            write_replaced(out, m.name, m.value);
        else
            out.raw_member(m.name, m.value.raw());
    }
    for (const std::string_view member : grown)
    {
        if (replaces(member) && !document.root()[member].exists())
            write_replaced(out, member, {});
    }
    out.end_object();
}

std::string provider_state(const std::vector<content_block>& blocks, turn ended, bool always)
{
    const auto plain = [](const content_block& block) { return block.is_text() || block.is_call(); };
    if (!always && std::all_of(blocks.begin(), blocks.end(), plain))
        return {};
    std::string state;
    json_writer out(state);
    bool any = false;
    out.begin_array();
    for (const content_block& block : blocks)
    {
        if (!worth_keeping(block, ended))
            continue;
        any = true;
        block.write(out);
    }
    out.end_array();
    return any ? state : std::string();
}

} // namespace codexflow::anthropic
