// The reader of files in models' answers: whatever a model writes, a file has a path and a content, what is
// refused has a reason, and no path leads out of its folder.
#include "tests/fuzz/fuzz_target.hpp"

#include "engine/workspace/file_proposal.hpp"

#include <set>
#include <string>

namespace {

using namespace codexflow::workspace;
using codexflow::fuzz::require;

void check_path(const std::string& path)
{
    require(!path.empty() && path.front() != '/' && path.back() != '/', "a clean path is relative and names a file");
    for (std::string_view left = path; !left.empty();)
    {
        const std::string_view part = left.substr(0, left.find('/'));
        left.remove_prefix(std::min(part.size() + 1, left.size()));
        require(!part.empty() && part != "." && part != ".." && part != ".git", "every part of it is a name");
        require(part.find('\0') == part.npos, "which the system can have");
    }
    const auto again = relative_file_path(path);
    require(again.has_value() && *again == path, "a clean path is clean");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const codexflow::fuzz::exact_copy answer(text);
    answer_files found = read_answer_files(answer.view());
    answer_files half = read_answer_files(text.substr(0, size / 2));
    for (const std::string& fault : found.faults)
        require(!fault.empty(), "a fault is told in words");
    const auto what = propose_files("s", {{0, std::move(found)}, {1, std::move(half)}});
    std::set<std::string> paths;
    for (const proposed_file& one : what.files)
    {
        require((one.status == file_status::fresh) == one.reason.empty(), "what is left out has a reason");
        if (one.status == file_status::refused)
            continue;
        check_path(one.path);
        if (one.status == file_status::fresh)
            require(paths.insert(one.path).second, "a path is written once");
    }
    for (const std::string& path : paths)
    {
        const auto below = paths.upper_bound(path + '/');
        require(below == paths.end() || !below->starts_with(path + '/'), "no file is a folder, too");
    }
    return 0;
}
