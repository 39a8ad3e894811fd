#pragma once

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

/** @file
 *  What a suite needs of the machine, as its preconditions. A suite without it is skipped as a whole and
 *  says why in a line "SKIPPED: ...", by which ctest knows it. */
namespace codexflow::test {

/// The npm packages of this folder, as the ctest entry counterparts_install has installed them.
boost::unit_test::decorator::precondition needs_packages();

/// A program in PATH or in /usr/sbin.
boost::unit_test::decorator::precondition needs_program(std::string name);

/// The recorded answers beside the repository.
boost::unit_test::decorator::precondition needs_recordings();

/** A network that nobody else is in, for programs that listen on every address of the machine. The test
 *  program itself moves there, with all that it starts from now on, and stays. */
boost::unit_test::decorator::precondition needs_private_network();

/// Where a program is; empty when it is nowhere.
std::filesystem::path find_program(const std::string& name);

/// A file of an installed package: "@copilotkit/aimock/dist/cli.js".
std::filesystem::path package_file(const std::string& inside);

/// The folder into which the packages are installed; holds reference.mjs too.
std::filesystem::path packages_folder();

} // namespace codexflow::test
