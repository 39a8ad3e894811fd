#include "plugins/jsonl/rewrite.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace codexflow::jsonl {

void rewrite::check(const file_error& fault) const
{
    if (fault)
        fail(fault, file_.path);
}

/// Looks at the file as it is now.
void rewrite::begin()
{
    stage_ = stage::deciding;
    kept_.clear();
    copied_ = 0;
    full_ = false;
    result_ = {};
    next_.reset();
    if (attempts_ != 0)
        take_turn(); // others that compact were quicker: from here on they wait
    std::uint64_t size = 0;
    const file_error fault = detail::open_between_appends(file_.path, old_, size);
    if (fault.code == ENOENT)
    {
        next_.reset();
        stage_ = stage::done;
        return;
    }
    check(fault);
    owned_fd again(::dup(old_.get()));
    if (again.get() < 0)
        check({errno, "open"});
    lines_.open(std::move(again), size);
    end_ = below_ = size;
    result_.bytes_before = size;
}

void rewrite::take_turn()
{
    next_.emplace(file_.path);
    check(next_->begin());
}

bool rewrite::next()
{
    switch (stage_)
    {
    case stage::deciding: return decide();
    case stage::copying: return copy();
    case stage::done: break;
    }
    return false;
}

bool rewrite::decide()
{
    std::string_view line;
    for (std::uint64_t read = 0; read < piece; read += line.size() + 1)
    {
        if (lines_.next(line))
        {
            decide_on(line);
            continue;
        }
        check(lines_.error());
        if (result_.removed == 0)
        {
            result_.bytes_after = result_.bytes_before;
            next_.reset();
            stage_ = stage::done;
            return false;
        }
        std::reverse(kept_.begin(), kept_.end());
        if (!next_)
            take_turn();
        stage_ = stage::copying;
        return true;
    }
    return true;
}

void rewrite::decide_on(std::string_view line)
{
    const std::uint64_t first = lines_.offset();
    const std::uint64_t last = below_;
    below_ = first;
    if (lines_.torn())
    {
        end_ = first; // it is ended and kept with what came meanwhile
        return;
    }
    const std::uint64_t size = result_.bytes_after + (last - first);
    full_ = full_ || (rule_.max_bytes && size > *rule_.max_bytes) || (rule_.max_lines && result_.kept >= *rule_.max_lines);
    if (full_ || !stays(line))
    {
        ++result_.removed;
        return;
    }
    ++result_.kept;
    result_.bytes_after = size;
    keep(first, last);
}

bool rewrite::stays(std::string_view line)
{
    if (lines_.oversized() || (rule_.surely_stays && rule_.surely_stays(line)))
        return true;
    std::optional<remembering::entry> read = reader_.read(line);
    if (!read)
        return true;
    if (read->owner() != file_.alias)
        read->alias = file_.alias;
    return !rule_.goes(*read);
}

void rewrite::keep(std::uint64_t first, std::uint64_t last)
{
    if (!kept_.empty() && kept_.back().first == last)
        kept_.back().first = first;
    else
        kept_.emplace_back(first, last);
}

bool rewrite::copy()
{
    for (std::uint64_t left = piece; left != 0 && copied_ != kept_.size();)
    {
        range& one = kept_[copied_];
        const std::uint64_t count = std::min(left, one.second - one.first);
        check(next_->copy(old_.get(), one.first, one.first + count));
        left -= count;
        one.first += count;
        if (one.first == one.second)
            ++copied_;
    }
    return copied_ != kept_.size() || finish();
}

/// @return whether there is more: the file was replaced by somebody else, and all begins again.
bool rewrite::finish()
{
    const file_error fault = next_->commit(old_.get(), end_);
    if (fault.code == ESTALE && ++attempts_ < most_attempts)
    {
        begin();
        return stage_ != stage::done;
    }
    check(fault);
    result_.bytes_after = next_->size();
    next_.reset();
    stage_ = stage::done;
    return false;
}

} // namespace codexflow::jsonl
