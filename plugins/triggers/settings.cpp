#include "plugins/triggers/settings.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

namespace codexflow::triggers {

settings_of_router read_settings(std::string_view json)
{
    json::document document;
    if (!document.parse(json) || !document.root().is_object())
        throw failure(CFLOW_E_INVALID, "the settings of the router are not a JSON object");
    const json::value root = document.root();
    settings_of_router made;
    made.original = root["compat"].string() == "original";
    made.plurals = root["plurals"].as_bool().value_or(false);
    made.file_case = root["file_case"].string() == "exact" ? letter_case::exact : letter_case::ignored;
    return made;
}

} // namespace codexflow::triggers
