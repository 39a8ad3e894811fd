#pragma once

#include "engine/base/error.hpp"
#include "engine/config/config.hpp"
#include "engine/registry/agent.hpp"
#include "engine/registry/agent_bundle.hpp"
#include "engine/registry/notice.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

class agent_cache;

/// What a name in a task file, or on the command line, stands for.
struct agent_reference
{
    std::string alias;              ///< The name as given.
    std::string agent_id;           ///< The agent's own id; equal to @c alias if that was no alias.
    std::optional<double> autonomy; ///< What the alias puts in place of the agent's own.
};

struct registry_options
{
    std::vector<agent_directory> directories; ///< In order of precedence; absent ones are skipped.
    std::map<std::string, agent_alias> aliases;
    agent_cache* cache = nullptr; ///< Spares parsing; changes no answer. Must outlive the registry.
};

/// What `load` reports.
struct registry_totals
{
    std::size_t definitions = 0;                            ///< Agent definitions read, duplicates counted.
    std::size_t beside_index = 0; ///< Of them: in a folder with an index.json that does not name them.
    std::size_t ids = 0;                                    ///< Distinct ids among them.
    std::size_t keywords = 0, regex = 0, file_patterns = 0; ///< Distinct triggers of all agents.
    std::size_t warnings = 0;                               ///< Notices that speak of something odd.
    std::size_t errors = 0;                                 ///< Definitions that could not be read.
};

/** All agents that can be named. Lazy: opening it lists files and reads index.json; a definition is
 *  parsed when somebody asks for it, so that a run pays for the agents it uses. load_all() parses
 *  everything and gives the full report.
 *
 *  Two definitions of one id become one agent: the first (in the order of the directories, then of
 *  index.json, then of file names) with the stricter of both tool policies and limits, and all
 *  triggers. A definition that cannot be read makes its agent an error, even if another file also
 *  defines it: what the broken one restricted is not known.
 *
 *  Not thread-safe; one thread owns it. What it hands out is immutable and shared. */
class registry
{
public:
    /// Never fails: what is wrong with a directory becomes a notice or the error of its agents.
    explicit registry(registry_options options);

    /** The agent with that id (aliases are not looked at).
     *  Errors: not_found with the nearest id; otherwise the fault of its definition with
     *  file:line:column. */
    result<std::shared_ptr<const agent>> find(std::string_view id);

    /** What an alias or an agent id stands for; aliases come first. Parses no definition that
     *  index.json names.
     *  Errors: not_found with the nearest of all aliases and ids. */
    result<agent_reference> resolve(std::string_view name);

    /// Parses every definition. What is wrong is in notices(); asking again costs nothing.
    void load_all();

    /** Hands what was parsed to the cache, if there is one, which writes it down if it is news.
     *  Errors: the cache cannot be written; nothing else suffers from that. */
    result<void> keep_parsed() const;

    /// Every agent that could be read, sorted by id. Calls load_all().
    std::vector<std::shared_ptr<const agent>> agents();

    /// Calls load_all().
    registry_totals totals();

    /// All ids known without parsing what index.json names, sorted.
    std::vector<std::string> ids();

    /// What came up so far, in the order of the files; complete after load_all().
    std::vector<notice> notices() const;

private:
    void parse(agent_file& file, const agent_bundle& bundle);
    void parse_unindexed();
    std::vector<agent_file*> files_of(std::string_view id);
    result<std::shared_ptr<const agent>> merge(const std::vector<agent_file*>& files);
    error unknown(std::string message, std::string_view name,
                  const std::vector<std::string>& candidates) const;

    registry_options options_;
    std::vector<agent_bundle> bundles_;
    std::map<std::string, result<std::shared_ptr<const agent>>, std::less<>>
        merged_;                  ///< By id, once asked for.
    std::vector<notice> notices_; ///< Those that belong to no file.
    bool complete_ = false;       ///< load_all() has run.
};

} // namespace codexflow
