#include "cli/render/plan_report.hpp"

#include "cli/render/table.hpp"
#include "engine/run/run.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <vector>

namespace codexflow::cli {
namespace {

std::string or_default(const std::string& model) { return model.empty() ? "its default" : model; }

std::string counted(std::uint64_t count, const char* one)
{
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// "; 3 files (12345 bytes) are included", or nothing.
std::string files_text(const run_request& request)
{
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    for (const job& one : request.jobs)
        for (const attached_file& file : one.files)
        {
            files += file.embedded != 0 || file.left_out.empty() ? 1 : 0;
            bytes += file.embedded;
        }
    if (files == 0)
        return {};
    return fmt::format("; {} ({}) {} included", counted(files, "file"), counted(bytes, "byte"),
                       files == 1 ? "is" : "are");
}

void write_files(json_writer& out, const std::vector<attached_file>& files)
{
    if (files.empty())
        return;
    out.key("files").begin_array();
    for (const attached_file& file : files)
    {
        out.begin_object().member("path", file.path).member("bytes", file.bytes);
        out.member("embedded", file.embedded);
        if (!file.left_out.empty())
            out.member("left_out", file.left_out);
        out.end_object();
    }
    out.end_array();
}

} // namespace

std::string plan_text(const run_request& request, int columns)
{
    std::vector<std::vector<std::string>> rows;
    for (const job& one : request.jobs)
        rows.push_back({one.ref.alias, one.ref.agent_id, one.ref.provider, or_default(one.ref.model),
                        fmt::format("{}", one.agent_cap), one.text});
    return render_table({"ALIAS", "AGENT", "PROVIDER", "MODEL", "CAP", "TASK"}, rows, columns) +
           fmt::format("{}, at most {} at once{}", counted(rows.size(), "task"), request.max_parallel,
                       files_text(request));
}

std::string plan_json(const run_request& request)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("dry_run", true).member("source", request.source);
    out.member("max_parallel", request.max_parallel).member("config_digest", request.config_digest);
    if (!request.provider_reason.empty())
        out.member("provider_reason", request.provider_reason);
    out.key("tasks").begin_array();
    for (const job& one : request.jobs)
    {
        out.begin_object().member("task_id", one.ref.task_id).member("alias", one.ref.alias);
        out.member("agent_id", one.ref.agent_id).member("provider", one.ref.provider);
        out.member("plugin", request.providers[one.providers.front()].plugin).member("model", one.ref.model);
        out.member("cap", one.agent_cap).member("limit_ms", one.limit.count());
        out.member("system", one.system.str()).member("text", one.text);
        write_files(out, one.files);
        out.end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

} // namespace codexflow::cli
