#pragma once

#include "cli/commands/route_desk.hpp"

/** @file
 *  The three things `route` can do, each with what is ready for it. Each returns the exit code. */
namespace codexflow::cli {

/// What every part of `route` works with; made by route_work().
struct route_parts
{
    const route_options& options;
    const context& where;
    const config& settings;
    registry& agents;
    router_chain& chain;
};

/// Checks the cases of a file: 0, 1 when one fails, 65 when the file is wrong.
int test_routes(const route_parts& with);
/// Reports on rules: 0, 1 when there are findings that count.
int lint_rules(const route_parts& with);

} // namespace codexflow::cli
