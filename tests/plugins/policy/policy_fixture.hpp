#pragma once

#include "engine/gateway/policy_chain.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/plugin/quiet_host.hpp"
#include "tests/support/stepping_clock.hpp"
#include "tests/support/temp_dir.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace codexflow::test {

/// A configuration with policies, asked through real plugins.
struct policy_fixture
{
    temp_dir dir;
    mutable stepping_clock time;
    plugin::catalog plugins;

    policy_fixture();

    /// A chain with its host, which lives as long.
    struct opened
    {
        std::unique_ptr<plugin::quiet_host> host;
        policy_chain chain;
    };
    /// @param yaml The whole configuration.
    result<opened> open(std::string_view yaml) const;

    /// The chain's word on @p asked; fails the test when there is no chain.
    policy_verdict decide(std::string_view yaml, const tool_question& asked) const;
    /// Why there is no chain; fails the test when there is one.
    error refused(std::string_view yaml) const;

    /// A call of @p tool by an agent without lists.
    static tool_question call(std::string tool, std::string effect = "none");
    /// @p text with this folder replaced by "DIR".
    std::string local(std::string text) const;
};

} // namespace codexflow::test
