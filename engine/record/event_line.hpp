#pragma once

#include "engine/record/event.hpp"

#include <codexflow/utf8.hpp>

#include <rapidjson/writer.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

/// Lets RapidJSON append straight to the line.
class line_stream
{
public:
    using Ch = char;
    explicit line_stream(std::string& out) : out_(out) {}
    void Put(char c) { out_.push_back(c); }
    void Flush() {}

private:
    std::string& out_;
};

/// One event's JSON, appended to a string member by member. Private to event_json.cpp.
class event_line
{
public:
    using writer = rapidjson::Writer<line_stream>;

    explicit event_line(std::string& out) : stream_(out), json_(stream_) {}

    writer& raw() { return json_; }
    void key(std::string_view name) { json_.Key(name.data(), size(name)); }
    /// Foreign text may hold bytes that are no UTF-8; they are replaced, so a line is always valid JSON.
    void text(std::string_view value)
    {
        std::string mended;
        if (utf8::valid_prefix(value) != value.size())
        {
            utf8::append_clean(mended, value);
            value = mended;
        }
        json_.String(value.data(), size(value));
    }
    void member(std::string_view name, std::string_view value)
    {
        key(name);
        text(value);
    }
    void optional(std::string_view name, std::string_view value)
    {
        if (!value.empty())
            member(name, value);
    }
    void member(std::string_view name, std::int64_t value)
    {
        key(name);
        json_.Int64(value);
    }
    void number(std::string_view name, double value)
    {
        key(name);
        json_.Double(value);
    }
    void count(std::string_view name, std::uint64_t value)
    {
        key(name);
        json_.Uint64(value);
    }
    void flag(std::string_view name, bool value)
    {
        key(name);
        json_.Bool(value);
    }
    /// Nothing for an unknown place.
    void where(const location& place)
    {
        if (place.known())
            member("where", to_string(place));
    }
    void texts(std::string_view name, const std::vector<std::string>& list)
    {
        key(name);
        json_.StartArray();
        for (const std::string& one : list)
            text(one);
        json_.EndArray();
    }
    /// An array of objects; @p members writes those of one element.
    template <class List, class F> void objects(std::string_view name, const List& list, F&& members)
    {
        key(name);
        json_.StartArray();
        for (const auto& one : list)
        {
            json_.StartObject();
            members(one);
            json_.EndObject();
        }
        json_.EndArray();
    }
    void usage(const token_usage& used)
    {
        if (!used.known)
            return;
        key("usage");
        json_.StartObject();
        count("input_tokens", used.input);
        count("output_tokens", used.output);
        json_.EndObject();
    }
    /// Whose something is.
    void owner(const task_ref& ref)
    {
        member("task_id", ref.task_id);
        member("alias", ref.alias);
        member("agent_id", ref.agent_id);
    }
    void task(const task_ref& ref)
    {
        owner(ref);
        member("provider", ref.provider);
        optional("model", ref.model);
    }

private:
    static rapidjson::SizeType size(std::string_view text) { return static_cast<rapidjson::SizeType>(text.size()); }

    line_stream stream_;
    writer json_;
};

} // namespace codexflow
