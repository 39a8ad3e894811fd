#include "plugins/files/line_search.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

namespace codexflow::files {
namespace {

constexpr std::size_t most_of_line = 400; // bytes

std::string_view take_line(std::string_view& text)
{
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

} // namespace

void line_search::begin(std::string path, std::string_view text)
{
    path_ = std::move(path);
    rest_ = text;
    number_ = 0;
    before_.clear();
    after_ = 0;
    shown_ = 0;
}

bool line_search::step(std::size_t bytes)
{
    const std::size_t stop = rest_.size() - std::min(bytes, rest_.size());
    while (!full_ && rest_.size() > stop)
    {
        ++number_;
        look_at(take_line(rest_));
    }
    return !full_ && !rest_.empty();
}

void line_search::look_at(std::string_view one)
{
    if (re2::RE2::PartialMatch(re2::StringPiece(one.data(), one.size()), pattern_))
    {
        found(one);
    }
    else if (after_ != 0)
    {
        show(number_, one, '-');
        --after_;
        shown_ = number_;
    }
    else if (limits_.context != 0)
    {
        before_.push_back(one);
        if (before_.size() > limits_.context)
            before_.pop_front();
    }
}

void line_search::found(std::string_view one)
{
    if (matches_ == limits_.matches)
    {
        full_ = true;
        return;
    }
    const std::size_t first = number_ - before_.size();
    if (limits_.context != 0 && !out_.empty() && (shown_ == 0 || first > shown_ + 1))
        out_ += "--\n";
    for (std::size_t i = 0; i != before_.size(); ++i)
        show(first + i, before_[i], '-');
    before_.clear();
    show(number_, one, ':');
    if (full_)
        return;
    ++matches_;
    files_ += shown_ == 0 ? 1 : 0;
    after_ = limits_.context;
    shown_ = number_;
}

void line_search::show(std::size_t number, std::string_view text, char mark)
{
    if (full_)
        return;
    std::string made(path_);
    ((made += mark) += std::to_string(number)) += mark;
    made.append(text.substr(0, most_of_line)) += text.size() > most_of_line ? "...\n" : "\n";
    full_ = out_.size() + made.size() > limits_.bytes;
    if (!full_)
        out_ += made;
}

} // namespace codexflow::files
