#include "engine/base/error.hpp"

#include <array>
#include <cstddef>

namespace codexflow {
namespace {

struct code_row
{
    std::string_view name;
    int exit_code;
};

// Indexed by errc; the table is the single source of names and exit codes.
constexpr std::array<code_row, 13> table{{
    {"none", 0},
    {"invalid_argument", 65},
    {"not_found", 65},
    {"permission_denied", 77},
    {"unauthenticated", 1},
    {"cancelled", 130},
    {"deadline_exceeded", 124},
    {"rate_limited", 75},
    {"unavailable", 69},
    {"unsupported", 65},
    {"protocol", 1},
    {"plugin_misbehaved", 1},
    {"internal", 70},
}};

const code_row& row(errc code) noexcept { return table[static_cast<std::size_t>(code)]; }

} // namespace

std::string_view to_string(errc code) noexcept { return row(code).name; }

int exit_code(errc code) noexcept { return row(code).exit_code; }

std::string to_string(const location& where)
{
    std::string text = where.file;
    if (where.line != 0)
        text += ':' + std::to_string(where.line);
    if (where.line != 0 && where.column != 0)
        text += ':' + std::to_string(where.column);
    return text;
}

error&& error::under(std::string_view context) &&
{
    message.insert(0, std::string(context) + ": ");
    return std::move(*this);
}

std::string to_string(const error& e)
{
    std::string text;
    if (e.where.known())
        text = to_string(e.where) + ": ";
    text += e.message;
    if (!e.detail.empty())
        text += " (" + e.detail + ")";
    return text;
}

void throw_exception_from_error(const boxed_error& e, const boost::source_location& where)
{
    throw unchecked_result(std::string(where.file_name()) + ": unchecked result: " + to_string(e.get()));
}

} // namespace codexflow
