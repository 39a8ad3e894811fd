#pragma once

#include "cli/arguments.hpp"
#include "cli/init_plan.hpp"
#include "engine/registry/registry.hpp"

#include <string>
#include <vector>

namespace codexflow::cli {

/** What `init` tells: the agents it found and what is wrong with them, as `load` does, the files it writes
 *  and what to type next. Loads the definitions. What it is given must outlive it. */
class init_report
{
public:
    init_report(const std::vector<found_folder>& found, const std::vector<init_file>& files,
                const init_options& options);

    /// What is wrong with the definitions, and what the user may want to add; for standard error.
    std::string remarks() const;
    /// The new files, and the differences of those that change; for standard error.
    std::string changes() const;
    std::string summary(bool written) const;
    std::string json(bool written) const;
    /// Definitions that cannot be used.
    std::size_t errors() const noexcept { return totals_.errors; }

private:
    std::string next() const;

    const std::vector<found_folder>& found_;
    const std::vector<init_file>& files_;
    const init_options& options_;
    registry agents_;
    registry_totals totals_;
    std::vector<std::size_t> counts_; ///< Definitions of each folder.
};

} // namespace codexflow::cli
