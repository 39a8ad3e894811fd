#include "plugins/jsonl/store.hpp"

#include "plugins/jsonl/file_names.hpp"
#include "plugins/jsonl/line_format.hpp"

#include <codexflow/failure.hpp>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace codexflow::jsonl {

void fail(const file_error& fault, const std::string& path)
{
    failure why(CFLOW_E_IO, "the memory in " + fault.message(path));
    if (fault.code == ENOSPC || fault.code == EDQUOT)
        why.hint("make room on the disk: codex-flow memory compact removes what has expired");
    else if (fault.code == ELOOP)
        why.hint("the file is a symbolic link: put the file itself there, or name another folder: memory.path");
    else if (fault.step == "lock")
        why.hint("another process holds the file: see which one, with lsof or fuser, and end it");
    else
        why.hint("name a folder that can be written (memory.path), or run with --no-memory");
    throw why;
}

line_file& store::file_of(const std::string& alias)
{
    if (const auto found = open_.find(alias); found != open_.end())
        return found->second;
    if (open_.size() >= most_open)
        open_.clear();
    return open_.try_emplace(alias, (folder_ / file_name_of(alias)).string()).first->second;
}

std::vector<std::string> store::append(const std::vector<remembering::entry>& entries)
{
    std::map<std::string, std::string> texts; // by alias
    for (const remembering::entry& one : entries)
        texts[one.owner()] += line_of(one);
    for (const auto& [alias, text] : texts)
        file_name_of(alias); // before anything is written
    std::error_code fault;
    std::filesystem::create_directories(folder_, fault);
    if (fault)
        fail({fault.value(), "make the folder"}, folder_.string());
    std::vector<std::string> mended;
    for (const auto& [alias, text] : texts)
    {
        line_file& file = file_of(alias);
        const line_append done = file.append(text);
        if (done.mended)
            mended.push_back(file.path());
        if (done.error)
            fail(done.error, file.path());
    }
    return mended;
}

std::vector<memory_file> store::files(const std::string* alias) const
{
    if (alias != nullptr)
        return {{*alias, (folder_ / file_name_of(*alias)).string()}};
    std::vector<memory_file> found;
    std::error_code fault;
    std::filesystem::directory_iterator at(folder_, fault);
    for (; !fault && at != std::filesystem::directory_iterator(); at.increment(fault))
        if (std::optional<std::string> owner = alias_of(at->path().filename().string()))
            found.push_back({std::move(*owner), at->path().string()});
    if (fault && fault != std::errc::no_such_file_or_directory)
        fail({fault.value(), "read the folder"}, folder_.string());
    const auto before = [](const memory_file& a, const memory_file& b) { return a.alias < b.alias; };
    std::sort(found.begin(), found.end(), before);
    return found;
}

} // namespace codexflow::jsonl
