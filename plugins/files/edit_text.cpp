#include "plugins/files/edit_text.hpp"

#include "plugins/files/similar_lines.hpp"

#include <algorithm>
#include <vector>

namespace codexflow::files {
namespace {

constexpr std::size_t most_shown = 5;

/// "3, 9 and 40", "3, 9, 12, 14, 15 and more".
std::string line_numbers(std::string_view text, const std::vector<std::size_t>& places)
{
    std::string all;
    std::size_t line = 1, at = 0;
    for (std::size_t i = 0; i != std::min(places.size(), most_shown); ++i)
    {
        line +=
            static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                text.begin() + static_cast<std::ptrdiff_t>(places[i]), '\n'));
        at = places[i];
        (all += i == 0 ? "" : ", ") += std::to_string(line);
    }
    return places.size() > most_shown ? all + " and more" : all;
}

std::string with_carriage_returns(std::string_view text)
{
    std::string made;
    for (const char c : text)
    {
        if (c == '\n' && !made.ends_with('\r'))
            made += '\r';
        made += c;
    }
    return made;
}

std::string why_absent(std::string_view text, std::string_view wanted)
{
    std::string why = "the text in 'old' does not occur in the file";
    if (wanted.find('\n') != wanted.npos && text.find(with_carriage_returns(wanted)) != text.npos)
        return why +
               " as it is written: the lines of this file end in CR LF (\\r\\n), and so must those of 'old' "
               "and 'new'";
    const std::vector<similar_line> near = similar_lines(text, wanted);
    if (near.empty())
        return why + ", nor does anything like it; read the file again";
    why += "; it must be the same to the last blank. The lines most like it:";
    for (const similar_line& one : near)
        ((why += "\n") += std::to_string(one.number) + ": ") += one.text;
    return why;
}

} // namespace

edited edit_text(std::string_view text, std::string_view wanted, std::string_view replacement, bool all)
{
    edited made;
    if (wanted.empty())
        made.problem = "'old' is empty: it must be the text to replace; use write for a new file";
    else if (wanted == replacement)
        made.problem = "'old' and 'new' are the same: there is nothing to do";
    if (!made.problem.empty())
        return made;
    std::vector<std::size_t> places;
    for (std::size_t at = text.find(wanted); at != text.npos; at = text.find(wanted, at + wanted.size()))
        places.push_back(at);
    if (places.empty())
        made.problem = why_absent(text, wanted);
    else if (places.size() > 1 && !all)
        made.problem = "the text in 'old' occurs " + std::to_string(places.size()) + " times, at the lines " +
                       line_numbers(text, places) + "; give more of the text around it, or set replace_all";
    if (!made.problem.empty())
        return made;
    std::size_t from = 0;
    for (const std::size_t at : places)
    {
        made.text.append(text.substr(from, at - from)).append(replacement);
        from = at + wanted.size();
    }
    made.text.append(text.substr(from));
    made.count = places.size();
    return made;
}

} // namespace codexflow::files
