#pragma once

#include "engine/base/document.hpp"
#include "engine/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::plugin {

/// What a plugin says about itself in its ELF note; read without running any of its code.
struct manifest
{
    struct component
    {
        std::string kind; ///< "provider": without prefix and revision.
        std::string name;
        doc::node config; ///< JSON Schema of its settings; null when it declares none.
    };

    std::uint32_t abi_major = 0;
    std::uint32_t needs_minor = 0; ///< Lowest minor of the host it can live with.
    std::string id, version, license;
    std::vector<component> components;
    std::vector<std::string> services; ///< Host services it wants: "http", "timer", ...
    std::vector<std::string> secrets;  ///< Secrets it may use, by name.
    std::vector<std::string> hosts;    ///< Hosts it may send secrets to.
    bool serial = false; ///< No two of its operations run on two threads at once; here none ever do.

    const component* find(std::string_view kind, std::string_view name) const noexcept;
};

/// Reads the JSON text of a note. @p file is for the message only.
result<manifest> parse_manifest(std::string_view json, const std::string& file);

} // namespace codexflow::plugin
