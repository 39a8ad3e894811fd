#include "engine/registry/cache/agent_cache.hpp"

#include "engine/base/clock.hpp"
#include "engine/base/digest.hpp"
#include "engine/base/document.hpp"
#include "engine/base/file_write.hpp"
#include "engine/registry/cache/agent_codec.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace codexflow {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t tick_us = 2'000'000; // the coarsest clock of a file system in use (FAT)

std::string key_of(const cache_key& asked) { return asked.path.string() + '\n' + asked.root.string(); }

/// Whether it is there and nobody else could have written it.
result<bool> is_ours(const fs::path& file)
{
    struct stat found = {};
    if (::lstat(file.c_str(), &found) != 0)
        return false;
    const bool ours =
        S_ISREG(found.st_mode) && found.st_uid == ::geteuid() && (found.st_mode & (S_IWGRP | S_IWOTH)) == 0;
    if (!ours)
        return error(errc::permission_denied, "the cache is not a file that only this user can write");
    return true;
}

/// Removes caches beside @p kept that nobody has written for a long time: of projects that are gone, most of
/// them. One that was still in use is made anew.
void remove_old(const fs::path& kept, std::int64_t now_us)
{
    constexpr std::int64_t long_time_ns = 90LL * 24 * 3600 * 1'000'000'000;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(kept.parent_path(), ignored))
    {
        const auto stamp = stamp_of(entry.path());
        if (stamp && entry.path() != kept && stamp->modified_ns < now_us * 1000 - long_time_ns)
            fs::remove(entry.path(), ignored);
    }
}

} // namespace

agent_cache::agent_cache(fs::path file, cache_identity owner, clock& time)
    : file_(std::move(file)), owner_(std::move(owner)), clock_(time)
{
    const auto usable = is_ours(file_);
    if (!usable)
        fault_ = usable.error();
    if (!usable || !*usable)
        return;
    auto text = doc::read_text(file_);
    if (!text)
    {
        fault_ = text.error();
        return;
    }
    image_ = std::move(*text);
    if (auto entries = read_cache_image(image_, owner_))
        entries_ = std::move(*entries);
    else
        fault_ = entries.error();
    if (fault_)
        fault_->where.file = file_.string();
}

const cached_entry* agent_cache::find(const std::string& key) const
{
    const auto found =
        std::lower_bound(entries_.begin(), entries_.end(), key,
                         [](const cached_entry& entry, const std::string& wanted) { return entry.key < wanted; });
    return found != entries_.end() && found->key == key ? &*found : nullptr;
}

bool agent_cache::settled(const file_stamp& stamp, std::int64_t read_at_us) const noexcept
{
    return stamp.changed_ns / 1000 + tick_us < read_at_us;
}

parsed_agent agent_cache::read(const fs::path& path, const fs::path& root)
{
    const cache_key asked{path, root};
    const std::string key = key_of(asked);
    const cached_entry* entry = find(key);
    if (entry != nullptr)
    {
        const auto stamp = stamp_of(path);
        if (stamp && *stamp == entry->stamp)
            if (auto known = recall(*entry, asked, *stamp))
            {
                ++hits_;
                return std::move(*known);
            }
    }
    ++misses_;
    return parse(asked, key);
}

std::optional<parsed_agent> agent_cache::recall(const cached_entry& entry, const cache_key& asked,
                                                const file_stamp& stamp)
{
    if (!entry.digest.empty())
    {
        const std::int64_t read_at = clock_.unix_us();
        const auto text = doc::read_text(asked.path);
        if (!text || sha256_digest(*text) != entry.digest)
            return std::nullopt;
        if (settled(stamp, read_at) && stamp_of(asked.path) == stamp)
            fresh_.insert_or_assign(std::string(entry.key), cache_entry{std::string(entry.key), stamp, {},
                                                                        std::string(entry.payload)});
    }
    auto known = decode_agent(checked_payload(entry));
    if (!known)
        fresh_.erase(std::string(entry.key));
    return known;
}

parsed_agent agent_cache::parse(const cache_key& asked, const std::string& key)
{
    const auto before = stamp_of(asked.path);
    const std::int64_t read_at = clock_.unix_us();
    const auto text = doc::read_text(asked.path);
    parsed_agent made;
    if (!text)
    {
        made.fault = text.error(); // which tells of this process and this moment: not kept
        return made;
    }
    made = parse_agent_text(*text, asked.path, asked.root);
    if (!before || stamp_of(asked.path) != before) // it is being written
        return made;
    cache_entry kept{key, *before, {}, {}};
    if (!settled(*before, read_at))
        kept.digest = sha256_digest(*text);
    encode_agent(made, kept.payload);
    fresh_.insert_or_assign(key, std::move(kept));
    return made;
}

result<void> agent_cache::save(std::span<const cache_key> listed)
{
    std::map<std::string, cache_entry> all;
    for (const cache_key& one : listed)
    {
        std::string key = key_of(one);
        if (const auto fresh = fresh_.find(key); fresh != fresh_.end())
            all.emplace(std::move(key), fresh->second);
        else if (const cached_entry* old = find(key); old != nullptr && !checked_payload(*old).empty())
            all.emplace(std::move(key), cache_entry{std::string(old->key), old->stamp, std::string(old->digest),
                                                    std::string(old->payload)});
    }
    if (fresh_.empty() && all.size() == entries_.size())
        return {};
    std::vector<cache_entry> entries;
    entries.reserve(all.size());
    for (auto& [key, entry] : all)
        entries.push_back(std::move(entry));
    std::error_code failure;
    fs::create_directories(file_.parent_path(), failure);
    if (failure)
        return error(errc::invalid_argument, "cannot make the folder: " + failure.message(),
                     location{file_.parent_path().string()});
    remove_old(file_, clock_.unix_us());
    return replace_file(file_, write_cache_image(owner_, entries), 0600, flush::later);
}

} // namespace codexflow
