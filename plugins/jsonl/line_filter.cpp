#include "plugins/jsonl/line_filter.hpp"

#include <codexflow/iso_time.hpp>
#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <cstring>
#include <iterator>

namespace codexflow::jsonl {
namespace {

bool ascii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool holds(std::string_view line, std::string_view part) noexcept
{
    return ::memmem(line.data(), line.size(), part.data(), part.size()) != nullptr;
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// @p word is in lower case already.
bool holds_word(std::string_view line, std::string_view word) noexcept
{
    const auto same = [](char of_line, char of_word) { return lower(of_line) == of_word; };
    return std::search(line.begin(), line.end(), word.begin(), word.end(), same) != line.end();
}

/// Whether some printable ASCII character is written as an escape: nobody does, but one may.
bool hides_ascii(std::string_view line) noexcept
{
    for (std::size_t at = line.find("\\u00"); at != std::string_view::npos; at = line.find("\\u00", at + 4))
        if (at + 4 < line.size() && line[at + 4] >= '2' && line[at + 4] <= '7')
            return true;
    return false;
}

/// The time that a line begins with, as the original and we write them.
std::optional<std::int64_t> leading_time(std::string_view line) noexcept
{
    constexpr std::string_view start = R"({"ts":")";
    const std::size_t end = line.starts_with(start) ? line.find('"', start.size()) : std::string_view::npos;
    return end == std::string_view::npos ? std::nullopt : from_iso_time(line.substr(start.size(), end - start.size()));
}

} // namespace

line_filter::line_filter(const remembering::filter& by)
    : since_(by.since),
      before_(by.before)
{
    for (const remembering::filter::exact& one : by.ids)
    {
        if (one.name == "alias" || (one.name == "namespace" && one.value == "default"))
            continue; // the file says so, or nothing does
        std::string text;
        append_json_string(text, one.value);
        // With these characters there is no other way to write it but by \u00XX.
        if (ascii(text) && text.size() == one.value.size() + 2 && one.value.find('/') == std::string::npos)
            values_.push_back(std::move(text));
    }
    std::copy_if(by.words.begin(), by.words.end(), std::back_inserter(words_), ascii);
}

bool line_filter::may_fit(std::string_view line) const
{
    if (since_ || before_)
        if (const auto when = leading_time(line))
            if ((since_ && *when < *since_) || (before_ && *when >= *before_))
                return false;
    const auto missing = [line](const std::string& value) { return !holds(line, value); };
    const auto not_said = [line](const std::string& word) { return !holds_word(line, word); };
    if (std::none_of(values_.begin(), values_.end(), missing) && std::none_of(words_.begin(), words_.end(), not_said))
        return true;
    return hides_ascii(line);
}

} // namespace codexflow::jsonl
