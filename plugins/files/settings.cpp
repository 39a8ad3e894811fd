#include "plugins/files/settings.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

namespace codexflow::files {

tool_limits read_settings(std::string_view json)
{
    json::document document;
    if (!document.parse(json) || !document.root().is_object())
        throw failure(CFLOW_E_INVALID, "the settings of the tools are not a JSON object");
    const json::value root = document.root();
    const tool_limits usual;
    tool_limits made;
    made.output_bytes = root["max_output_bytes"].as_uint64().value_or(usual.output_bytes);
    made.file_bytes = root["max_file_bytes"].as_uint64().value_or(usual.file_bytes);
    made.entries = root["max_entries"].as_uint64().value_or(usual.entries);
    return made;
}

} // namespace codexflow::files
