#pragma once

#include "plugins/redis/entry_lists.hpp"

#include <codexflow/remembering.hpp>
#include <codexflow/remembering_requests.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace codexflow::redis {

/** Removes what is over, and of each alias the oldest above its bounds. Lists end by themselves too, by the server's
 *  clock: this is for entries that are over before their list is, and for the bounds. What is appended meanwhile stays:
 *  lines are removed by what they hold. Blocking, in pieces of work of a bounded size. */
class compaction
{
public:
    compaction(connection& on, const keys& named, const remembering::bounds& to);

    /// Does one piece of work. @return whether there is more.
    bool next();
    const remembering::compaction& result() const noexcept { return result_; }

private:
    /// An entry that may have to go: only what is needed to order them and to find them again.
    struct place
    {
        std::int64_t time;
        std::uint64_t order; ///< As they were seen: of two at the same time the later one is newer.
        std::uint64_t size;
        std::size_t key;
        std::size_t hash; ///< Of the line.
    };

    void look(const std::string& key, std::string_view line, const remembering::entry* read);
    void choose_above_bounds();
    void choose_of(std::vector<place>& places);
    void take(const std::string& key, std::string_view line);

    keys keys_;
    remembering::bounds to_;
    remembering::filter everything_;
    line_removal removal_;
    std::optional<list_walk> walk_;
    std::vector<std::string> names_; ///< Of lists.
    std::map<std::string, std::vector<place>> places_; ///< By owner.
    std::map<std::pair<std::string, std::size_t>, int> goes_; ///< How many lines of that hash, by list.
    std::uint64_t order_ = 0;
    enum class stage
    {
        looking,
        taking,
        done
    } stage_ = stage::looking;
    connection& on_;
    remembering::compaction result_;
};

} // namespace codexflow::redis
