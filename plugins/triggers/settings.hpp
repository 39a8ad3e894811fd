#pragma once

#include "plugins/triggers/pattern_set.hpp"

#include <string_view>

namespace codexflow::triggers {

/// What the manifest's config schema allows.
struct settings_of_router
{
    bool original = false; ///< Decides as the original program did, faults included.
    bool plurals = false;  ///< A keyword is also found with an "s" or "es" behind it.
    letter_case file_case = letter_case::ignored;
};

/// Throws failure for what is not an object; the host has checked the rest against the schema.
settings_of_router read_settings(std::string_view json);

} // namespace codexflow::triggers
