#pragma once

#include "engine/base/error.hpp"

#include <codexflow/abi.h>

#include <string>
#include <string_view>

namespace codexflow::plugin {

/// What a plugin is told about an error of ours.
cflow_status status_of(errc code) noexcept;

/// The error document (abi.h) a plugin gets for a failed call of a host service: message, kind, phase, hint.
std::string document_of(const error& why);

/** What an operation's end means to the engine. @p text is the error document of abi.h or a plain
 *  message; @p who names the provider or tool in front of it. */
error error_of(cflow_status status, std::string_view text, std::string_view who);

} // namespace codexflow::plugin
