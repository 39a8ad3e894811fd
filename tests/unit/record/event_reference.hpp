#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace codexflow::test {

/// What docs/reference/events.md has between these two lines is made of the schema.
inline constexpr std::string_view reference_begin = "<!-- made of docs/schemas/event.schema.json -->\n";
inline constexpr std::string_view reference_end = "<!-- the end of what is made -->\n";

/** A section for each kind of event in the text of the schema, in its order: what the kind means, and a table of its
 *  members without those that every event has.
 *  @param faults Gets a line for each kind or member that nothing is said about. */
std::string event_reference(std::string_view schema, std::vector<std::string>& faults);

} // namespace codexflow::test
