#pragma once

#include <string>

namespace codexflow::net {

struct tls_settings
{
    /// A file of PEM certificates that are trusted besides the system's. Empty: none.
    std::string ca_file;
};

} // namespace codexflow::net
