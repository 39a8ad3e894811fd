#pragma once

#include "tests/counterparts/model_answer.hpp"
#include "tests/support/process.hpp"
#include "tests/system/run/event_log.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace codexflow::test {

/** The interfaces that the plugins speak, by the names of reference.mjs: which plugin it is, and what its
 *  block of the configuration holds. */
struct interface
{
    const char* name;   ///< chat, responses, messages, ollama
    const char* plugin;
    const char* below;    ///< What follows the server's address in base_url.
    const char* settings; ///< Further members of the provider's block.
    const char* path;     ///< What is called, from the server's root.
};

extern const std::vector<interface> interfaces;
const interface& interface_called(const std::string& name);

/// One task for the real program.
struct question
{
    const interface& api;
    std::string server; ///< "http://127.0.0.1:PORT"
    std::string text;
    std::string settings = {}; ///< Further members of the provider's flow mapping.
    std::map<std::string, std::optional<std::string>> environment = {};
    std::vector<std::string> flags = {};
    std::size_t times = 1; ///< So many tasks ask the same.
};

/// What came of it.
struct told
{
    ending end;
    std::unique_ptr<event_log> log;
    model_answer answer;

    /// The error of the only task; not there when it succeeded.
    json::value error() const;
    /// Its code and kind: "unavailable/interrupted".
    std::string error_kind() const;
};

/** Runs `codex-flow run -f tasks.json --json` with one task in a project of its own, and checks that its
 *  events are those of a proper run and the same as in its journal (by BOOST_TEST). */
told ask(const question& what);

} // namespace codexflow::test
