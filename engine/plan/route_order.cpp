#include "engine/plan/route_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace codexflow {
namespace {

/// What is compared where scores are equal.
struct weight
{
    std::size_t rules = 0;   ///< Different ones.
    std::size_t matched = 0; ///< Bytes of text and paths, counted for each piece of evidence.
};

weight weigh(const route_candidate& candidate)
{
    weight sum;
    std::set<std::pair<std::string_view, std::string_view>> rules;
    for (const route_evidence& one : candidate.evidence)
    {
        rules.emplace(one.kind, one.pattern);
        sum.matched += one.span ? one.span->end - one.span->begin : one.file.size();
    }
    sum.rules = rules.size();
    return sum;
}

auto evidence_key(const route_evidence& one)
{
    const std::size_t begin = one.span ? one.span->begin : static_cast<std::size_t>(-1);
    return std::tuple(-one.score, std::string_view(one.kind), std::string_view(one.pattern), begin,
                      std::string_view(one.file));
}

std::string explain(const route_candidate& first, const weight& a, const route_candidate& second,
                    const weight& b)
{
    const std::string both =
        fmt::format("'{}' before '{}' at the same score of {:g}: ", first.agent, second.agent, first.score);
    if (a.rules != b.rules)
        return fmt::format("{}more rules ({} and {})", both, a.rules, b.rules);
    if (a.matched != b.matched)
        return fmt::format("{}more matched bytes ({} and {})", both, a.matched, b.matched);
    return both + "by id";
}

} // namespace

std::vector<std::string> order_candidates(std::vector<route_candidate>& candidates)
{
    using weighed = std::pair<weight, route_candidate>;
    std::vector<weighed> list;
    for (route_candidate& one : candidates)
    {
        std::stable_sort(one.evidence.begin(), one.evidence.end(),
                         [](const route_evidence& a, const route_evidence& b) {
                             return evidence_key(a) < evidence_key(b);
                         });
        const weight its = weigh(one);
        list.emplace_back(its, std::move(one));
    }
    std::sort(list.begin(), list.end(), [](const weighed& a, const weighed& b) {
        return std::tuple(-a.second.score, b.first.rules, b.first.matched, std::string_view(a.second.agent)) <
               std::tuple(-b.second.score, a.first.rules, a.first.matched, std::string_view(b.second.agent));
    });
    std::vector<std::string> ties;
    for (std::size_t i = 1; i < list.size(); ++i)
        if (list[i - 1].second.score == list[i].second.score)
            ties.push_back(explain(list[i - 1].second, list[i - 1].first, list[i].second, list[i].first));
    candidates.clear();
    for (weighed& one : list)
        candidates.push_back(std::move(one.second));
    return ties;
}

} // namespace codexflow
