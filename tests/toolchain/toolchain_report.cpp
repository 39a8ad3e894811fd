#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

/** @file
 *  toolchain_report EXPECTED PROBE...
 *  Runs each probe and prints whether this compiler still miscompiles it. The folder EXPECTED holds one
 *  record per compiler version; exits 1 when the probes disagree with the record of this compiler. For
 *  a compiler without a record it prints what to put into one, and succeeds. */
namespace {

std::string compiler()
{
#if defined(__clang__)
    return "clang-" + std::to_string(__clang_major__) + '.' + std::to_string(__clang_minor__) + '.' +
           std::to_string(__clang_patchlevel__);
#else
    return "gcc-" + std::to_string(__GNUC__) + '.' + std::to_string(__GNUC_MINOR__) + '.' +
           std::to_string(__GNUC_PATCHLEVEL__);
#endif
}

/// One line for the record: "G1_condition still miscompiled".
std::string judge(const std::filesystem::path& probe)
{
    codexflow::test::command what;
    what.program = probe;
    const auto end = codexflow::test::run(what, std::chrono::seconds(20));
    const auto name = probe.filename().string().substr(std::string_view("probe_").size());
    return name + (end.status == 0 ? " clean\n" : " still miscompiled\n");
}

} // namespace

int main(int count, char** arguments)
try
{
    if (count < 3)
    {
        std::fprintf(stderr, "usage: toolchain_report EXPECTED PROBE...\n");
        return 2;
    }
    std::string seen;
    for (int i = 2; i < count; ++i)
        seen += judge(arguments[i]);
    std::printf("%s:\n%s", compiler().c_str(), seen.c_str());

    if (seen.find("clean_statement clean\n") == seen.npos)
    {
        std::printf(
            "FAILED: even code that follows the house rule is miscompiled: do not use this compiler\n");
        return 1;
    }
    const auto record = std::filesystem::path(arguments[1]) / (compiler() + ".txt");
    if (!std::filesystem::exists(record))
    {
        std::printf("there is no record for this compiler; write the lines above to %s\n", record.c_str());
        return 0;
    }
    const auto expected = codexflow::test::read_file(record);
    if (expected != seen)
    {
        std::printf("FAILED: the compiler changed; %s says:\n%s", record.c_str(), expected.c_str());
        return 1;
    }
    return 0;
}
catch (const std::exception& e)
{
    std::fprintf(stderr, "toolchain_report: %s\n", e.what());
    return 2;
}
