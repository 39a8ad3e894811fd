#include "engine/plan/named_files.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <string_view>

namespace codexflow {
namespace {

constexpr std::string_view lead = "review";
constexpr std::string_view blanks = " \t\r\n";

void add(std::vector<std::string>& names, std::string_view name)
{
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
        names.emplace_back(name);
}

/// "src/a.cpp", "a.cpp", ".github/x": has a folder, or an extension of letters and digits.
bool looks_like_path(std::string_view word)
{
    if (word.find("://") != word.npos)
        return false;
    if (word.find('/') != word.npos)
        return true;
    const auto dot = word.rfind('.');
    if (dot == word.npos || dot + 1 == word.size() || word.size() - dot > 9)
        return false;
    return std::all_of(word.begin() + static_cast<std::ptrdiff_t>(dot) + 1, word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

/// A word without the marks that surround it in a sentence: "(`src/a.cpp`):" is src/a.cpp.
std::string_view bare(std::string_view word)
{
    constexpr std::string_view before = "\"'`([{<", after = "\"'`)]}>,;:!?";
    while (!word.empty() && before.find(word.front()) != before.npos)
        word.remove_prefix(1);
    while (!word.empty() &&
           (after.find(word.back()) != after.npos || (word.back() == '.' && word.size() > 1)))
        word.remove_suffix(1);
    return word;
}

named_files named_by_text(std::string_view text)
{
    named_files found;
    text = trim(text);
    if (text.size() <= lead.size() || to_lower(text.substr(0, lead.size())) != lead ||
        blanks.find(text[lead.size()]) == blanks.npos)
        return found;
    const std::string_view rest = trim(text.substr(lead.size()));
    found.whole = std::string(rest);
    if (rest.find_first_of(blanks) == rest.npos)
    {
        if (looks_like_path(rest))
            add(found.sure, bare(rest));
        else
            add(found.maybe, bare(rest));
        return found;
    }
    for (std::string_view left = rest; !left.empty();)
    {
        const std::size_t end = std::min(left.find_first_of(blanks), left.size());
        if (const std::string_view word = bare(left.substr(0, end)); looks_like_path(word))
            add(found.maybe, word);
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return found;
}

named_files named_by_object(const doc::node& input)
{
    named_files found;
    const doc::node* contents = input.find("contents");
    const auto take = [&](const doc::node& name) {
        const bool given = contents != nullptr && contents->find(name.text) != nullptr;
        if (name.is_string() && !given)
            add(found.sure, trim(name.text));
    };
    if (const doc::node* one = input.find("file"))
        take(*one);
    if (const doc::node* several = input.find("files"))
    {
        take(*several); // one name without brackets
        for (const doc::node& item : several->items)
            take(item);
    }
    return found;
}

} // namespace

named_files files_named_by(const doc::node& input)
{
    if (input.is_mapping())
        return named_by_object(input);
    return input.is_string() ? named_by_text(input.text) : named_files{};
}

} // namespace codexflow
