#pragma once

#include <codexflow/chat_result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace codexflow::cli {

/// What a piece of streamed text belongs to.
enum class field : std::uint8_t
{
    text,
    reasoning, ///< Also what the command does on its own: "[tool] ..." lines.
};

/// A piece of text, valid UTF-8. The view is valid until the next call of the decoder.
struct piece
{
    field what = field::text;
    std::string_view data;
};

/** Reads the stdout of a command. Pure: bytes in, pieces out, no I/O.
 *
 *      output.feed(bytes);                 // at the end: finish()
 *      while (output.next(said)) ...
 *
 *  feed() only after next() has said no; the fed bytes must live until then. One decoder serves one run
 *  of the command. */
class output_decoder
{
public:
    virtual ~output_decoder() = default;

    virtual void feed(std::string_view bytes) = 0;
    virtual void finish() = 0;
    virtual bool next(piece& said) = 0;

    /// The stdout ended before the line that must be its last one.
    virtual bool truncated() const noexcept { return false; }
    /// The command's own report of a failure; empty: there is none.
    const std::string& error() const noexcept { return error_; }
    /// Why the stdout is not in its format; empty: it is.
    const std::string& fault() const noexcept { return fault_; }
    /// What the command said about its answer.
    const chat_result& summary() const noexcept { return summary_; }

protected:
    std::string error_;
    std::string fault_;
    chat_result summary_;
};

} // namespace codexflow::cli
