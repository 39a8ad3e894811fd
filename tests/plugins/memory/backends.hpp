#pragma once

#include "tests/plugins/memory/memory_client.hpp"
#include "tests/support/temp_dir.hpp"

#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

/** @file
 *  The memories that the conformance suite runs against, each in a place of its own. */
namespace codexflow::test {

struct backend
{
    std::string_view name;
    std::string_view plugin; ///< The shared object.
    bool lasts = true;       ///< Longer than an instance, and for other processes too.
};

inline std::ostream& operator<<(std::ostream& out, const backend& one) { return out << one.name; }

/// All of them; "ram" is the example (examples/memory-plugin).
inline constexpr std::array backends{backend{"jsonl", CODEXFLOW_PLUGIN_JSONL}, backend{"sqlite", CODEXFLOW_PLUGIN_SQLITE},
                                     backend{"redis", CODEXFLOW_PLUGIN_REDIS}, backend{"ram", CODEXFLOW_PLUGIN_RAM, false}};

/** An empty memory of one kind, with a place of its own. More clients may be made of it: as other processes are. */
class memory_place
{
public:
    /// Nothing, and why is printed, when what the backend needs is not installed.
    static std::unique_ptr<memory_place> make(const backend& of);

    /// The settings of its instances.
    const std::string& settings() const noexcept { return settings_; }
    const backend& of() const noexcept { return of_; }
    const temp_dir& dir() const noexcept { return dir_; }
    memory_client& client();

private:
    explicit memory_place(const backend& of) : of_(of) {}

    const backend& of_;
    temp_dir dir_;
    std::string settings_;
    std::unique_ptr<memory_client> client_;
};

} // namespace codexflow::test
