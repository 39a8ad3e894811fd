#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace codexflow::plugin {

/// One thing that was looked at.
struct check_step
{
    std::string what;   ///< In words: "exports one symbol only".
    bool passed = false;
    std::string detail; ///< What was found, or what is wrong, in one line; may be empty.
};

/** Looks at a plugin as its author wants it looked at: first the file, running none of its code, then
 *  by loading it and making each of its components with the settings "{}". A component that refuses
 *  those with a message is in order. A router is also prepared and asked, and a redactor is
 *  given texts.
 *
 *  The steps come in the order they were taken; after a failure that leaves nothing to go on with, the
 *  later ones are absent. The file is fit when every step passed.
 *  The plugin stays loaded: meant for a program that ends soon after. */
std::vector<check_step> check_file(const std::filesystem::path& file);

} // namespace codexflow::plugin
