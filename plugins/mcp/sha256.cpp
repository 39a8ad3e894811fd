#include "plugins/mcp/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace codexflow::mcp {

std::string sha256(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL has no SHA-256");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i != size; ++i)
        (text += digits[sum[i] >> 4]) += digits[sum[i] & 0x0F];
    return text;
}

} // namespace codexflow::mcp
