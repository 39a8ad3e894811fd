#pragma once

#include "engine/plugin/component_instance.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::plugin {

/// What an instance is made from.
struct instance_request
{
    std::string_view kind; ///< CFLOW_KIND_PROVIDER, ...
    std::string name;      ///< The component's.
    std::string settings_json;
    std::map<std::string, std::string> secrets; ///< Those it may use.
    std::set<std::string> hosts;                ///< Where it may send them.
    std::set<std::string> variables{};          ///< Of our environment: what its child processes may get.
    workspace::sandbox sandbox{};               ///< For its child processes; off for all but tools.
};

/** Door four: loads plugins when something names them, and makes and keeps their instances.
 *  Owned by the run; engine thread only. Ends by destroying the instances; the plugins' files stay open. */
class plugin_host
{
public:
    explicit plugin_host(service_context& services) : services_(services) {}

    /// Errors: plugin_misbehaved when the file cannot be used, invalid_argument when the component
    /// refuses its settings.
    result<component_instance*> create(const catalog::entry& from, instance_request what);

    /// Loads without making anything, as create does at the first need. Errors: plugin_misbehaved.
    result<library*> load(const catalog::entry& from);

private:
    service_context& services_;
    std::map<std::filesystem::path, std::unique_ptr<library>> libraries_;
    std::vector<std::unique_ptr<host_view>> entry_views_; ///< What the entries were given; kept for good.
    std::vector<std::unique_ptr<component_instance>> instances_;
};

} // namespace codexflow::plugin
