#pragma once

#include "engine/base/error.hpp"

#include <string>
#include <string_view>

namespace codexflow::plugin {

struct host_view;

/** Replaces every {{secret:NAME}} of a header value by the secret, for a request to @p url.
 *  Errors: permission_denied when the plugin did not declare the secret, or when the request does not go
 *  to a host it declared or its settings name; unauthenticated when the secret is not set. */
result<std::string> fill_secrets(const host_view& host, const std::string& url, std::string_view value);

/** The same for a variable of a child process. What the user lets the plugin run may have the secrets that the
 *  user lets the plugin use. Errors: as above, but for the hosts. */
result<std::string> fill_secrets_for_child(const host_view& host, std::string_view value);

} // namespace codexflow::plugin
