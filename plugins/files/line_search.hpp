#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace codexflow::files {

/// How much a search may give.
struct search_limits
{
    std::size_t context = 0; ///< Lines around each match.
    std::size_t matches = 100;
    std::size_t bytes = 64 << 10; ///< Of output.
};

/** Lines that match, as text for a model: "path:12:the line", context as "path-11-another", "--" between
 *  places that are apart. Long lines are cut. One object for a whole search, file by file, each in steps. */
class line_search
{
public:
    /// @param pattern must outlive this object.
    line_search(const re2::RE2& pattern, const search_limits& limits) : pattern_(pattern), limits_(limits) {}

    /// Begins a file. @param path As it is to be shown. @param text must stay valid until the next file.
    void begin(std::string path, std::string_view text);
    /// Searches on, about @p bytes further. @return whether something of the file is left.
    bool step(std::size_t bytes);

    bool full() const noexcept { return full_; }
    std::size_t matches() const noexcept { return matches_; }
    std::size_t files() const noexcept { return files_; } ///< With a match.
    const std::string& text() const noexcept { return out_; }

private:
    void look_at(std::string_view one);
    void found(std::string_view one);
    void show(std::size_t number, std::string_view text, char mark);

    const re2::RE2& pattern_;
    search_limits limits_;
    std::string out_;
    std::size_t matches_ = 0;
    std::size_t files_ = 0;
    bool full_ = false;

    std::string path_;
    std::string_view rest_;
    std::size_t number_ = 0;              ///< Of the line that is looked at.
    std::deque<std::string_view> before_; ///< Lines that may become context.
    std::size_t after_ = 0;               ///< Lines of context still to be shown.
    std::size_t shown_ = 0;               ///< The last line that was.
};

} // namespace codexflow::files
