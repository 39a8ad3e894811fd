#pragma once

#include "engine/plugin/catalog.hpp"

#include <filesystem>

namespace codexflow::plugin {

/** Reads what a file says about itself and judges whether it is fit to be loaded, running none of its
 *  code: note, ABI version, manifest, then the shape of the file. The error is the refusal, one line. */
result<catalog::entry> inspect(const std::filesystem::path& file);

} // namespace codexflow::plugin
