#pragma once

#include "plugins/cli/output.hpp"

#include <codexflow/json.hpp>
#include <codexflow/ndjson.hpp>
#include <codexflow/utf8_joiner.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <utility>

namespace codexflow::cli {

/** The stdout is a line of JSON for each thing that happened. What the lines mean is the derived class's.
 *  A line that is none is remembered as the fault; those behind it are still read, because a report
 *  of a failure may be among them. */
class event_output : public output_decoder
{
public:
    void feed(std::string_view bytes) override { lines_.feed(bytes); }
    void finish() override;
    bool next(piece& said) override;

protected:
    virtual void take(const json::value& line) = 0;

    /// A piece of the answer or of the reasoning.
    void say(field what, std::string_view text);
    /// A new paragraph of the answer, unless it is the first.
    void begin_paragraph();
    /// A line about what the command does on its own.
    void tell(std::string_view what, std::string_view details);
    bool has_spoken() const noexcept { return spoken_; }

    /// A member of an object of token counts.
    static std::optional<std::uint64_t> count(const json::value& usage, std::string_view name);

private:
    void take_line(std::string_view line);

    ndjson_decoder lines_;
    json::document document_;
    std::array<utf8_joiner, 2> joiners_; // one for each field
    std::deque<std::pair<field, std::string>> ready_;
    std::string given_;
    bool spoken_ = false;
    bool finished_ = false;
};

} // namespace codexflow::cli
