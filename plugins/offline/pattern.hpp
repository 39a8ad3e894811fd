#pragma once

#include <regex.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace codexflow::offline {

/** An extended regular expression of POSIX. (std::regex recurses once per character, so that a long
 *  task would end the program.) Copies share the compiled form. */
class pattern
{
public:
    /// @return nothing when @p source is no regular expression.
    static std::optional<pattern> compile(const std::string& source);

    /// The search takes time quadratic in the text for some expressions, so it goes no further.
    static constexpr std::size_t longest_searched = 4000;

    /// Whether it is found in the first longest_searched bytes of @p text. Any thread.
    bool found_in(std::string_view text) const noexcept;

    const std::string& source() const noexcept { return source_; }

private:
    pattern(std::string source, std::shared_ptr<const regex_t> compiled) noexcept
        : source_(std::move(source)),
          compiled_(std::move(compiled))
    {}

    std::string source_;
    std::shared_ptr<const regex_t> compiled_;
};

} // namespace codexflow::offline
