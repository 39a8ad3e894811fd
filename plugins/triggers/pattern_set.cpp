#include "plugins/triggers/pattern_set.hpp"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>

namespace codexflow::triggers {
namespace {

/// Pieces shorter than this are in nearly every text.
constexpr int shortest_piece = 2;

re2::RE2::Options options_for(letter_case letters)
{
    re2::RE2::Options options;
    options.set_case_sensitive(letters == letter_case::exact);
    options.set_log_errors(false);
    options.set_max_mem(pattern_set::memory_of_one);
    return options;
}

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/** The text as the pieces are: in lower case, as far as ASCII goes. Three letters beyond it have an ASCII
 *  lower case, so they can stand where a piece has that: dotted capital I, long s, the sign of kelvin. */
std::string lower(std::string_view text)
{
    std::string made(text.size(), '\0');
    std::size_t size = 0;
    for (std::size_t i = 0; i != text.size(); ++i)
    {
        char c = text[i];
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
        else if (const std::string_view rest = text.substr(i, 3); c == '\xC4' && rest.starts_with("\xC4\xB0"))
            c = 'i', i += 1;
        else if (c == '\xC5' && rest.starts_with("\xC5\xBF"))
            c = 's', i += 1;
        else if (c == '\xE2' && rest == "\xE2\x84\xAA")
            c = 'k', i += 2;
        made[size++] = c;
    }
    made.resize(size);
    return made;
}

} // namespace

pattern_set::pattern_set(letter_case letters)
    : letters_(letters),
      patterns_(std::make_unique<re2::FilteredRE2>(shortest_piece))
{}

pattern_set::~pattern_set() = default;
pattern_set::pattern_set(pattern_set&&) noexcept = default;
pattern_set& pattern_set::operator=(pattern_set&&) noexcept = default;

std::optional<std::string> pattern_set::add(const std::string& regex)
{
    const re2::RE2::Options options = options_for(letters_);
    int number = 0;
    if (patterns_->Add(regex, options, &number) == re2::RE2::NoError)
    {
        ++count_;
        return std::nullopt;
    }
    const re2::RE2 again(regex, options); // the set does not say what was wrong
    if (again.error_code() == re2::RE2::ErrorPatternTooLarge)
        return "it needs more than " + std::to_string(memory_of_one >> 20) + " MiB: count less far";
    return again.error();
}

void pattern_set::compile()
{
    if (count_ == 0)
        return;
    std::vector<std::string> pieces;
    patterns_->Compile(&pieces);
    for (std::size_t i = 0; i != pieces.size(); ++i)
    {
        if (!is_ascii(pieces[i]) || pieces[i].empty())
        {
            always_.push_back(static_cast<int>(i));
            continue;
        }
        pieces_.add(pieces[i]);
        piece_numbers_.push_back(static_cast<int>(i));
    }
    pieces_.compile();
}

std::vector<found_rule> pattern_set::find(std::string_view text) const
{
    std::vector<found_rule> found;
    if (count_ == 0)
        return found;
    std::vector<int> there = always_;
    for (const std::uint32_t piece : pieces_.find(lower(text)))
        there.push_back(piece_numbers_[piece]);
    std::vector<int> possible;
    patterns_->AllPotentials(there, &possible);
    for (const int number : possible)
    {
        re2::StringPiece where;
        const re2::StringPiece whole(text.data(), text.size());
        if (!patterns_->GetRE2(number).Match(whole, 0, text.size(), re2::RE2::UNANCHORED, &where, 1))
            continue;
        const auto begin = static_cast<std::uint32_t>(where.data() - text.data());
        found.push_back(
            {static_cast<std::uint32_t>(number), begin, begin + static_cast<std::uint32_t>(where.size())});
    }
    return found;
}

} // namespace codexflow::triggers
