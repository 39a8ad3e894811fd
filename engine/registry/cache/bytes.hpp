#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

/** @file
 *  A small binary form for files that only this program on this machine reads: numbers in seven-bit groups,
 *  texts with their length before them. */
namespace codexflow {

class byte_writer
{
public:
    explicit byte_writer(std::string& out) noexcept : out_(out) {}

    void number(std::uint64_t value)
    {
        for (; value >= 0x80U; value >>= 7U)
            out_ += static_cast<char>(value | 0x80U);
        out_ += static_cast<char>(value);
    }
    void signed_number(std::int64_t value) { number(std::bit_cast<std::uint64_t>(value)); }
    void real(double value) { number(std::bit_cast<std::uint64_t>(value)); }
    void text(std::string_view value)
    {
        number(value.size());
        out_.append(value);
    }

private:
    std::string& out_;
};

/** Reads what byte_writer wrote. After a fault everything reads as nothing and ok() is false, so that it is
 *  asked once at the end. Never reads beyond its bytes, which must outlive it and the views it gives. */
class byte_reader
{
public:
    explicit byte_reader(std::string_view bytes) noexcept : rest_(bytes) {}

    std::uint64_t number() noexcept
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64U && !rest_.empty(); shift += 7U)
        {
            const auto byte = static_cast<std::uint8_t>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80U)
                return value;
        }
        fail();
        return 0;
    }
    std::int64_t signed_number() noexcept { return std::bit_cast<std::int64_t>(number()); }
    double real() noexcept { return std::bit_cast<double>(number()); }
    std::string_view text() noexcept { return bytes(number()); }
    std::string_view bytes(std::uint64_t count) noexcept
    {
        if (count > rest_.size())
        {
            fail();
            return {};
        }
        const std::string_view got = rest_.substr(0, static_cast<std::size_t>(count));
        rest_.remove_prefix(got.size());
        return got;
    }
    /// A number of things that follow; each takes at least one byte, so more than are left is a fault.
    std::size_t count() noexcept
    {
        const std::uint64_t value = number();
        if (value > rest_.size())
            fail();
        return ok_ ? static_cast<std::size_t>(value) : 0;
    }

    void fail() noexcept
    {
        ok_ = false;
        rest_ = {};
    }
    bool ok() const noexcept { return ok_; }
    bool at_end() const noexcept { return ok_ && rest_.empty(); }
    std::string_view rest() const noexcept { return rest_; }

private:
    std::string_view rest_;
    bool ok_ = true;
};

/// A sum that shows accidents (a torn write, a bad disk), at several bytes a clock cycle; no protection
/// against malice.
inline std::uint64_t checksum(std::string_view bytes) noexcept
{
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
    std::uint64_t sum = odd ^ bytes.size();
    const auto add = [&sum](std::uint64_t word) { sum = std::rotl((sum ^ word) * odd, 29); };
    for (; bytes.size() >= sizeof(std::uint64_t); bytes.remove_prefix(sizeof(std::uint64_t)))
    {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof word);
        add(word);
    }
    std::uint64_t last = 0;
    if (!bytes.empty())
        std::memcpy(&last, bytes.data(), bytes.size());
    add(last);
    return (sum ^ (sum >> 32U)) * odd;
}

} // namespace codexflow
