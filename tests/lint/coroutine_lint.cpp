#include "tests/lint/coroutine_rule.hpp"
#include "tests/lint/source_text.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>

/** @file
 *  coroutine_lint tree ROOT       checks the sources of the project at ROOT
 *  coroutine_lint samples FOLDER  checks that the rule finds every sample in FOLDER/bad where it is
 *                                 marked, under the name that the sample's file name begins with,
 *                                 and nothing in FOLDER/good
 *  Exits 1 when something is wrong, 2 when it could not do its work. */
namespace {

using namespace codexflow::lint;
using path = std::filesystem::path;

void print(const path& file, unsigned line, std::string_view trap, std::string_view text)
{
    std::printf("%s:%u: %.*s: %.*s\n", file.c_str(), line, static_cast<int>(trap.size()), trap.data(),
                static_cast<int>(text.size()), text.data());
}

int check_tree(const path& root)
{
    // The samples of the lint and the probes of the compiler hold every trap on purpose.
    const auto files = source_files(root, {"engine", "sdk", "plugins", "cli", "examples", "tests"},
                                    {"tests/lint/bad", "tests/toolchain"});
    std::size_t count = 0;
    for (const auto& file : files)
    {
        for (const auto& one : check_coroutines(load(root / file)))
        {
            print(file, one.line, one.trap, one.instead);
            ++count;
        }
    }
    std::printf("%zu files, %zu findings\n", files.size(), count);
    return files.empty() || count != 0 ? 1 : 0;
}

std::vector<unsigned> marked_lines(std::string_view text)
{
    std::vector<unsigned> lines;
    unsigned line = 1;
    for (std::size_t at = 0; at < text.size(); ++line)
    {
        const auto end = std::min(text.find('\n', at), text.size());
        if (text.substr(at, end - at).find("// co_await-trap") != text.npos)
            lines.push_back(line);
        at = end + 1;
    }
    return lines;
}

/// Whether exactly the marked lines of one sample are found, all as @p trap.
bool check_sample(const path& file, const std::string& text, std::string_view trap)
{
    bool right = true;
    auto marked = marked_lines(text);
    for (const auto& one : check_coroutines(text))
    {
        const auto at = std::find(marked.begin(), marked.end(), one.line);
        if (at == marked.end() || one.trap != trap)
        {
            print(file, one.line, one.trap, "found, but not marked so in the sample");
            right = false;
        }
        if (at != marked.end())
            marked.erase(at);
    }
    for (const auto line : marked)
        print(file, line, trap, "marked in the sample, but not found");
    return right && marked.empty();
}

int check_samples(const path& folder)
{
    const auto bad = source_files(folder, {"bad"}, {});
    const auto good = source_files(folder, {"good"}, {});
    bool right = !bad.empty() && !good.empty();
    for (const auto& file : bad)
    {
        const auto name = file.filename().string();
        const auto text = load(folder / file);
        if (marked_lines(text).empty())
        {
            std::printf("%s: nothing is marked in it\n", file.c_str());
            right = false;
        }
        right = check_sample(file, text, std::string_view(name).substr(0, name.find('_'))) && right;
    }
    for (const auto& file : good)
        right = check_sample(file, load(folder / file), "none") && right;
    std::printf("%zu bad samples, %zu good samples: %s\n", bad.size(), good.size(),
                right ? "as marked" : "WRONG");
    return right ? 0 : 1;
}

} // namespace

int main(int count, char** arguments)
try
{
    const std::string mode = count == 3 ? arguments[1] : "";
    if (mode == "tree")
        return check_tree(arguments[2]);
    if (mode == "samples")
        return check_samples(arguments[2]);
    std::fprintf(stderr, "usage: coroutine_lint tree ROOT | samples FOLDER\n");
    return 2;
}
catch (const std::exception& e)
{
    std::fprintf(stderr, "coroutine_lint: %s\n", e.what());
    return 2;
}
