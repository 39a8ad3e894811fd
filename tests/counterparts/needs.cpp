#include "tests/counterparts/needs.hpp"

#include "tests/counterparts/private_network.hpp"

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <system_error>
#include <utility>

namespace codexflow::test {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::decorator::precondition;

/// @param missing What is missing, as a clause; empty when nothing is.
precondition unless(std::function<std::string()> missing)
{
    return precondition([missing = std::move(missing)](boost::unit_test::test_unit_id) {
        const std::string why = missing();
        boost::test_tools::assertion_result met(why.empty());
        if (!why.empty())
        {
            met.message() << why;
            std::cout << "SKIPPED: " << why << std::endl;
        }
        return met;
    });
}

std::string missing_packages()
{
    if (std::ifstream said(packages_folder() / "missing"); said)
    {
        std::string why;
        std::getline(said, why);
        return why + " (`ctest -R counterparts_install` looks again)";
    }
    if (fs::exists(packages_folder() / "installed"))
        return {};
    return "the npm packages are not installed; `ctest -R counterparts_install` does that";
}

} // namespace

precondition needs_packages() { return unless(missing_packages); }

precondition needs_program(std::string name)
{
    return unless([name = std::move(name)] {
        return find_program(name).empty() ? name + " is not installed" : std::string();
    });
}

precondition needs_recordings()
{
    return unless([] {
        const std::string index = CODEXFLOW_SHARED_DIR "/data/wire/index.json";
        return fs::exists(index) ? std::string() : index + " is absent";
    });
}

precondition needs_private_network() { return unless(enter_private_network); }

fs::path find_program(const std::string& name)
{
    const char* const set = std::getenv("PATH");
    std::istringstream folders((set == nullptr ? "" : std::string(set)) + ":/usr/sbin");
    std::error_code not_ours; // a folder that we may not look into
    for (std::string folder; std::getline(folders, folder, ':');)
        if (fs::exists(fs::path(folder) / name, not_ours))
            return fs::path(folder) / name;
    return {};
}

fs::path package_file(const std::string& inside) { return packages_folder() / "node_modules" / inside; }

fs::path packages_folder() { return CODEXFLOW_COUNTERPARTS; }

} // namespace codexflow::test
