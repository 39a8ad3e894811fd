#pragma once

#include "plugins/jsonl/line_format.hpp"
#include "plugins/jsonl/store.hpp"

#include <codexflow/remembering.hpp>
#include <codexflow/reverse_lines.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace codexflow::jsonl {

/** Reads all files and says what they hold. Blocking, in pieces of work of a bounded size. */
class survey
{
public:
    survey(std::vector<memory_file> files, std::int64_t now) : files_(std::move(files)), now_(now) {}

    /// Does one piece of work. @return whether there is more. Throws failure when a file cannot be read.
    bool next();
    remembering::holdings& result() noexcept { return result_; }

private:
    bool open();
    void close();
    void count(std::string_view line);

    static constexpr std::size_t piece = 4 << 20; ///< Bytes.

    std::vector<memory_file> files_;
    std::int64_t now_;
    std::size_t at_ = 0;   ///< Which file.
    bool reading_ = false; ///< It is open.
    reverse_lines lines_;
    line_reader reader_;
    remembering::holding current_;
    std::set<std::string> agents_;
    std::int64_t oldest_ = 0, newest_ = 0;
    remembering::holdings result_;
};

} // namespace codexflow::jsonl
