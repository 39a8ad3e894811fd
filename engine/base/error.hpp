#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

/** @file
 *  The one error type of the engine. Codes are named by what the caller can do about them; the
 *  same closed list appears in events, in logs, in the exit codes and in the documentation. */
namespace codexflow {

enum class errc : std::uint8_t
{
    invalid_argument = 1, ///< The input is wrong: correct it. Exit 65.
    not_found,            ///< What was named does not exist: see the hint for near names. Exit 65.
    permission_denied,    ///< A policy said no: change the policy or the request. Exit 77.
    unauthenticated,      ///< A peer refused our credentials: check the key.
    cancelled,            ///< Stopped on request (Ctrl-C, shutdown): nothing to mend. Exit 130 or 143.
    deadline_exceeded,    ///< A time limit passed: `phase` names which. Exit 124.
    rate_limited,         ///< The peer asked us to slow down: try later. Exit 75.
    unavailable,          ///< The peer could not be reached or is failing: try later. Exit 69.
    unsupported,          ///< This build, host or peer lacks the ability: do without it. Exit 65.
    protocol,             ///< The peer broke its own format: report it to the peer.
    plugin_misbehaved,    ///< A plugin broke the contract of the ABI: report it to its author.
    internal,             ///< A bug of ours. Exit 70.
};

/// The code's stable name, as written in events ("rate_limited").
std::string_view to_string(errc code) noexcept;

/// The process exit code that stands for @p code when it decides the fate of a whole run.
int exit_code(errc code) noexcept;

/// A place in a user's file. Lines and columns count from 1; 0 means unknown.
struct location
{
    std::string file;
    unsigned line = 0;
    unsigned column = 0;

    bool known() const noexcept { return !file.empty(); }
};

/// "file:line:column", leaving out what is unknown.
std::string to_string(const location& where);

/** An expected failure, carried as a value.
 *  @c message is our own text and safe to print; @c detail is foreign text (a server's body, a
 *  plugin's message) and passes the redaction funnel before it reaches any sink. */
struct error
{
    errc code = errc::internal;
    std::string message; ///< What happened, in one sentence without a full stop.
    std::string hint;    ///< What to do next; may be empty.
    std::string detail;  ///< Foreign text; may be empty.
    std::string kind;    ///< What a provider's failure is called at the boundary ("quota"); may be empty.
    std::string phase;   ///< Which wait or step failed ("connect", "first_byte"); may be empty.
    location where;      ///< In the user's file, when the fault lies there.

    error() = default;
    error(errc c, std::string m) : code(c), message(std::move(m)) {}
    error(errc c, std::string m, location w) : code(c), message(std::move(m)), where(std::move(w)) {}

    error& with_hint(std::string text) & { hint = std::move(text); return *this; }
    error&& with_hint(std::string text) && { hint = std::move(text); return std::move(*this); }
    error&& with_detail(std::string text) && { detail = std::move(text); return std::move(*this); }
    error&& with_phase(std::string text) && { phase = std::move(text); return std::move(*this); }
    error&& at(location w) && { where = std::move(w); return std::move(*this); }

    /// Puts "context: " before the message: once a layer, on the way up.
    error&& under(std::string_view context) &&;
};

/// One line for people: "file:3:7: message (detail)"; the hint is left to the printer.
std::string to_string(const error& e);

/** An error as a result holds it: immutable, shared by copies. A result is a local of every coroutine that
 *  waits, most of them carry a value, and an error is two hundred bytes. */
class boxed_error
{
public:
    boxed_error() = default; ///< Of no error; boost::system::result wants one.
    boxed_error(error what) : what_(std::make_shared<const error>(std::move(what))) {}

    error get() const { return what_ != nullptr ? *what_ : error(); }

private:
    std::shared_ptr<const error> what_;
};
[[noreturn]] void throw_exception_from_error(const boxed_error& e, const boost::source_location& where);

/// A value or the error that prevented it.
template <class T> class result : public boost::system::result<T, boxed_error>
{
    using base = boost::system::result<T, boxed_error>;

public:
    using base::base;

    /// A copy; of no use when there is a value.
    codexflow::error error() const { return base::error().get(); }
};

/// Thrown only when a result is read without having been checked, which is a bug of the caller.
struct unchecked_result : std::logic_error
{
    using std::logic_error::logic_error;
};

} // namespace codexflow
