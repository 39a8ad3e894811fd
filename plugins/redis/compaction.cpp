#include "plugins/redis/compaction.hpp"

#include <algorithm>
#include <functional>

namespace codexflow::redis {

compaction::compaction(connection& on, const keys& named, const remembering::bounds& to)
    : keys_(named),
      to_(to),
      removal_(on, keys_),
      on_(on)
{
    walk_.emplace(on_, keys_, everything_);
}

bool compaction::next()
{
    if (stage_ == stage::done)
        return false;
    const bool looking = stage_ == stage::looking;
    if (walk_->next([&](const std::string& key, std::string_view line, const remembering::entry* read) {
            looking ? look(key, line, read) : take(key, line);
        }))
        return true;
    const std::uint64_t removed = removal_.carry_out();
    result_.removed += removed;
    result_.kept -= std::min(removed, result_.kept);
    if (looking && (to_.max_bytes || to_.max_entries))
    {
        choose_above_bounds();
        stage_ = stage::taking;
        walk_.emplace(on_, keys_, everything_);
        return true;
    }
    stage_ = stage::done;
    return false;
}

void compaction::look(const std::string& key, std::string_view line, const remembering::entry* read)
{
    result_.bytes_before += line.size();
    result_.bytes_after += line.size();
    if (read == nullptr)
        return;
    ++result_.kept; // until it is removed
    if (remembering::expired(*read, to_.now, to_.default_ttl_ms))
    {
        result_.bytes_after -= line.size();
        removal_.add(key, line, 1);
        return;
    }
    if (names_.empty() || names_.back() != key)
        names_.push_back(key); // a list is seen as a whole
    places_[read->owner()].push_back(
        {read->time().value_or(0), order_++, line.size(), names_.size() - 1, std::hash<std::string_view>()(line)});
}

void compaction::choose_above_bounds()
{
    for (auto& [owner, places] : places_)
        choose_of(places);
    places_.clear();
}

void compaction::choose_of(std::vector<place>& places)
{
    std::sort(places.begin(), places.end(), [](const place& a, const place& b) {
        return std::pair(a.time, a.order) > std::pair(b.time, b.order);
    });
    std::uint64_t count = 0, bytes = 0;
    for (const place& one : places)
    {
        ++count;
        bytes += one.size;
        if ((!to_.max_entries || count <= *to_.max_entries) && (!to_.max_bytes || bytes <= *to_.max_bytes))
            continue;
        ++goes_[{names_[one.key], one.hash}];
        result_.bytes_after -= one.size;
    }
}

void compaction::take(const std::string& key, std::string_view line)
{
    const auto found = goes_.find({key, std::hash<std::string_view>()(line)});
    if (found == goes_.end() || found->second == 0)
        return;
    --found->second;
    removal_.add(key, line, 1);
}

} // namespace codexflow::redis
