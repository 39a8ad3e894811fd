#include "plugins/files/similar_lines.hpp"

#include <algorithm>
#include <bitset>
#include <cstdint>

namespace codexflow::files {
namespace {

constexpr std::size_t most_lines = 3;
constexpr std::size_t most_text = 256 << 10; ///< Bytes looked at: a few milliseconds.
constexpr std::size_t most_of_line = 200;    ///< Bytes compared and shown.
constexpr double least_likeness = 0.6;

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Which pairs of neighbouring characters a line has, blanks left out.
class pairs
{
public:
    explicit pairs(std::string_view line)
    {
        visit(line, [this](std::uint16_t pair) { has_.set(pair); });
        count_ = has_.count();
    }

    /// From 0 (no pair in common) to 1, the Dice coefficient.
    double likeness(std::string_view line) const
    {
        std::vector<std::uint16_t> others;
        visit(line, [&](std::uint16_t pair) { others.push_back(pair); });
        std::sort(others.begin(), others.end());
        others.erase(std::unique(others.begin(), others.end()), others.end());
        const auto common = std::count_if(others.begin(), others.end(),
                                          [this](std::uint16_t pair) { return has_.test(pair); });
        const std::size_t all = others.size() + count_;
        return all == 0 ? 0 : 2.0 * static_cast<double>(common) / static_cast<double>(all);
    }

private:
    template <class Use> static void visit(std::string_view line, Use&& use)
    {
        unsigned before = 0;
        for (const char c : line.substr(0, most_of_line))
        {
            if (blank(c))
                continue;
            const unsigned now = static_cast<unsigned char>(c);
            use(static_cast<std::uint16_t>(before << 8 | now));
            before = now;
        }
    }

    std::bitset<0x10000> has_;
    std::size_t count_ = 0;
};

std::string_view take_line(std::string_view& text)
{
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

} // namespace

std::vector<similar_line> similar_lines(std::string_view text, std::string_view wanted)
{
    std::string_view line;
    while (!wanted.empty() && std::all_of(line.begin(), line.end(), blank))
        line = take_line(wanted);
    std::vector<similar_line> best;
    if (std::all_of(line.begin(), line.end(), blank))
        return best;
    const pairs model(line);
    text = text.substr(0, most_text);
    for (std::size_t number = 1; !text.empty(); ++number)
    {
        const std::string_view one = take_line(text);
        const double likeness = model.likeness(one);
        if (likeness < least_likeness || (best.size() == most_lines && likeness <= best.back().likeness))
            continue;
        best.push_back({number, std::string(one.substr(0, most_of_line)), likeness});
        std::stable_sort(best.begin(), best.end(), [](const similar_line& a, const similar_line& b) {
            return a.likeness > b.likeness;
        });
        if (best.size() > most_lines)
            best.pop_back();
    }
    std::sort(best.begin(), best.end(),
              [](const similar_line& a, const similar_line& b) { return a.number < b.number; });
    return best;
}

} // namespace codexflow::files
