#include "engine/record/line_checksum.hpp"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace codexflow {
namespace {

constexpr std::uint32_t castagnoli = 0x82F63B78U; // reflected
constexpr std::string_view before = ",\"crc\":\"";
constexpr std::string_view after = "\"}\n";
constexpr std::size_t digits = 8;

constexpr std::array<std::uint32_t, 256> make_table()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i != table.size(); ++i)
    {
        std::uint32_t sum = i;
        for (int bit = 0; bit != 8; ++bit)
            sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? castagnoli : 0U);
        table[i] = sum;
    }
    return table;
}

constexpr auto table = make_table();

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32c_by_processor(std::string_view bytes) noexcept
{
    std::uint64_t sum = 0xFFFFFFFFU;
    const char* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t), at += sizeof(std::uint64_t))
    {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof word);
        sum = _mm_crc32_u64(sum, word);
    }
    for (; left != 0; --left, ++at)
        sum = _mm_crc32_u8(static_cast<std::uint32_t>(sum), static_cast<unsigned char>(*at));
    return ~static_cast<std::uint32_t>(sum);
}
#endif

} // namespace

std::uint32_t crc32c_by_table(std::string_view bytes) noexcept
{
    std::uint32_t sum = 0xFFFFFFFFU;
    for (const char c : bytes)
        sum = (sum >> 8U) ^ table[(sum ^ static_cast<unsigned char>(c)) & 0xFFU];
    return ~sum;
}

std::uint32_t crc32c(std::string_view bytes) noexcept
{
#if defined(__x86_64__)
    static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
    if (has_instruction)
        return crc32c_by_processor(bytes);
#endif
    return crc32c_by_table(bytes);
}

line_seal::line_seal(std::string_view open) noexcept
{
    static_assert(before.size() + digits + after.size() == size);
    constexpr std::string_view hex = "0123456789abcdef";
    std::memcpy(text_, before.data(), before.size());
    std::uint32_t sum = crc32c(open);
    for (std::size_t i = digits; i-- != 0; sum >>= 4U)
        text_[before.size() + i] = hex[sum & 0xFU];
    std::memcpy(text_ + before.size() + digits, after.data(), after.size());
}

seal_state check_seal(std::string_view line) noexcept
{
    constexpr std::size_t length = line_seal::size - 1; // no newline
    if (line.size() < length || line.substr(line.size() - length).substr(0, before.size()) != before)
        return seal_state::absent;
    const std::string_view open = line.substr(0, line.size() - length);
    const line_seal made(open);
    return line.substr(open.size()) == made.text().substr(0, length) ? seal_state::right : seal_state::wrong;
}

} // namespace codexflow
