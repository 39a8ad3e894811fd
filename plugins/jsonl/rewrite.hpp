#pragma once

#include "plugins/jsonl/line_format.hpp"
#include "plugins/jsonl/store.hpp"

#include <codexflow/line_replacement.hpp>
#include <codexflow/owned_fd.hpp>
#include <codexflow/remembering.hpp>
#include <codexflow/remembering_requests.hpp>
#include <codexflow/reverse_lines.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::jsonl {

/// What is to become of a file's lines. They are shown newest first.
struct removal
{
    /// Whether an entry goes.
    std::function<bool(const remembering::entry&)> goes;
    /// What may be left; the oldest lines go, whatever they are.
    std::optional<std::uint64_t> max_bytes{}, max_lines{};
    /// From its bytes: that a line cannot be one that goes. May be empty.
    std::function<bool(std::string_view)> surely_stays{};
};

/** Removes lines from one file, while others append to it: decides by reading what there is, newest first, then has
 *  the rest take the file's place (line_replacement.hpp). What is appended meanwhile stays, and so do lines that cannot be
 *  read, byte for byte, as all others. A file of which nothing goes is not touched, one of which nothing is left goes.
 *  Blocking, in pieces of work of a bounded size; given up in between, it changes nothing. */
class rewrite
{
public:
    rewrite(memory_file file, const removal& rule) : file_(std::move(file)), rule_(rule) { begin(); }

    /// Does one piece of work. @return whether there is more. Throws failure when the file cannot be read or written.
    bool next();
    /// What became of it; lines that cannot be read count as entries here.
    const remembering::compaction& result() const noexcept { return result_; }

private:
    using range = std::pair<std::uint64_t, std::uint64_t>;

    void begin();
    void take_turn();
    bool decide();
    void decide_on(std::string_view line);
    bool stays(std::string_view line);
    void keep(std::uint64_t first, std::uint64_t last);
    bool copy();
    bool finish();
    void check(const file_error& fault) const;

    static constexpr std::uint64_t piece = 4 << 20; ///< Bytes.
    static constexpr unsigned most_attempts = 10; ///< Only who is no compaction of ours can come between two.

    memory_file file_;
    const removal& rule_;
    enum class stage
    {
        deciding,
        copying,
        done
    } stage_ = stage::deciding;
    owned_fd old_;
    std::uint64_t end_ = 0;          ///< What is decided on ends here; a torn line is left for later.
    std::uint64_t below_ = 0;        ///< Where the line decided last begins.
    reverse_lines lines_;
    line_reader reader_;
    bool full_ = false;              ///< A bound is reached: all older lines go.
    std::vector<range> kept_;        ///< Merged; newest first while it is decided, then as they stand.
    std::size_t copied_ = 0;         ///< Of these, how many.
    std::optional<line_replacement> next_;
    unsigned attempts_ = 0;
    remembering::compaction result_;
};

} // namespace codexflow::jsonl
