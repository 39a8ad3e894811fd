#pragma once

#include "engine/base/error.hpp"
#include "engine/plugin/catalog.hpp"

#include <codexflow/abi.h>

#include <memory>
#include <string_view>

namespace codexflow::plugin {

/** A plugin in the process: the only place that opens shared objects. Opened for good in the program
 *  (unloading code that other code may still point to is not worth its risk); tests unload.
 *  Lives as long as anything it made. Engine thread only. */
class library
{
public:
    /** Loads the file, calls its entry and compares what it offers with what its manifest says.
     *  @p host is what the plugin sees; it must live as long as the process, or until unload().
     *  Errors: plugin_misbehaved with a one-line reason. Never throws, whatever the entry throws. What a
     *  static initialiser throws ends the process, as in any program: it passes through the dynamic linker. */
    static result<std::unique_ptr<library>> load(const catalog::entry& from, const cflow_host& host);

    ~library();

    /// The component, or null; @p kind as in the ABI ("cflow.provider/1").
    const cflow_component* find(std::string_view kind, std::string_view name) const noexcept;

    /// Calls shutdown and closes the file. Only when nothing of the plugin is left.
    void unload();

private:
    library() = default;

    void* handle_ = nullptr; ///< Of the dynamic linker; stays open unless unload() closes it.
    const cflow_plugin* plugin_ = nullptr;
};

} // namespace codexflow::plugin
