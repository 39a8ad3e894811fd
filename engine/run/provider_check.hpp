#pragma once

#include "engine/base/error.hpp"
#include "engine/run/model_list.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace codexflow {

class model_session;
struct config;
struct provider_choice;
namespace plugin {
class catalog;
}

enum class step_state : std::uint8_t
{
    ok,
    doubtful, ///< Not as expected, but it may work.
    unknown,  ///< The provider does not tell.
    skipped,
    failed
};
std::string_view to_string(step_state state) noexcept;

/// One thing that was tried of a provider. All texts are masked.
struct check_step
{
    std::string name; ///< "settings", "server", "model", "abilities" or "chat".
    step_state state = step_state::ok;
    std::string detail;
    std::string hint{};       ///< What to do next; may be empty.
    std::optional<errc> code{}; ///< When it failed, or would have.
    std::string kind{};       ///< What the failure is called at the boundary.
};

/// How the call went.
struct check_call
{
    std::optional<std::int64_t> first_us; ///< Until the first piece; unset: the answer came whole.
    std::int64_t total_us = 0;
    std::uint64_t input_tokens = 0, output_tokens = 0; ///< 0: not told.
    std::string model{};                               ///< As the server named it.
};

struct provider_report
{
    std::string name, plugin, model, address;
    std::vector<check_step> steps{};
    std::vector<listed_model> models{};
    std::optional<listed_model> about{}; ///< What is known of its model.
    std::optional<check_call> call{};

    bool ok() const;
    /// 0, or the code of what failed first.
    int exit_code() const;
};

struct check_options
{
    bool chat = true;
    std::vector<std::string> searched{}; ///< The plugin folders looked into, for messages.
};

/** Tries one provider, step by step: do its settings fit, does its server answer, has it the model, what can
 *  that do, does it answer a question. Nothing is repeated. After a step without which the next make no
 *  sense the report ends. Blocks.
 *  Errors: cancelled, when a signal came. */
result<provider_report> check_one(const provider_choice& provider, const config& settings,
                                  const plugin::catalog& plugins, model_session& session,
                                  const check_options& options);

} // namespace codexflow
