#include "plugins/jsonl/survey.hpp"

#include <cerrno>
#include <utility>

namespace codexflow::jsonl {

bool survey::next()
{
    for (std::size_t read = 0; read < piece;)
    {
        if (at_ == files_.size())
            return false;
        if (!reading_ && !open())
            continue;
        std::string_view line;
        if (lines_.next(line))
        {
            read += line.size() + 1;
            count(line);
            continue;
        }
        if (lines_.error())
            fail(lines_.error(), files_[at_].path);
        close();
    }
    return true;
}

/// @return whether there is something to read; if not, the next file is due.
bool survey::open()
{
    const memory_file& file = files_[at_];
    const file_error fault = lines_.open(file.path);
    if (fault && fault.code != ENOENT)
        fail(fault, file.path);
    if (fault)
    {
        ++at_;
        return false;
    }
    current_ = {};
    current_.alias = file.alias;
    agents_.clear();
    reading_ = true;
    return true;
}

void survey::close()
{
    current_.agent_ids.assign(agents_.begin(), agents_.end());
    if (current_.entries != 0)
        result_.aliases.push_back(std::move(current_));
    reading_ = false;
    ++at_;
}

void survey::count(std::string_view line)
{
    if (line.find_first_not_of(" \t\r") == std::string_view::npos && !lines_.oversized())
        return;
    const auto read = reader_.read(line);
    if (!read)
    {
        ++result_.damaged;
        return;
    }
    if (remembering::expired(*read, now_))
        return;
    const std::int64_t when = *read->time();
    if (current_.entries == 0 || when < oldest_)
    {
        oldest_ = when;
        current_.oldest = read->ts;
    }
    if (current_.entries == 0 || when > newest_)
    {
        newest_ = when;
        current_.newest = read->ts;
    }
    ++current_.entries;
    current_.bytes += line.size() + 1;
    if (!read->agent_id.empty())
        agents_.insert(read->agent_id);
}

} // namespace codexflow::jsonl
