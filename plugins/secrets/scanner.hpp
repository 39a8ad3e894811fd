#pragma once

#include "plugins/secrets/rule_set.hpp"

#include <codexflow/redactor.hpp>

#include <string>
#include <string_view>

namespace codexflow::secrets {

/** Redacts one text that comes in pieces: in place of each secret stands "[REDACTED:NAME-OF-THE-RULE]". What it writes
 *  in all does not depend on where the pieces end. It holds back what may be the beginning of a secret, at most
 *  about 2 KiB (or the longest match of a pattern of the user's); of what is longer the rest is swallowed as it comes.
 *  The rules outlive it. */
class scanner final : public redactor::session
{
public:
    explicit scanner(const rule_set& rules) : rules_(rules) {}

    std::string feed(std::string_view piece) override;
    std::string end() override;
    taken pass(std::string_view piece) override;

private:
    /// What the bytes before say of the next one.
    struct context
    {
        bool word_begins = true;
        std::uint8_t spelt = 0; ///< In another spelling of a character: which, and how much of it is left.

        void step(char c, std::uint8_t marks) noexcept;
    };

    /// The next byte of @p text, from @p at, at which more must be asked than in which kind of word it stands.
    std::size_t skip_plain(std::string_view text, std::size_t at, context& now) const noexcept;
    void scan(std::string_view text, bool final, std::string& out);
    std::size_t swallow(std::string_view text, bool final);

    const rule_set& rules_;
    context before_;
    std::string held_;
    verdict::rest inside_ = verdict::rest::none;
    charset body_ = charset::word;
    bool in_word_ = false; ///< Of a key block.
};

} // namespace codexflow::secrets
