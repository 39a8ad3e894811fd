#pragma once

#include "plugins/secrets/scanner.hpp"
#include "plugins/secrets/settings.hpp"
#include "tests/support/pieces.hpp"

#include <string>
#include <string_view>

namespace codexflow::test {

/// The known rules, made once.
inline const secrets::rule_set& usual_rules()
{
    static const secrets::rule_set rules(secrets::rules_of("{}"));
    return rules;
}

/// As the host does it: the short way where it can be gone.
inline std::string redacted(const pieces& text, const secrets::rule_set& rules = usual_rules())
{
    using taken = redactor::session::taken;
    secrets::scanner scanner(rules);
    std::string made;
    for (const std::string_view piece : text)
        made += scanner.pass(piece) == taken::nothing ? scanner.feed(piece) : std::string(piece);
    return made += scanner.end();
}

inline std::string redacted(std::string_view text, const secrets::rule_set& rules = usual_rules())
{
    secrets::scanner scanner(rules);
    std::string made = scanner.feed(text);
    return made += scanner.end();
}

} // namespace codexflow::test
