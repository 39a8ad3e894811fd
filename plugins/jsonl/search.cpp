#include "plugins/jsonl/search.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace codexflow::jsonl {

search::search(const remembering::query& asked, std::vector<memory_file> files)
    : by_(asked.by),
      quick_(asked.by),
      window_(asked)
{
    const std::size_t block = files.size() > 1 ? 16 << 10 : reverse_lines::usual_block;
    for (memory_file& one : files)
    {
        auto made = std::make_unique<source>(std::move(one), block);
        headless_.push_back(made.get());
        sources_.push_back(std::move(made));
    }
}

bool search::next(std::vector<std::string>& batch)
{
    std::size_t budget = piece;
    std::size_t found = 0;
    while (!window_.full() && found < piece)
    {
        while (!headless_.empty())
        {
            source& one = *headless_.back();
            bool out_of_budget = false;
            if (find_head(one, budget, out_of_budget))
                offer(one);
            if (out_of_budget)
                return true;
            headless_.pop_back();
        }
        if (heap_.empty())
            return false;
        std::pop_heap(heap_.begin(), heap_.end(), [](auto* a, auto* b) { return a->time < b->time; });
        source& newest = *heap_.back();
        heap_.pop_back();
        headless_.push_back(&newest);
        std::string json = newest.head.json();
        if (!window_.take(json.size()))
            return false;
        found += json.size();
        batch.push_back(std::move(json));
    }
    return !window_.full();
}

/// Opens a file when it is its turn: of many, small ones are closed again before the next is opened (reverse_lines.hpp).
void search::provide(source& in)
{
    if (in.opened)
        return;
    in.opened = true;
    const file_error fault = in.lines.open(in.of.path);
    if (fault && fault.code != ENOENT) // one that has gone, or is not there yet, holds nothing
        fail(fault, in.of.path);
}

/// Reads on to the next entry that fits. @return whether there is one.
bool search::find_head(source& in, std::size_t& budget, bool& out_of_budget)
{
    provide(in);
    for (std::string_view line; !out_of_budget;)
    {
        if (budget == 0)
        {
            out_of_budget = true;
            break;
        }
        if (!in.lines.next(line))
            break;
        budget -= std::min(budget, line.size() + 1);
        if (in.lines.oversized())
            window_.damaged();
        if (line.find_first_not_of(" \t\r") == std::string_view::npos || !quick_.may_fit(line))
            continue;
        std::optional<remembering::entry> read = reader_.read(line);
        if (!read)
        {
            window_.damaged();
            continue;
        }
        if (read->owner() != in.of.alias)
            read->alias = in.of.alias; // the file says whose it is
        if (!by_.fits(*read))
            continue;
        in.time = *read->time();
        in.head = std::move(*read);
        return true;
    }
    if (in.lines.error())
        fail(in.lines.error(), in.of.path);
    return false;
}

void search::offer(source& one)
{
    heap_.push_back(&one);
    std::push_heap(heap_.begin(), heap_.end(), [](auto* a, auto* b) { return a->time < b->time; });
}

} // namespace codexflow::jsonl
