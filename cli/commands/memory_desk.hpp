#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "engine/config/config.hpp"
#include "engine/memory/memory_entry.hpp"
#include "engine/memory/memory_front.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/run/model_session.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/** @file
 *  What the parts of `memory` work with: the store that the configuration names, outside a run. */
namespace codexflow::cli {

/// The store, ready to be asked. Does not move; owned by one command.
class memory_desk
{
public:
    /** Opens the store. Errors: as load_settings(), and memory_store_of(); whether it can be reached is found out by
     *  asking it. */
    static result<std::unique_ptr<memory_desk>> open(const setup_options& options, const context& where, clock& time);
    ~memory_desk();
    memory_desk(const memory_desk&) = delete;
    memory_desk& operator=(const memory_desk&) = delete;

    const config& settings() const noexcept { return settings_; }
    const memory_terms& terms() const noexcept { return settings_.memory->terms; }
    const std::string& plugin() const noexcept { return settings_.memory->plugin; }
    clock& time() noexcept { return time_; }

    /// Errors of all of these: what the store met; cancelled when a signal came.
    result<memories::query_end> query(const memories::entry_query& what, const memories::memory_front::taker& take);
    /// The same, kept; entries that are no entries are counted as damaged.
    result<memories::query_end> query(const memories::entry_query& what, std::vector<memories::memory_entry>& into);
    result<memories::store_summary> list();
    result<std::uint64_t> forget(const memories::entry_filter& which);
    result<memories::compaction_end> compact(const memories::compaction_rule& rule);
    /// @return how many are kept now. Errors: also when only some could be.
    result<std::size_t> append(std::vector<std::string> entries);

private:
    memory_desk(config settings, plugin::catalog plugins, const context& where, clock& time);
    /// Runs @p call, which leaves its answer behind, to its end.
    template <class T> result<T> ask(const std::function<boost::asio::awaitable<result<T>>(cancel_source&)>& call);

    clock& time_;
    const config settings_;
    const plugin::catalog plugins_;
    model_session session_;
    std::vector<memories::append_report> reports_;
    std::optional<memories::memory_front> front_; ///< Always there once it is open.
};

/// Prints what a store met. @return the exit code that says it: 69 for one that cannot be reached.
int fail_memory(const error& why, const context& where);

/// The filter with its times made absolute. Errors: as moment_of().
result<memories::entry_filter> filter_of(const memory_options& options, clock& time);

int list_memory(const memory_options& options, memory_desk& desk, const context& where);
int show_memory(const memory_options& options, memory_desk& desk, const context& where);
int forget_memory(const memory_options& options, memory_desk& desk, const context& where);
int export_memory(const memory_options& options, memory_desk& desk, const context& where);
int import_memory(const memory_options& options, memory_desk& desk, const context& where);
int compact_memory(const memory_options& options, memory_desk& desk, const context& where);
int explain_memory(const memory_options& options, const context& where);

} // namespace codexflow::cli
