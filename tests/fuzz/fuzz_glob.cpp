// Globs: whatever is written, a translation is a regular expression that RE2 takes, and it means what a
// slow and simple matcher finds.
#include "tests/fuzz/fuzz_target.hpp"

#include <codexflow/glob.hpp>

#include <re2/re2.h>

#include <string>
#include <string_view>

namespace {

/** The slow matcher, for globs without braces, sets and escapes: '*' and '?' within a part, "**" for parts.
 *  It looks at one character at a time and tries every way. */
bool matches(std::string_view glob, std::string_view path, bool at_start, int depth = 0)
{
    codexflow::fuzz::require(depth < 400, "the slow matcher gets lost");
    if (glob.empty())
        return path.empty();
    if (at_start && (glob.starts_with("**/")))
    {
        for (std::string_view rest = path;;)
        {
            if (matches(glob.substr(3), rest, true, depth + 1))
                return true;
            const std::size_t slash = rest.find('/');
            if (slash == rest.npos)
                return false;
            rest.remove_prefix(slash + 1);
        }
    }
    if (at_start && glob == "**")
        return !path.empty() && path.front() != '/';
    if (glob.front() == '*')
    {
        std::size_t stars = 0;
        while (stars < glob.size() && glob[stars] == '*')
            ++stars;
        const bool whole = at_start && (stars == glob.size() || glob[stars] == '/');
        for (std::size_t taken = whole ? 1 : 0; taken <= path.size(); ++taken)
        {
            if (path.substr(0, taken).find('/') != path.npos)
                return false;
            if (matches(glob.substr(stars), path.substr(taken), false, depth + 1))
                return true;
        }
        return false;
    }
    if (path.empty() || (glob.front() == '?' ? path.front() == '/' : glob.front() != path.front()))
        return false;
    return matches(glob.substr(1), path.substr(1), glob.front() == '/', depth + 1);
}

bool simple(std::string_view glob)
{
    for (const char c : glob)
        if (std::string_view("ab./*?").find(c) == std::string_view::npos)
            return false;
    return glob.size() <= 12 && !glob.starts_with('/') && !glob.starts_with("./") && !glob.ends_with('/');
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const std::string_view glob = body.substr(0, body.find('\n'));
    const codexflow::fuzz::exact_copy copy(glob);
    const codexflow::glob::translation made = codexflow::glob::to_regex(copy.view());
    static_cast<void>(codexflow::glob::literal_parts(copy.view()));
    codexflow::fuzz::require(made.good() != made.regex.empty(), "good or bad, never both");
    if (!made.good() || codexflow::utf8::valid_prefix(glob) != glob.size())
        return 0;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(64 << 20);
    const re2::RE2 regex(made.regex, options);
    codexflow::fuzz::require(regex.ok(), "RE2 takes every translation");
    if (!simple(glob))
        return 0;
    for (const std::string_view path :
         {"a", "b", "ab", "a/b", "a/b/a", ".a", "a.b", "aa/ab/b.a", "ba/a", "a/.b", "a/a/a/a"})
        codexflow::fuzz::require(re2::RE2::PartialMatch(re2::StringPiece(path.data(), path.size()), regex) ==
                                     matches(glob, path, true),
                                 "both matchers agree");
    return 0;
}
