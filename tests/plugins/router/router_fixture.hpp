#pragma once

#include "engine/config/config.hpp"
#include "engine/plan/router_chain.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/plugin/quiet_host.hpp"
#include "engine/registry/registry.hpp"
#include "tests/support/stepping_clock.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::test {

/** A project of agents and a configuration, routed by real plugins: triggers and the samples' routers. */
struct router_fixture
{
    temp_dir dir;
    stepping_clock time;
    plugin::catalog plugins;

    router_fixture();

    /// Writes agents/@p file, a nested definition of @p id with @p triggers: "keywords: [a, b]".
    void agent(const std::string& file, std::string_view id, std::string_view triggers);
    /// The agents come from here instead.
    std::filesystem::path agents_folder;

    /// A chain with its host, which lives as long.
    struct opened
    {
        std::unique_ptr<plugin::quiet_host> host;
        router_chain chain;
    };
    result<opened> open(std::string_view yaml = {});

    /// Asks a chain made of @p yaml; fails the test when there is none.
    route_answer ask(std::string text, std::vector<std::string> files = {}, std::string_view yaml = {});

    /// The ids of the candidates with their scores: "a 20, b 10".
    static std::string told(const route_answer& answer);
    /// With this project's folder left out.
    std::string local(std::string text) const;
};

} // namespace codexflow::test
