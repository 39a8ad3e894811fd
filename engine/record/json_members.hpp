#pragma once

#include "engine/record/event.hpp"

#include <rapidjson/document.h>

#include <cstdint>
#include <string>

/** @file
 *  Reading the members of an event that may be missing or of another kind than ours. Private to what reads
 *  journals. */
namespace codexflow::json_members {

using json = rapidjson::Value;

inline const json& member(const json& object, const char* name)
{
    static const json none;
    if (!object.IsObject())
        return none;
    const auto found = object.FindMember(name);
    return found == object.MemberEnd() ? none : found->value;
}

/// "" for what is no text.
inline std::string text(const json& object, const char* name)
{
    const json& value = member(object, name);
    return value.IsString() ? std::string(value.GetString(), value.GetStringLength()) : std::string();
}

/// 0 for what is no number, here and below.
inline std::int64_t number(const json& object, const char* name)
{
    const json& value = member(object, name);
    return value.IsInt64() ? value.GetInt64() : 0;
}

inline std::uint64_t count(const json& object, const char* name)
{
    const json& value = member(object, name);
    return value.IsUint64() ? value.GetUint64() : 0;
}

inline token_usage usage(const json& event)
{
    const json& used = member(event, "usage");
    return {used.IsObject(), count(used, "input_tokens"), count(used, "output_tokens")};
}

} // namespace codexflow::json_members
