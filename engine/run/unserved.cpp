#include "engine/run/unserved.hpp"

#include "engine/config/config.hpp"

#include <string>
#include <string_view>

namespace codexflow {
namespace {

error not_yet(const config& settings, const std::string& path, std::string_view what)
{
    return error(errc::unsupported, "'" + path + "' is configured, but this version does not " + std::string(what) + " yet",
                 settings.where(path))
        .with_hint("remove it to run without; it is refused so that nobody relies on it in vain");
}

} // namespace

std::optional<error> find_unserved(const config& settings)
{
    if (!settings.redaction.empty())
        return not_yet(settings, "redaction", "use redactor plugins");
    return std::nullopt;
}

} // namespace codexflow
