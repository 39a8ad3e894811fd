#include "plugins/triggers/substring_set.hpp"

#include <algorithm>
#include <numeric>

namespace codexflow::triggers {

void substring_set::add(std::string_view text)
{
    std::uint32_t at = 0;
    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char>(c);
        const auto fresh = static_cast<std::uint32_t>(nodes_.size());
        const std::uint32_t next = edges_.find_or_add(edge(at, byte), fresh);
        if (next == fresh)
        {
            nodes_.emplace_back();
            parents_.push_back(at);
            bytes_.push_back(byte);
        }
        at = next;
    }
    next_.push_back(nodes_[at].first);
    nodes_[at].first = static_cast<std::uint32_t>(next_.size() - 1);
}

std::uint32_t substring_set::step(std::uint32_t from, unsigned char byte) const noexcept
{
    while (from != 0)
    {
        if (const auto next = edges_.find(edge(from, byte)))
            return *next;
        from = nodes_[from].failure;
    }
    return root_[byte];
}

void substring_set::compile()
{
    for (unsigned byte = 0; byte != 256; ++byte)
        root_[byte] = edges_.find(edge(0, static_cast<unsigned char>(byte))).value_or(0);
    // By depth, so that the failure of a node's parent is known before its own.
    std::vector<std::uint32_t> depth(nodes_.size(), 0);
    for (std::uint32_t i = 1; i != nodes_.size(); ++i)
        depth[i] = depth[parents_[i]] + 1; // a node is younger than its parent
    std::vector<std::uint32_t> order(nodes_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return depth[a] < depth[b]; });
    for (const std::uint32_t at : order)
    {
        if (depth[at] == 0)
            continue;
        node& here = nodes_[at];
        here.failure = depth[at] == 1 ? 0 : step(nodes_[parents_[at]].failure, bytes_[at]);
        const node& behind = nodes_[here.failure];
        here.suffix = behind.first != none ? here.failure : behind.suffix;
    }
    std::vector<std::uint32_t>().swap(parents_);
    std::vector<unsigned char>().swap(bytes_);
}

std::vector<std::uint32_t> substring_set::find(std::string_view text) const
{
    std::vector<std::uint32_t> found;
    std::vector<bool> seen(next_.size(), false);
    std::uint32_t at = 0;
    for (const char c : text)
    {
        at = step(at, static_cast<unsigned char>(c));
        // Where one string was seen before, all its suffixes were, too: so each is visited once.
        for (std::uint32_t end = nodes_[at].first != none ? at : nodes_[at].suffix; end != none;
             end = nodes_[end].suffix)
        {
            if (seen[nodes_[end].first])
                break;
            for (std::uint32_t one = nodes_[end].first; one != none; one = next_[one])
            {
                seen[one] = true;
                found.push_back(one);
            }
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace codexflow::triggers
