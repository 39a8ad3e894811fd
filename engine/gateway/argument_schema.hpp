#pragma once

#include "engine/base/error.hpp"

#include <memory>
#include <string_view>

namespace codexflow::gateway {

/** The JSON Schema of a tool's arguments, ready to hold calls against. Draft 4, as RapidJSON reads it: what
 *  it does not know is not checked, and neither are pattern and patternProperties. Immutable. */
class argument_schema
{
public:
    /// Errors: plugin_misbehaved if @p schema is no JSON object.
    static result<argument_schema> compile(std::string_view schema);

    argument_schema(argument_schema&&) noexcept;
    argument_schema& operator=(argument_schema&&) noexcept;
    ~argument_schema();

    /** Holds @p arguments against it. Errors: invalid_argument with a sentence for the model: where the text
     *  is no JSON object (line and column), or which argument does not keep which rule. */
    result<void> check(std::string_view arguments) const;

private:
    struct compiled;
    explicit argument_schema(std::unique_ptr<compiled> from);

    std::unique_ptr<compiled> compiled_;
};

} // namespace codexflow::gateway
