#include "engine/bench/measurement.hpp"

#include <codexflow/utf8.hpp>

namespace codexflow::bench {

std::optional<double> measured_call::tokens_per_second() const noexcept
{
    if (!ok() || !usage.known || total_us <= 0)
        return std::nullopt;
    return static_cast<double>(usage.output) * 1e6 / static_cast<double>(total_us);
}

std::string preview_of(std::string_view text)
{
    std::string begin;
    std::size_t at = 0;
    for (std::size_t characters = 0; characters != preview_length && at < text.size(); ++characters)
    {
        const utf8::step found = utf8::look(text, at);
        begin += found.what == utf8::unit::character ? text.substr(at, found.size) : utf8::replacement;
        at += found.size;
    }
    return begin;
}

std::string failure_text(const error& what) { return to_string(what); }

} // namespace codexflow::bench
