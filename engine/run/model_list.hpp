#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What a provider says of its models: the documents of the verbs "models" and "describe"
 *  (docs/schemas/provider.models.json, provider.description.json). Pure. */
namespace codexflow {

struct listed_model
{
    std::string name;
    std::optional<std::vector<std::string>> capabilities{}; ///< "completion", "tools", ...; unset: not told.
    std::optional<std::uint64_t> context_length{};          ///< In tokens.

    bool can(std::string_view capability) const;
    /// Whether it answers questions: as it was told, else by its name, which tells models for embeddings.
    bool can_chat() const;
};

/// Reads the result of "models". Errors: plugin_misbehaved.
result<std::vector<listed_model>> read_model_list(std::string_view document);
/// Reads the result of "describe" for the model @p name. Errors: plugin_misbehaved.
result<listed_model> read_description(std::string_view document, std::string name);

/** The model that a server serves under @p wanted: the one of that name, else its tag "latest", else a
 *  version of it that bears its date. Null if there is none. */
const listed_model* find_model(const std::vector<listed_model>& models, std::string_view wanted);

/// Their names, in the same order.
std::vector<std::string> names_of(const std::vector<listed_model>& models);

} // namespace codexflow
