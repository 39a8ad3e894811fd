#include "plugins/files/regular_expression.hpp"

#include <codexflow/tool_call.hpp>

#include <re2/re2.h>

#include <string>

namespace codexflow::files {
namespace {

constexpr std::int64_t most_memory = 8 << 20;
constexpr std::size_t most_bytes = 16 << 10;

} // namespace

std::unique_ptr<re2::RE2> compile(std::string_view pattern, letter_case letters)
{
    if (pattern.size() > most_bytes)
        throw tool_error("the pattern is longer than " + std::to_string(most_bytes) + " bytes");
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(most_memory);
    options.set_case_sensitive(letters == letter_case::exact);
    auto made = std::make_unique<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    if (!made->ok())
        throw tool_error("the pattern '" + std::string(pattern) + "' is no regular expression: " +
                         made->error() + " (RE2 syntax: no look-around, no back references)");
    return made;
}

} // namespace codexflow::files
