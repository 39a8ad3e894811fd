#include "cli/render/file_report.hpp"

#include "cli/render/text_width.hpp"
#include "engine/base/text_diff.hpp"

#include <codexflow/utf8.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace codexflow::cli {
namespace {

using workspace::file_status;
using workspace::proposed_file;

std::string place(const std::string& folder, const std::string& path)
{
    return one_line(path.starts_with('/') ? path : folder + '/' + path);
}

bool is_text(const std::string& bytes)
{
    return bytes.find('\0') == bytes.npos && utf8::valid_prefix(bytes) == bytes.size();
}

std::string diff_of(const proposed_file& one)
{
    if (one.status != file_status::fresh && one.status != file_status::changed)
        return {};
    if (!is_text(one.content) || (one.before && !is_text(*one.before)))
        return "  (not shown: no text)\n";
    return without_controls(unified_diff(one.before.value_or(""), one.content, one.path));
}

} // namespace

std::string proposal_text(const workspace::file_proposal& what, const std::vector<job>& jobs, bool diffs)
{
    std::string text;
    for (const proposed_file& one : what.files)
    {
        text += fmt::format("{:<9} {} ({} bytes) from {}\n", to_string(one.status),
                            place(what.folder.string(), one.path), one.content.size(), jobs[one.task].ref.task_id);
        if (!one.reason.empty())
            text += fmt::format("          {}\n", one_line(one.reason));
        if (diffs)
            text += diff_of(one);
    }
    for (const auto& fault : what.faults)
        text += fmt::format("unusable  {}: {}\n", jobs[fault.task].ref.task_id, one_line(fault.what));
    if (what.files.empty() && what.faults.empty())
        text += "no answer holds a file\n";
    return text;
}

std::string applied_text(const event::files_applied& what)
{
    std::string text;
    std::size_t written = 0;
    std::size_t unchanged = 0;
    std::size_t left_out = what.faults.size();
    for (const auto& one : what.files)
    {
        const bool had = one.status == "new" || one.status == "changed";
        written += one.written ? 1 : 0;
        unchanged += one.status == "unchanged" ? 1 : 0;
        left_out += !had && one.status != "unchanged" ? 1 : 0;
        if (one.written)
            text += fmt::format("wrote   {} ({}, {} bytes) from {}\n", place(what.folder, one.path), one.status, one.bytes,
                                one.task->task_id);
        else if (!had && one.status != "unchanged")
            text += fmt::format("left    {} from {}: {}\n", place(what.folder, one.path), one.task->task_id,
                                one_line(one.reason.empty() ? one.status : one.reason));
    }
    for (const auto& fault : what.faults)
        text += fmt::format("left    a file of {}: {}\n", fault.task->task_id, one_line(fault.text));
    const std::size_t open = what.files.size() + what.faults.size() - written - unchanged - left_out;
    return text + fmt::format("Files: written={} unchanged={} not_written={} left_out={} in {}{}\n", written, unchanged, open,
                              left_out, one_line(what.folder), what.dry_run ? " (dry run)" : "");
}

} // namespace codexflow::cli
