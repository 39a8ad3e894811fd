#pragma once

#include "tests/support/wire_data.hpp"

#include <string>
#include <string_view>

namespace codexflow::test {

/// The body of the recorded stream @p id ("openai/refusal"); empty where the recordings are absent.
inline std::string wire_body(std::string_view id)
{
    const wire_data all(id.substr(0, id.find('/')), "stream");
    for (const wire_entry& entry : all)
    {
        if (entry.id == id)
            return entry.body;
    }
    BOOST_REQUIRE_MESSAGE(all.empty(), "no recording is called " << id);
    return {};
}

} // namespace codexflow::test
