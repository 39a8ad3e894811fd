#include "cli/since.hpp"

#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"

namespace codexflow::cli {

result<std::int64_t> time_since(std::string_view text, std::int64_t now_us)
{
    if (const auto at = parse_iso_time(text))
        return *at;
    if (const auto length = parse_duration(text))
        return now_us - std::chrono::duration_cast<std::chrono::microseconds>(*length).count();
    return error(errc::invalid_argument, "--since needs a length of time or a date, not " + quote(text))
        .with_hint("for example: 90m, 7d, 2026-11-25, 2026-11-25T14:30");
}

} // namespace codexflow::cli
