#include "engine/base/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <new>

namespace codexflow {
namespace {

/// One SHA-256 under way. OpenSSL fails here only when memory runs out.
class sha256
{
public:
    sha256() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
    {
        if (context_ == nullptr || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
            throw std::bad_alloc();
    }

    void add(std::string_view bytes)
    {
        if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1)
            throw std::bad_alloc();
    }

    std::string take()
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
        unsigned size = 0;
        if (EVP_DigestFinal_ex(context_.get(), raw.data(), &size) != 1)
            throw std::bad_alloc();
        constexpr std::string_view hex = "0123456789abcdef";
        std::string text = "sha256:";
        for (unsigned i = 0; i < size; ++i)
            (text += hex[raw[i] >> 4U]) += hex[raw[i] & 0xFU];
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

} // namespace

std::string sha256_digest(std::string_view bytes)
{
    sha256 sum;
    sum.add(bytes);
    return sum.take();
}

result<std::string> sha256_digest_of_file(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return error(errno == ENOENT ? errc::not_found : errc::invalid_argument,
                     std::string("cannot be read: ") + std::strerror(errno), location{path.string()});
    sha256 sum;
    std::array<char, 1U << 16U> piece{};
    while (in)
    {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        sum.add({piece.data(), static_cast<std::size_t>(in.gcount())});
    }
    if (in.bad() || !in.eof())
        return error(errc::invalid_argument, std::string("cannot be read: ") + std::strerror(errno),
                     location{path.string()});
    return sum.take();
}

} // namespace codexflow
