#pragma once

#include "engine/registry/cache/cache_image.hpp"
#include "engine/registry/parsed_agent.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>

namespace codexflow {

class clock;

/// A file that may define an agent, and the folder it was found below.
struct cache_key
{
    std::filesystem::path path, root;
};

/** What earlier commands parsed of the agents' files, so that a file that has not changed is not parsed
 *  again. It spares time and changes no answer: whatever is wrong with the cache, the file is read.
 *
 *  A file is taken as unchanged if its stamp is (size, inode, both times). A file that was changed less than
 *  two seconds before it was read may be changed once more without a trace, within the same tick of the file
 *  system's clock: of such a file the digest is kept too, and its text is compared before it is believed.
 *
 *  Holds what the files hold, prompts above all, and nothing else; mode 0600. Written as a whole and renamed
 *  into place: of two processes that write at once one wins, neither sees half a cache.
 *  Owned by a command; one thread. The clock must outlive it. */
class agent_cache
{
public:
    /// @p file need not exist; one that is damaged, foreign or not the user's own is not used.
    agent_cache(std::filesystem::path file, cache_identity owner, clock& time);
    agent_cache(const agent_cache&) = delete;
    agent_cache& operator=(const agent_cache&) = delete;

    /// The same as read_agent_file().
    parsed_agent read(const std::filesystem::path& path, const std::filesystem::path& root);

    /** Writes the cache anew if something in it is news: of the @p listed files what is known by now.
     *  Errors: it cannot be written. */
    result<void> save(std::span<const cache_key> listed);

    std::size_t hits() const noexcept { return hits_; }
    std::size_t misses() const noexcept { return misses_; }
    const std::filesystem::path& file() const noexcept { return file_; }
    /// Why a cache that was there is not used; for those who look for it.
    const std::optional<error>& fault() const noexcept { return fault_; }

private:
    const cached_entry* find(const std::string& key) const;
    std::optional<parsed_agent> recall(const cached_entry& entry, const cache_key& asked,
                                       const file_stamp& stamp);
    parsed_agent parse(const cache_key& asked, const std::string& key);
    bool settled(const file_stamp& stamp, std::int64_t read_at_us) const noexcept;

    std::filesystem::path file_;
    cache_identity owner_;
    clock& clock_;
    std::string image_;                        ///< The file's content; entries_ are views into it.
    std::vector<cached_entry> entries_;        ///< Sorted by key.
    std::map<std::string, cache_entry> fresh_; ///< Parsed, or found settled, in this process.
    std::optional<error> fault_;
    std::size_t hits_ = 0, misses_ = 0;
};

} // namespace codexflow
