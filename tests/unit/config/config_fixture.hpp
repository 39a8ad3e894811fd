#pragma once

#include "engine/config/config.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace codexflow::test {

/// A project, a home folder and an environment that exist only here.
struct config_fixture
{
    test::temp_dir dir;
    std::map<std::string, std::string> environment{{"HOME", (dir / "home").string()}};
    config_sources sources;

    config_fixture()
    {
        sources.system_file = dir / "etc/config.yaml";
        sources.project_directory = dir / "project";
        sources.environment = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = environment.find(name);
            return found != environment.end() ? std::optional(found->second) : std::nullopt;
        };
    }

    void system(std::string_view text) { dir.write("etc/config.yaml", text); }
    void user(std::string_view text) { dir.write("home/.config/codex-flow/config.yaml", text); }
    void project(std::string_view text) { dir.write("project/codex-flow.yaml", text); }

    void flag(std::string_view assignment)
    {
        sources.flags.push_back(parse_config_override(assignment).value());
    }

    config load() const
    {
        auto loaded = load_config(sources);
        BOOST_TEST_REQUIRE(loaded.has_value(), (loaded ? std::string() : shorten(loaded.error())));
        return std::move(loaded.value());
    }

    /// Paths of this test's folder replaced by "DIR".
    std::string local(std::string text) const
    {
        const std::string own = dir.path().string();
        for (std::size_t at = text.find(own); at != std::string::npos; at = text.find(own))
            text.replace(at, own.size(), "DIR");
        return text;
    }

    std::string shorten(const error& e) const
    {
        return local(to_string(e) + (e.hint.empty() ? "" : " | " + e.hint));
    }

    std::string fault() const
    {
        const auto loaded = load_config(sources);
        return loaded ? "no fault" : shorten(loaded.error());
    }

    std::string origin(const config& from, std::string_view path) const
    {
        for (const config_setting& line : from.settings())
            if (line.path == path)
                return local(line.value + " " + line.origin);
        return "absent";
    }
};

} // namespace codexflow::test
