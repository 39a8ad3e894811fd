#include "engine/base/build_info.hpp"

#include <codexflow/abi.h>

#include <boost/version.hpp>

#include <openssl/crypto.h>

namespace codexflow {

std::vector<std::pair<std::string, std::string>> build_info()
{
    const auto boost = std::to_string(BOOST_VERSION / 100'000) + '.' + std::to_string(BOOST_VERSION / 100 % 1000) + '.' +
                       std::to_string(BOOST_VERSION % 100);
    return {{"codex-flow", CODEXFLOW_VERSION},
            {"plugin ABI", std::to_string(CFLOW_ABI_MAJOR) + '.' + std::to_string(CFLOW_ABI_MINOR)},
            {"boost", boost},
            {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)}, // of the library that is loaded
#if defined(__clang__)
            {"compiler", "clang " __clang_version__}};
#else
            {"compiler", "gcc " __VERSION__}};
#endif
}

} // namespace codexflow
