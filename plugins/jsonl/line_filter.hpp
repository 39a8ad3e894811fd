#pragma once

#include <codexflow/remembering_requests.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::jsonl {

/** Tells from its bytes that a line cannot fit a filter, so that most lines need not be parsed. It may let one through
 *  that does not fit; it holds none back that does. */
class line_filter
{
public:
    explicit line_filter(const remembering::filter& by);

    bool may_fit(std::string_view line) const;

private:
    std::vector<std::string> values_; ///< As JSON strings, with their quotes.
    std::vector<std::string> words_;  ///< Lower case, ASCII.
    std::optional<std::int64_t> since_, before_;
};

} // namespace codexflow::jsonl
