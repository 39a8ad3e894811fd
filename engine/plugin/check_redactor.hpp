#pragma once

#include "engine/plugin/check.hpp"
#include "engine/plugin/component_instance.hpp"

#include <string>
#include <vector>

namespace codexflow::plugin {

/** Gives the redactor @p name texts as a run would, whole and in pieces: it has to give the same however they are cut,
 *  to leave prose as it is, JSON JSON and UTF-8 whole, to change nothing more when asked again, and to stand an
 *  abandoned text. */
std::vector<check_step> check_redactor(const component_instance& instance, const std::string& name);

} // namespace codexflow::plugin
