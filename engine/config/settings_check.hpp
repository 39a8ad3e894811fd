#pragma once

#include "engine/base/document.hpp"
#include "engine/base/problems.hpp"

#include <functional>
#include <string>
#include <vector>

/** @file
 *  Are a plugin's settings what its manifest says they may be? Runs no plugin code. */
namespace codexflow {

/** A block of settings and where its values were written.
 *  Borrowed by check_settings() for the duration of the call. */
struct settings_block
{
    const doc::node& values; ///< A mapping, or null for none.
    std::string path;        ///< "providers.local": stands in messages and is asked of @c where.
    std::function<location(const std::string& path)> where;
};

/** Compares @p block with @p schema, the `config` of a component in a manifest; a null schema allows
 *  anything. What does not fit goes to @p faults, each with the place of the value.
 *
 *  Understood: type, enum, const, minimum, maximum, exclusiveMinimum and exclusiveMaximum (as numbers),
 *  minLength, maxLength, minItems, maxItems, items, properties, required, additionalProperties, and the
 *  formats secret-env (the name of an environment variable), base-url and duration. Unlike JSON Schema,
 *  an object with `properties` takes no others unless additionalProperties says so. */
void check_settings(const settings_block& block, const doc::node& schema, problems& faults);

/** What @p schema asks for that check_settings() does not understand and so lets pass: paths such as
 *  "properties.name.pattern", in the order written. For `plugin check`. */
std::vector<std::string> unchecked_keywords(const doc::node& schema);

} // namespace codexflow
