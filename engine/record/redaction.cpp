#include "engine/record/redaction.hpp"

#include "engine/record/json_strings.hpp"

#include <codexflow/json_writer.hpp>

#include <utility>

namespace codexflow {
namespace {

/// Documents within strings within documents: deeper ones are looked at as they are spelt.
constexpr int deepest = 4;

} // namespace

void redaction::apply(std::string& text) const { apply_at(text, 0); }

void redaction::apply_json(std::string& text) const
{
    if (!is_json(text))
        return apply(text);
    keep_json(text);
    look_into_strings(text, 0);
}

void redaction::apply_at(std::string& text, int depth) const
{
    if (begins_like_json(text) && is_json(text))
        keep_json(text);
    else
        apply_plainly(text);
    look_into_strings(text, depth);
}

void redaction::apply_plainly(std::string& text) const
{
    values_.apply(text);
    for (const auto& one : redactors_)
    {
        std::string made;
        one->redact(text, made);
        text = std::move(made);
    }
}

/// What is cut off in the middle of a document is looked at as well: it is no JSON, but has its strings.
void redaction::look_into_strings(std::string& text, int depth) const
{
    if (depth == deepest || !begins_like_json(text) || text.find('\\') == text.npos)
        return;
    change_json_strings(text, json_string_choice::escaped, [&](std::string& says) {
        const std::string before = says;
        apply_at(says, depth + 1);
        return says != before;
    });
}

/// One after the other, each held to it that the text is JSON afterwards.
void redaction::keep_json(std::string& text) const
{
    const auto by_values = [this](std::string_view of, std::string& out) {
        out = of;
        values_.apply(out);
        return true;
    };
    bool whole = keep_json(text, by_values);
    if (!values_.empty()) // at the end of a string stands also a value of which only a part was left
        change_json_strings(text, json_string_choice::all, [this](std::string& says) {
            const std::string before = says;
            values_.apply(says);
            return says != before;
        });
    for (auto one = redactors_.begin(); whole && one != redactors_.end(); ++one)
        whole = keep_json(text, [&](std::string_view of, std::string& out) { return (*one)->redact(of, out); });
}

/// @return false if @p step failed: then @p text is a string that says so.
bool redaction::keep_json(std::string& text, const std::function<bool(std::string_view, std::string&)>& step)
{
    std::string made;
    if (!step(text, made))
    {
        text.clear();
        append_json_string(text, made);
        return false;
    }
    if (made != text && !is_json(made))
        change_json_strings(made = text, json_string_choice::all, [&](std::string& says) {
            const std::string before = std::exchange(says, {});
            step(before, says);
            return says != before;
        });
    text = std::move(made);
    return true;
}

std::vector<std::string> redaction::take_faults() const
{
    std::vector<std::string> all;
    for (const auto& one : redactors_)
        if (std::string fault = one->take_fault(); !fault.empty())
            all.push_back(std::move(fault));
    return all;
}

redaction::stream::stream(const redaction& by) : by_(&by)
{
    sessions_.reserve(by.redactors_.size());
    for (const auto& one : by.redactors_)
        sessions_.push_back(one->begin());
}

std::string_view redaction::stream::feed(std::string_view piece)
{
    if (!held_.empty() || (!by_->values_.empty() && by_->values_.may_begin_in(piece)))
    {
        masked_.clear();
        by_->values_.feed(held_, piece, masked_);
        piece = masked_;
        if (piece.empty())
            return {};
    }
    return feed_from(sessions_.begin(), piece);
}

std::string_view redaction::stream::feed_from(sessions::iterator first, std::string_view piece)
{
    using took = text_redactor::session::took;
    std::size_t next = 0;
    for (auto at = first; at != sessions_.end(); ++at)
    {
        if (*at == nullptr)
            continue;
        const took what = (*at)->pass(piece);
        if (what == took::settled)
            at->reset();
        if (what != took::nothing)
            continue;
        std::string& made = texts_[next];
        next = 1 - next; // the other one may be what is being read
        made.clear();
        (*at)->feed(piece, made);
        piece = made;
        if (piece.empty())
            return {};
    }
    return piece;
}

std::string_view redaction::stream::end()
{
    std::string all;
    const std::string rest = by_->values_.end(held_);
    held_.clear();
    if (!rest.empty())
        all = feed_from(sessions_.begin(), rest);
    for (auto at = sessions_.begin(); at != sessions_.end(); ++at)
    {
        if (*at == nullptr)
            continue;
        std::string last;
        (*at)->end(last);
        at->reset();
        if (!last.empty())
            all += feed_from(at + 1, last);
    }
    masked_ = std::move(all);
    return masked_;
}

} // namespace codexflow
