#include "cli/diagnostics/known_secrets.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <array>

namespace codexflow::cli {

bool names_a_secret(std::string_view variable)
{
    constexpr std::array<std::string_view, 10> words{"key", "token", "secret", "passw", "_pwd", "credential", "auth", "dsn",
                                                     "cookie", "private"};
    const std::string name = to_lower(variable);
    return std::any_of(words.begin(), words.end(), [&name](std::string_view word) { return name.find(word) != name.npos; });
}

void add_known_secrets(secret_mask& mask, const std::vector<provider_facts>& providers, const variables& environment)
{
    for (const provider_facts& one : providers)
        for (const provider_facts::key& key : one.keys)
            if (const auto found = environment.find(key.variable); found != environment.end())
                mask.add(key.variable, found->second);
    for (const auto& [name, value] : environment)
        if (names_a_secret(name))
            mask.add(name, value);
}

} // namespace codexflow::cli
