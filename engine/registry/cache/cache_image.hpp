#pragma once

#include "engine/base/error.hpp"
#include "engine/registry/cache/file_stamp.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  The file of a cache of parsed agents: who made it and for which project, a table of files, and what was
 *  parsed of each. Table and parts carry checksums of their own, so that a part is checked when it is used.
 *  Pure. */
namespace codexflow {

/// For whom a cache is: anything else in a file makes it somebody else's.
struct cache_identity
{
    std::string engine;  ///< The program that made it: its version and its own file's stamp.
    std::string project; ///< Folder and agent folders.

    friend bool operator==(const cache_identity&, const cache_identity&) = default;
};

/// One file in a cache.
struct cache_entry
{
    std::string key; ///< Its path and the folder it was found below.
    file_stamp stamp;
    std::string digest;  ///< SHA-256 of its text; empty if the stamp alone tells (see agent_cache).
    std::string payload; ///< encode_agent() of what was parsed.
};

/// The same in a text that was read: views into it.
struct cached_entry
{
    std::string_view key;
    file_stamp stamp;
    std::string_view digest;
    std::string_view payload; ///< To be asked for with checked_payload().
    std::uint64_t sum = 0;
};

/// @p entries are sorted by key, each key once.
std::string write_cache_image(const cache_identity& owner, std::span<const cache_entry> entries);

/** The entries of @p bytes, which must outlive them, in the order of their keys.
 *  Errors: unsupported if it is of another program, version or project; invalid_argument if it is damaged. */
result<std::vector<cached_entry>> read_cache_image(std::string_view bytes, const cache_identity& owner);

/// The payload of one entry, checked: empty if it is damaged.
std::string_view checked_payload(const cached_entry& entry) noexcept;

} // namespace codexflow
