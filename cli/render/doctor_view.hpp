#pragma once

#include "cli/doctor/finding.hpp"

#include <string>

namespace codexflow::cli {

/// A line for each finding, with what to do next below it, and a line that counts them.
std::string doctor_text(const findings& all, bool color);

/// One JSON document.
std::string doctor_json(const findings& all);

/// 1 if anything failed, else 0.
int doctor_exit_code(const findings& all);

} // namespace codexflow::cli
