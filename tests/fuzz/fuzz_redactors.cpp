// The redactors that are streams: pieces must not matter, and text that was redacted is left alone.
#include "plugins/fields/session.hpp"
#include "plugins/secrets/scanner.hpp"
#include "plugins/secrets/settings.hpp"
#include "tests/fuzz/fuzz_target.hpp"

#include <string>

namespace {

using taken = codexflow::redactor::session::taken;

/// As the host does it.
class text
{
public:
    explicit text(codexflow::redactor::session& by) : by_(by) {}

    void feed(std::string_view piece)
    {
        const taken what = settled_ ? taken::settled : by_.pass(piece);
        settled_ = what == taken::settled;
        made_ += what == taken::nothing ? by_.feed(piece) : std::string(piece);
    }
    std::string end() { return settled_ ? made_ : made_ + by_.end(); }

private:
    codexflow::redactor::session& by_;
    std::string made_;
    bool settled_ = false;
};

template <class Session, class Rules> void check(std::string_view body, const Rules& rules)
{
    Session whole(rules);
    const std::string first = whole.feed(codexflow::fuzz::exact_copy(body).view());
    const std::string expected = first + whole.end();

    Session cut(rules);
    text pieces(cut);
    codexflow::fuzz::in_pieces(body, static_cast<std::uint32_t>(body.size()), [&](std::string_view piece) { pieces.feed(piece); });
    codexflow::fuzz::require(pieces.end() == expected, "pieces do not matter");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const codexflow::secrets::rule_set rules(codexflow::secrets::rules_of(R"({"patterns":[{"name":"acme","pattern":"AC[A-Z]{1,9}"}]})"));
    static const codexflow::fields::names replace("{}"), remove(R"({"mode":"remove","paths":["a.*.b"]})");
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    check<codexflow::secrets::scanner>(body, rules);
    check<codexflow::fields::session>(body, replace);
    check<codexflow::fields::session>(body, remove);
    return 0;
}
