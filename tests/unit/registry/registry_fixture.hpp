#pragma once

#include "engine/registry/registry.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace codexflow::test {

inline std::string definition(std::string_view id, std::string_view rest = "")
{
    return "version: 1\nagent:\n  id: " + std::string(id) + "\n  name: Agent " + std::string(id) + "\n" +
           std::string(rest);
}

inline std::string tools(std::string_view allowed, std::string_view restricted = "")
{
    return "capabilities: { detail: { tools: { allowed: [" + std::string(allowed) + "], restricted: [" +
           std::string(restricted) + "] } } }\n";
}

/// A folder of agents that exists only here.
struct registry_fixture
{
    test::temp_dir dir;
    registry_options options;

    registry_fixture() { add("agents"); }

    void add(const char* folder) { options.directories.push_back({dir / folder, false, {}}); }
    void write(const std::string& name, std::string_view text) const { dir.write("agents/" + name, text); }
    registry open() const { return registry(options); }

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

    /// "kind what | hint" of every notice.
    std::vector<std::string> remarks(const registry& from) const
    {
        std::vector<std::string> lines;
        for (const notice& n : from.notices())
            lines.push_back(std::string(to_string(n.kind)) + " " + shorten(n.what));
        return lines;
    }

    std::string fault(std::string_view id) const
    {
        registry all = open();
        const auto found = all.find(id);
        return found ? "found" : shorten(found.error());
    }
};

using lines = std::vector<std::string>;

inline void check_lines(const lines& got, const lines& expected)
{
    BOOST_CHECK_EQUAL_COLLECTIONS(got.begin(), got.end(), expected.begin(), expected.end());
}

} // namespace codexflow::test
