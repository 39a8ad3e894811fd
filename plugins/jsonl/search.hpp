#pragma once

#include "plugins/jsonl/line_filter.hpp"
#include "plugins/jsonl/line_format.hpp"
#include "plugins/jsonl/store.hpp"

#include <codexflow/remembering_requests.hpp>
#include <codexflow/reverse_lines.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::jsonl {

/** A query under way: reads all files from their ends and gives what fits in the order of time, newest first; what
 *  stands in one file, in the order in which it stands there. Blocking, in pieces of work of a bounded size. */
class search
{
public:
    /// Longest line that is read; a longer one counts as damaged.
    static constexpr std::size_t longest_line = std::size_t{256} << 20;

    search(const remembering::query& asked, std::vector<memory_file> files);

    /** Does one piece of work: a few megabytes read, or as much found.
     *  @param batch gets the documents of what was found.
     *  @return whether there is more. Throws failure when a file cannot be read. */
    bool next(std::vector<std::string>& batch);

    const remembering::found& so_far() const noexcept { return window_.so_far(); }

private:
    struct source
    {
        source(memory_file of_, std::size_t block) : of(std::move(of_)), lines(longest_line, block) {}

        memory_file of;
        reverse_lines lines;
        bool opened = false;
        remembering::entry head; ///< The newest that fits and was not given yet.
        std::int64_t time = 0;   ///< Of head.
    };

    void provide(source& in);
    bool find_head(source& in, std::size_t& budget, bool& out_of_budget);
    void offer(source& one);

    static constexpr std::size_t piece = 4 << 20; ///< Bytes.

    remembering::filter by_;
    line_filter quick_;
    line_reader reader_;
    remembering::window window_;
    std::vector<std::unique_ptr<source>> sources_;
    std::vector<source*> headless_; ///< Whose next entry is not known yet.
    std::vector<source*> heap_;     ///< Those with a head; the newest is in front.
};

} // namespace codexflow::jsonl
