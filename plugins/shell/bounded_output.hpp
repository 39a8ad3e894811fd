#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace codexflow::shell {

/** What a command says, kept in bounds: how it begins and how it ends, which is where errors stand. Takes any
 *  amount in constant memory. */
class bounded_output
{
public:
    /// @param limit bytes that are kept, half of them from the beginning.
    explicit bounded_output(std::size_t limit) noexcept : head_limit_(limit / 2), tail_limit_(limit - limit / 2)
    {}

    void take(std::string_view bytes);

    /// All that came.
    std::size_t size() const noexcept { return size_; }
    bool truncated() const noexcept { return size_ > head_limit_ + tail_limit_; }
    /// What is kept, valid UTF-8; between beginning and end a line says how many bytes were left out.
    std::string text() const;

private:
    std::size_t head_limit_;
    std::size_t tail_limit_;
    std::string head_;
    std::string tail_; ///< At times up to twice its limit.
    std::size_t size_ = 0;
};

} // namespace codexflow::shell
