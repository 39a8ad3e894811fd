// The arguments a model gives the tools of the plugin files: a text to be edited, and patterns.
// The input is a text, the wanted part and its replacement, each ended by a NUL.
#include "plugins/files/edit_text.hpp"
#include "plugins/files/line_search.hpp"
#include "plugins/files/line_window.hpp"
#include "plugins/files/path_patterns.hpp"
#include "plugins/files/regular_expression.hpp"
#include "tests/fuzz/fuzz_target.hpp"

#include <codexflow/tool_call.hpp>

#include <re2/re2.h>

#include <string>

namespace {

using codexflow::fuzz::exact_copy;
using codexflow::fuzz::require;

std::string_view take(std::string_view& rest)
{
    const std::string_view part = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
}

void edit(std::string_view text, std::string_view wanted, std::string_view instead)
{
    using codexflow::files::edit_text;
    const auto one = edit_text(text, wanted, instead, false);
    const auto all = edit_text(text, wanted, instead, true);
    require(one.problem.empty() == (one.count == 1), "one place, or a problem");
    require(all.problem.empty() == (all.count != 0), "some places, or a problem");
    require(!one.problem.empty() || one.text == all.text, "one place is all there are");
    const std::size_t grown = text.size() + all.count * instead.size() - all.count * wanted.size();
    require(!all.problem.empty() || all.text.size() == grown, "nothing else was changed");
    if (one.problem.empty() && !instead.empty() && all.text.find(instead) == all.text.rfind(instead))
        require(edit_text(one.text, instead, wanted, false).text == text, "it can be undone");
}

void search(std::string_view text, std::string_view pattern)
{
    using namespace codexflow::files;
    std::unique_ptr<re2::RE2> compiled;
    try
    {
        compiled = compile(pattern, letter_case::ignore);
    }
    catch (const codexflow::tool_error&)
    {
        return;
    }
    search_limits limits;
    limits.context = text.size() % 3;
    limits.matches = 5;
    limits.bytes = 200;
    const auto found = [&](std::size_t step) {
        line_search made(*compiled, limits);
        made.begin("f", text);
        while (made.step(step))
            ;
        require(made.text().size() <= limits.bytes && made.matches() <= limits.matches, "limits hold");
        return made.text();
    };
    require(found(text.size() + 1) == found(3), "steps do not matter");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const exact_copy text(take(rest)), wanted(take(rest)), instead(take(rest));
    edit(text.view(), wanted.view(), instead.view());
    search(text.view(), wanted.view());
    try
    {
        const codexflow::files::path_patterns globs({wanted.view(), instead.view()});
        static_cast<void>(globs.fits(text.view()));
    }
    catch (const codexflow::tool_error&) // says what is wrong with the glob
    {}
    codexflow::files::line_window whole(1 + size % 4, 2, 16), pieces(1 + size % 4, 2, 16);
    whole.feed(text.view());
    codexflow::fuzz::in_pieces(text.view(), static_cast<std::uint32_t>(size),
                               [&](std::string_view piece) { pieces.feed(piece); });
    require(whole.text() == pieces.text() && whole.next() == pieces.next(), "pieces do not matter");
    return 0;
}
