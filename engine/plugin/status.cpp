#include "engine/plugin/status.hpp"

#include "engine/base/document.hpp"

#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace codexflow::plugin {
namespace {

struct kind_row
{
    std::string_view kind;
    errc code;
    std::string_view hint;
};

/// The kinds of abi.h's error document.
constexpr std::array<kind_row, 17> kinds{{
    {"auth", errc::unauthenticated, "check the key: the setting api_key_env names the variable that holds it"},
    {"quota", errc::unauthenticated, "the account's quota is used up: see the provider's billing page"},
    {"rate_limited", errc::rate_limited, "lower max_parallel for this provider, or try again later"},
    {"overloaded", errc::rate_limited, "the provider is overloaded: try again later"},
    {"server", errc::unavailable, "the provider failed: try again later"},
    {"model_not_found", errc::not_found, "name a model that this provider has: --model NAME"},
    {"invalid_request", errc::invalid_argument, ""},
    {"context_overflow", errc::invalid_argument, "the request is too long for this model: shorten it or choose another"},
    {"connect", errc::unavailable, "is the server running, and is base_url right?"},
    {"tls", errc::permission_denied, "for a private authority set SSL_CERT_FILE to its certificate"},
    {"timeout", errc::deadline_exceeded, ""},
    {"upstream_closed", errc::unavailable, "the server went away: try again later"},
    {"redirect", errc::protocol, "set base_url to where the service is now"},
    {"interrupted", errc::unavailable, ""},
    {"truncated", errc::protocol, ""},
    {"protocol", errc::protocol, ""},
    {"content_filter", errc::permission_denied, ""},
}};

errc code_of(cflow_status status) noexcept
{
    switch (status)
    {
    case CFLOW_E_CANCELLED: return errc::cancelled;
    case CFLOW_E_TIMEOUT: return errc::deadline_exceeded;
    case CFLOW_E_INVALID: return errc::invalid_argument;
    case CFLOW_E_UNSUPPORTED: return errc::unsupported;
    case CFLOW_E_IO: return errc::unavailable;
    case CFLOW_E_AUTH: return errc::unauthenticated;
    case CFLOW_E_RATE_LIMITED: return errc::rate_limited;
    case CFLOW_E_UNAVAILABLE: return errc::unavailable;
    case CFLOW_E_PROTOCOL: return errc::protocol;
    case CFLOW_E_TOO_LARGE: return errc::plugin_misbehaved;
    case CFLOW_E_NOT_FOUND: return errc::not_found;
    case CFLOW_E_DENIED: return errc::permission_denied;
    case CFLOW_E_EXCEPTION:
    case CFLOW_E_NOMEM: return errc::plugin_misbehaved;
    default: return errc::unavailable;
    }
}

std::string_view sentence_of(cflow_status status) noexcept
{
    switch (status)
    {
    case CFLOW_E_CANCELLED: return "cancelled";
    case CFLOW_E_TIMEOUT: return "a time limit passed";
    case CFLOW_E_EXCEPTION: return "the plugin failed with an exception";
    case CFLOW_E_NOMEM: return "the plugin ran out of memory";
    case CFLOW_E_TOO_LARGE: return "the plugin went on streaming although it was told to wait";
    case CFLOW_E_UNSUPPORTED: return "the plugin does not support this";
    default: return "the call failed";
    }
}

/// The kind of a failed call of a host service; empty when none of the names fits.
std::string_view kind_of(const error& why) noexcept
{
    if (why.code == errc::deadline_exceeded)
        return "timeout";
    if (why.phase == "redirect")
        return "redirect";
    if (why.code == errc::protocol)
        return "protocol";
    if (why.code == errc::permission_denied && why.phase == "tls")
        return "tls";
    if (why.code != errc::unavailable)
        return {};
    if (why.phase == "first_byte")
        return "upstream_closed";
    return why.phase == "idle" ? "truncated" : "connect";
}

} // namespace

std::string document_of(const error& why)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("message", why.message);
    const auto optional = [&out](std::string_view name, std::string_view value) {
        if (!value.empty())
            out.member(name, value);
    };
    optional("kind", kind_of(why));
    optional("phase", why.phase);
    optional("hint", why.hint);
    out.end_object();
    return text;
}

cflow_status status_of(errc code) noexcept
{
    switch (code)
    {
    case errc::invalid_argument: return CFLOW_E_INVALID;
    case errc::not_found: return CFLOW_E_NOT_FOUND;
    case errc::permission_denied: return CFLOW_E_DENIED;
    case errc::unauthenticated: return CFLOW_E_AUTH;
    case errc::cancelled: return CFLOW_E_CANCELLED;
    case errc::deadline_exceeded: return CFLOW_E_TIMEOUT;
    case errc::rate_limited: return CFLOW_E_RATE_LIMITED;
    case errc::unavailable: return CFLOW_E_IO;
    case errc::unsupported: return CFLOW_E_UNSUPPORTED;
    case errc::protocol: return CFLOW_E_PROTOCOL;
    default: return CFLOW_E_FAILED;
    }
}

error error_of(cflow_status status, std::string_view text, std::string_view who)
{
    error made(code_of(status), std::string(who) + ": " + std::string(sentence_of(status)));
    const auto document = doc::parse_json(text, "");
    if (text.empty() || !document || !document->is_mapping())
    {
        made.detail = text;
        return made;
    }
    if (const doc::node* message = document->find("message"); message != nullptr && !message->text.empty())
        made.message = std::string(who) + ": " + message->text;
    const auto text_of = [&](std::string_view name) {
        const doc::node* value = document->find(name);
        return value == nullptr ? std::string() : value->text;
    };
    made.phase = text_of("phase");
    made.hint = text_of("hint");
    const doc::node* kind = document->find("kind");
    const auto* row = kind == nullptr ? kinds.end()
                                      : std::find_if(kinds.begin(), kinds.end(),
                                                     [&](const kind_row& r) { return r.kind == kind->text; });
    if (row != kinds.end())
    {
        if (made.phase.empty())
            made.phase = row->kind;
        // Our own cancellation and time limits are known better here than by the plugin.
        if (made.code != errc::cancelled && made.code != errc::deadline_exceeded)
            made.code = row->code;
        if (made.hint.empty())
            made.hint = row->hint;
    }
    return made;
}

} // namespace codexflow::plugin
