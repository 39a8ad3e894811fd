#pragma once

#include "engine/base/document.hpp"

namespace codexflow {

struct config;
struct plugin_choice;

/** @p choice's settings with the paths in them made to mean what they meant where they were written:
 *  a relative one that stands in a file is taken from that file's folder, one from the environment or a
 *  flag from the working directory. Which settings are paths is said by @p schema (format "path").
 *  Pure. */
doc::node with_resolved_paths(const plugin_choice& choice, const doc::node& schema, const config& settings);

} // namespace codexflow
