#include "tests/lint/source_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>

/** @file
 *  boundary_lint ROOT: checks who may include whom, and that there is one door to shared objects.
 *  Prints file:line and the rule that was broken; exits 1 when there was one, 2 when it could not look. */
namespace {

using namespace codexflow::lint;

/// In files below @c folder no include path may start with (or, for a whole header, be) @c path.
struct include_rule
{
    std::string_view folder; ///< Empty: everywhere.
    std::string_view path;
    std::string_view reason;
};

constexpr std::array<include_rule, 15> include_rules{{
    {"sdk/", "engine/", "the SDK depends on nothing"},
    {"sdk/", "boost/", "the SDK depends on nothing"},
    {"plugins/", "engine/", "a plugin sees the engine only through the boundary"},
    {"examples/", "engine/", "an example is built from the installed SDK alone"},
    {"sdk/", "cli/", "nothing includes upward"},
    {"plugins/", "cli/", "nothing includes upward"},
    {"engine/", "cli/", "nothing includes upward"},
    {"examples/", "cli/", "nothing includes upward"},
    {"engine/", "plugins/", "a plugin is loaded, never linked"},
    {"cli/", "plugins/", "a plugin is loaded, never linked"},
    {"engine/", "tests/", "tests depend on the product, not the other way round"},
    {"cli/", "tests/", "tests depend on the product, not the other way round"},
    {"plugins/", "tests/", "tests depend on the product, not the other way round"},
    {"", "boost/asio.hpp", "include the fine-grained headers that are used"},
    {"", "boost/beast.hpp", "include the fine-grained headers that are used"},
}};

/// The one folder of the product that may open shared objects.
constexpr std::string_view plugin_host = "engine/plugin/";
constexpr std::array<std::string_view, 6> product{"sdk/", "engine/",   "plugins/",
                                                  "cli/", "examples/", "cmake/"};

/// The path of an #include line, quotes and brackets removed; empty for other lines.
std::string_view included(std::string_view line)
{
    const auto hash = line.find_first_not_of(" \t");
    if (hash == line.npos || line[hash] != '#')
        return {};
    const auto word = line.find_first_not_of(" \t", hash + 1);
    if (word == line.npos || !line.substr(word).starts_with("include"))
        return {};
    const auto open = line.find_first_of("\"<", word);
    const auto close = open == line.npos ? open : line.find_first_of("\">", open + 1);
    if (close == line.npos)
        return {};
    auto path = line.substr(open + 1, close - open - 1);
    while (path.starts_with("../")) // a way around the include directory is the same include
        path.remove_prefix(3);
    return path;
}

struct report
{
    std::size_t count = 0;

    void add(std::string_view file, unsigned line, std::string_view what, std::string_view reason)
    {
        ++count;
        std::printf("%.*s:%u: %.*s: %.*s\n", static_cast<int>(file.size()), file.data(), line,
                    static_cast<int>(what.size()), what.data(), static_cast<int>(reason.size()),
                    reason.data());
    }
};

void check_line(std::string_view file, unsigned number, std::string_view line, report& out)
{
    const auto path = included(line);
    for (const auto& rule : include_rules)
        if (!path.empty() && file.starts_with(rule.folder) && path.starts_with(rule.path))
            out.add(file, number, path, rule.reason);

    bool ours = false;
    for (const auto folder : product)
        ours = ours || file.starts_with(folder);
    if (!ours || file.starts_with(plugin_host))
        return;
    if (line.find("dlopen") != line.npos || path.starts_with("boost/dll") || path == "dlfcn.h")
        out.add(file, number, "opening shared objects", "only engine/plugin does that");
}

void check_file(std::string_view file, const std::string& text, report& out)
{
    const auto code = without_comments(text, literals::keep);
    unsigned number = 1;
    for (std::size_t at = 0; at < code.size(); ++number)
    {
        const auto end = std::min(code.find('\n', at), code.size());
        check_line(file, number, std::string_view(code).substr(at, end - at), out);
        at = end + 1;
    }
}

} // namespace

int main(int count, char** arguments)
try
{
    if (count != 2)
    {
        std::fprintf(stderr, "usage: boundary_lint ROOT\n");
        return 2;
    }
    const std::filesystem::path root = arguments[1];
    const auto files = source_files(root, {"engine", "sdk", "plugins", "cli", "examples", "tests", "cmake"},
                                    {"tests/lint/bad_tree"});
    report out;
    for (const auto& file : files)
        check_file(file.string(), load(root / file), out);
    std::printf("%zu files, %zu findings\n", files.size(), out.count);
    return files.empty() || out.count != 0 ? 1 : 0;
}
catch (const std::exception& e)
{
    std::fprintf(stderr, "boundary_lint: %s\n", e.what());
    return 2;
}
