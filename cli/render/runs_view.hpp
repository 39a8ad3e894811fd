#pragma once

#include "engine/record/event.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace codexflow::cli {

/// A run in a list.
struct run_row
{
    std::string id;
    std::string started; ///< ISO 8601; empty if the journal does not tell.
    /// "ok", "failed", "cancelled", "internal_error", "running", "interrupted" (no end was written), or "damaged".
    std::string state;
    std::size_t tasks = 0, ok = 0;
    std::int64_t ms = 0; ///< To the last event.
    token_usage usage;
    std::optional<double> cost; ///< US dollars of what is priced; nothing if nothing is.
    std::size_t faults = 0;     ///< Lines of the journal that could not be read.
};

/// A table, in the order given. @param columns Width of the window; 0 clips nothing.
std::string runs_text(const std::vector<run_row>& rows, int columns);

std::string runs_json(const std::vector<run_row>& rows);

} // namespace codexflow::cli
