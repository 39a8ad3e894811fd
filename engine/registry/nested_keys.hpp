#pragma once

#include "engine/base/document.hpp"
#include "engine/registry/notice.hpp"

#include <string>
#include <vector>

namespace codexflow {

/** A warning for every key of a definition that the nested schema does not have, with its place and
 *  the key that was perhaps meant. Sections of unknown keys are not looked into. */
std::vector<notice> find_unknown_keys(const doc::node& definition, const std::string& file);

} // namespace codexflow
