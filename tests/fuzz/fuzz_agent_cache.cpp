// The cache of parsed agents: any bytes are read without reading beyond them, and what is believed of them is
// whole. Seeds are texts; a valid cache is made of each, and then damaged as the text itself says.
#include "tests/fuzz/fuzz_target.hpp"

#include "engine/registry/cache/agent_codec.hpp"
#include "engine/registry/cache/cache_image.hpp"

#include <string>
#include <vector>

namespace {

using namespace codexflow;
using fuzz::require;

const cache_identity owner{"engine", "project"};

void read_all(std::string_view bytes)
{
    const fuzz::exact_copy copy(bytes);
    const auto entries = read_cache_image(copy.view(), owner);
    if (!entries)
        return;
    for (const cached_entry& one : *entries)
        static_cast<void>(decode_agent(checked_payload(one)));
}

/// A cache of what @p text holds, read as a definition.
std::string image_of(std::string_view text)
{
    std::vector<cache_entry> entries(2);
    entries[0] = {"a\nagents", {1, 2, 3, 4, 5}, "", {}};
    entries[1] = {"b\nagents", {6, 7, 8, 9, 10}, "sha256:0", {}};
    encode_agent(parse_agent_text(text, "agents/a.md", "agents"), entries[0].payload);
    encode_agent(parse_agent_text(text, "agents/b.yaml", "agents"), entries[1].payload);
    return write_cache_image(owner, entries);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read_all(text);
    static_cast<void>(decode_agent(text)); // past the checksums, which would stop nearly everything

    std::string image = image_of(text);
    const auto whole = read_cache_image(image, owner);
    require(whole.has_value() && whole->size() == 2, "what was written is read");
    for (const cached_entry& one : *whole)
        require(decode_agent(checked_payload(one)).has_value(), "whole");
    std::uint32_t salt = static_cast<std::uint32_t>(size);
    for (const std::uint8_t byte : std::basic_string_view<std::uint8_t>(data, std::min<std::size_t>(size, 16)))
    {
        salt = salt * 1664525U + byte + 1013904223U;
        std::string bad = image;
        bad[salt % bad.size()] = static_cast<char>(byte);
        read_all(bad);
        bad.resize(salt % bad.size());
        read_all(bad);
    }
    return 0;
}
