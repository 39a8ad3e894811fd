#include "tests/system/cli/cli_project.hpp"

namespace codexflow::test {

cli_project::cli_project() { add_agent("worker", 5); }

ending cli_project::call(std::vector<std::string> arguments,
                         const std::function<void(command&)>& change) const
{
    command what = program(std::move(arguments));
    change(what);
    return run(std::move(what));
}

void cli_project::use_script(std::string_view script) const
{
    write("script.yaml", script);
    write("codex-flow.yaml", "version: 1\nproviders:\n  default: scripted\n"
                             "  scripted: { plugin: offline, script: script.yaml }\n");
}

std::string cli_project::local(std::string text) const
{
    const std::string own = dir().path().string();
    for (std::size_t at = 0; (at = text.find(own, at)) != text.npos;)
        text.replace(at, own.size(), "DIR");
    return text;
}

void has(const std::string& text, std::initializer_list<std::string_view> parts)
{
    for (const std::string_view part : parts)
        BOOST_TEST(text.find(part) != text.npos, "'" << part << "' is missing in: " << text);
}

void fails(const ending& end, int status, const std::string& err)
{
    BOOST_TEST(end.status == status);
    BOOST_TEST(end.err == err);
    BOOST_TEST(end.out == "");
}

} // namespace codexflow::test
