#pragma once

#include "tests/bench/measured.hpp"
#include "tests/support/temp_dir.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What benchmarks of whole runs have in common: a workload, its server, and the program that is given it. */
namespace codexflow::test {

struct workload
{
    std::string_view name, title;
    unsigned tasks, at_once, chunks, interval_ms;

    /// The same with @p times fewer of everything, at least one of each.
    workload divided(unsigned times) const;
    double all_chunks() const { return double(tasks) * chunks; }
};

/// A model server (model_server.cpp) for one workload. Ends with this.
class paced_server
{
public:
    paced_server(const std::filesystem::path& server, const workload& what);
    ~paced_server() { process_.close_input(); }
    const std::string& port() const { return port_; }

private:
    process process_;
    std::string port_;
};

/** `codex-flow run --json` on @p what, its project written to @p folder.
 *  @param more Further sections of its configuration. */
command program_command(const std::filesystem::path& program, const workload& what, const std::string& port,
                        const temp_dir& folder, const std::string& more = "");

/// The events of the kind "chunk" in @p file.
std::size_t chunk_lines(const std::filesystem::path& file);

/// What one of those that take turns cost, round by round.
struct side
{
    std::vector<double> cpu, wall, rss;
    void add(const cost& one);
};

/// @p of is not empty.
double median(std::vector<double> of);

/// A line with the medians of @p of.
void print_row(std::string_view who, const side& of, double chunks);

} // namespace codexflow::test
