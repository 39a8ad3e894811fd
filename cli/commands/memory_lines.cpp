// `memory export` and `memory import`: the store as lines of the original's files.
#include "cli/commands/memory_desk.hpp"
#include "cli/standard_input.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/document.hpp"
#include "engine/base/file_write.hpp"
#include "engine/base/problems.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace codexflow::cli {
namespace {

constexpr std::uint64_t most_of_an_alias = 100'000; // what one query may bring

/// Where lines go: standard output, or a file that was not there before.
class line_target
{
public:
    explicit line_target(const context& where) : where_(where) {}
    ~line_target()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }
    line_target(const line_target&) = delete;
    line_target& operator=(const line_target&) = delete;

    result<void> open(const std::string& path)
    {
        fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd_ < 0 && errno == EEXIST)
            return error(errc::invalid_argument, "there is a file of that name already", location{path})
                .with_hint("give another name, or remove it");
        if (fd_ < 0)
            return error(errc::invalid_argument, std::string("cannot be created: ") + std::strerror(errno), location{path});
        path_ = path;
        return {};
    }
    result<void> write(const std::string& text)
    {
        const int why = write_all(fd_ < 0 ? where_.out : fd_, text);
        if (why == 0)
            return {};
        return error(errc::cancelled, std::string("cannot be written: ") + std::strerror(why), location{fd_ < 0 ? "standard output" : path_});
    }

private:
    const context& where_;
    int fd_ = -1;
    std::string path_;
};

/// All that fits of one alias, oldest first.
result<std::string> lines_of(memories::entry_filter which, const std::string& alias, memory_desk& desk, std::uint64_t& count)
{
    which.alias = alias;
    std::vector<memories::memory_entry> found;
    const auto end = desk.query({which, most_of_an_alias, {}}, found);
    if (!end)
        return end.error();
    if (end->count == most_of_an_alias)
        return error(errc::unsupported, "there are more than 100000 entries of '" + alias + "'")
            .with_hint("export them in parts: --before TIME, then --since the same");
    std::string text;
    for (auto one = found.rbegin(); one != found.rend(); ++one)
        text += memories::original_line(*one) + '\n';
    count += found.size();
    return text;
}

result<std::vector<std::string>> read_lines(const std::string& file)
{
    auto text = file == "-" ? read_standard_input() : doc::read_text(file);
    if (!text)
        return text.error();
    const std::string name = file == "-" ? "<stdin>" : file;
    std::vector<std::string> entries;
    problems faults;
    unsigned number = 0;
    for (std::size_t at = 0; at < text->size();)
    {
        const std::size_t end = std::min(text->find('\n', at), text->size());
        const std::string line = text->substr(at, end - at);
        at = end + 1;
        ++number;
        if (line.find_first_not_of(" \t\r") == line.npos)
            continue;
        if (auto entry = memories::read_original_line(line))
            entries.push_back(memories::entry_json(*entry));
        else
            faults.add(error(entry.error()).at({name, number, 1}));
    }
    if (!faults.none())
        return faults.combined();
    return entries;
}

} // namespace

int export_memory(const memory_options& options, memory_desk& desk, const context& where)
{
    const auto which = filter_of(options, desk.time());
    if (!which)
        return where.fail(which.error());
    const auto all = desk.list();
    if (!all)
        return fail_memory(all.error(), where);
    line_target target(where);
    if (options.file)
        if (const auto opened = target.open(*options.file); !opened)
            return where.fail(opened.error());
    std::uint64_t count = 0;
    for (const memories::alias_summary& one : all->aliases)
    {
        if (!which->alias.empty() && which->alias != one.alias)
            continue;
        const auto lines = lines_of(*which, one.alias, desk, count);
        if (!lines)
            return fail_memory(lines.error(), where);
        if (const auto written = target.write(*lines); !written)
        {
            where.fail(written.error());
            return output_lost_exit_code;
        }
    }
    if (all->damaged != 0)
        where.complain(fmt::format("warning: {} could not be read and are not among them\n", all->damaged));
    if (options.file)
        where.complain(fmt::format("{} entries written to {}\n", count, *options.file));
    return 0;
}

int import_memory(const memory_options& options, memory_desk& desk, const context& where)
{
    auto entries = read_lines(*options.file);
    if (!entries)
        return where.fail(entries.error());
    const std::size_t found = entries->size();
    std::size_t kept = 0;
    if (!options.dry_run)
    {
        const auto done = desk.append(std::move(*entries));
        if (!done)
            return fail_memory(done.error(), where);
        kept = *done;
    }
    std::string text;
    if (options.json)
        json_writer(text).begin_object().member("dry_run", options.dry_run).member("found", found).member("imported", kept).end_object();
    else
        text = options.dry_run ? fmt::format("{} entries could be imported\n", found) : fmt::format("imported: {}\n", kept);
    if (options.json)
        text += '\n';
    return where.print(text) ? 0 : output_lost_exit_code;
}

} // namespace codexflow::cli
