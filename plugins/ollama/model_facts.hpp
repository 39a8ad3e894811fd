#pragma once

#include <codexflow/json.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::ollama {

/// What a server said of one of its models. Whatever it did not say is unknown, not absent.
struct model_facts
{
    /// "completion", "tools", "thinking", "vision", ...; unset: unknown.
    std::optional<std::vector<std::string>> capabilities;
    std::optional<std::uint64_t> context_length;

    /// The model is known to lack @p capability.
    bool lacks(std::string_view capability) const;
};

/// Reads an answer of POST /api/show. What is no such answer says nothing.
model_facts read_model_facts(std::string_view body);

/// The result of the verb "describe": whatever is known.
std::string write_description(const model_facts& facts);

/** The result of the verb "models" for an answer of GET /api/tags: names, and capabilities and context
 *  lengths where the server tells them. */
std::string write_model_list(const json::value& tags);

/** What the calls of one instance have learnt of the models, by name. Two calls may ask about the same
 *  model at once, both learn the same. Threads: any. */
class model_memory
{
public:
    /// Nothing, as long as nobody has asked.
    std::optional<model_facts> find(const std::string& model) const;
    void learn(const std::string& model, const model_facts& facts);

    /** The widest window asked for so far, @p wanted included: a server loads a model anew for every
     *  change, so calls of different lengths that take turns must not change it each time. */
    std::uint64_t widen(const std::string& model, std::uint64_t wanted);

private:
    mutable std::mutex mutex_;
    std::map<std::string, model_facts> facts_;
    std::map<std::string, std::uint64_t> windows_;
};

} // namespace codexflow::ollama
