#pragma once

#include "engine/registry/parsed_agent.hpp"

#include <optional>
#include <string>
#include <string_view>

/** @file
 *  A parsed file as bytes. Whoever adds a field to agent, notice or error adds it here too and counts
 *  agent_codec_version up; a test compares every field after a round trip. Pure. */
namespace codexflow {

/// Of the form below.
inline constexpr unsigned agent_codec_version = 1;

/// Appends @p value.
void encode_agent(const parsed_agent& value, std::string& out);

/// What encode_agent() made of it; nothing for any other bytes.
std::optional<parsed_agent> decode_agent(std::string_view bytes);

} // namespace codexflow
