#pragma once

#include <codexflow/abi.h>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  A memory plugin as the engine's plugin host runs it. Without Boost.Test: programs that tests start use it too. */
namespace codexflow::test {

/// How an operation ended, and what it streamed.
struct memory_answer
{
    cflow_status status = CFLOW_OK;
    std::string text; ///< The result, or the error document.
    std::vector<std::string> entries;
};

/** One instance of a memory. Throws std::runtime_error when the plugin cannot be loaded, its component refuses the
 *  settings, or an operation does not end within a minute. */
class memory_client
{
public:
    memory_client(const std::filesystem::path& plugin, std::string settings);
    ~memory_client();
    memory_client(const memory_client&) = delete;
    memory_client& operator=(const memory_client&) = delete;

    /// Runs one operation to its end.
    memory_answer run(std::string verb, std::string request);
    /// Runs several at once.
    std::vector<memory_answer> run_all(const std::vector<std::pair<std::string, std::string>>& what);
    /// Runs one and has it cancelled after @p entries came.
    memory_answer run_cancelled(std::string verb, std::string request, std::size_t entries);
    /// Operations that did not end when they were told to.
    std::size_t left_behind() const;

private:
    struct world;
    struct pending;
    pending& begin(std::string verb, std::string request);
    void finish(const std::function<bool()>& done);

    std::unique_ptr<world> world_;
};

} // namespace codexflow::test
