#include "cli/commands/commands.hpp"
#include "cli/commands/init_report.hpp"
#include "cli/init_plan.hpp"
#include "cli/paths.hpp"
#include "cli/question.hpp"
#include "engine/base/document.hpp"
#include "engine/base/file_write.hpp"
#include "engine/base/text.hpp"
#include "engine/registry/convert/manifest.hpp"
#include "engine/registry/registry.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <system_error>

namespace codexflow::cli {
namespace {

namespace fs = std::filesystem;

/// Looks for folders with agents, in the order in which a configuration should name them.
std::vector<found_folder> find_folders(const std::optional<fs::path>& home)
{
    std::vector<found_folder> found;
    const auto look = [&found](const std::string& written, const fs::path& path) {
        std::error_code ignored;
        const bool again = std::any_of(found.begin(), found.end(), [&](const found_folder& one) {
            return fs::equivalent(one.path, path, ignored); // the home folder may be the project, too
        });
        if (again || !fs::is_directory(path, ignored))
            return;
        found_folder one{written, path, fs::is_regular_file(path / "index.json", ignored), {}};
        if (const auto text = doc::read_text(path / manifest_name))
            one.converted_from = source_of_manifest(*text);
        found.push_back(std::move(one));
    };
    for (const char* folder : {"codex/agents", ".claude/agents", ".gemini/agents", "agents"})
        look(folder, folder);
    for (const char* folder : {".codex/agents", ".claude/agents"})
        if (home)
            look("~/" + std::string(folder), *home / folder);
    return found;
}

/// The file as it is. Errors: it is there and cannot be read.
result<init_file> look_at_file(fs::path path, std::string shown)
{
    init_file file;
    file.path = std::move(path);
    file.shown = std::move(shown);
    auto text = doc::read_text(file.path);
    if (text)
        file.before = std::move(*text);
    else if (text.error().code != errc::not_found)
        return text.error();
    return file;
}

/// The project's configuration is its owner's: a new one is made, one that is there is left alone.
result<init_file> plan_config(const std::vector<found_folder>& found)
{
    auto file = look_at_file("codex-flow.yaml", "codex-flow.yaml");
    if (!file)
        return file;
    const std::vector<std::string> paths = paths_to_configure(found);
    if (!file->before)
        return with_content(std::move(*file), first_config_text(paths));
    const auto missing = paths_not_in(*file->before, file->shown, paths);
    if (!missing)
        return missing.error();
    file->action = missing->empty() ? init_action::unchanged : init_action::keep;
    if (missing->empty())
        return file;
    file->why = "it does not read " + join(*missing, ", ");
    file->after = addition_text(*file->before, *missing);
    return file;
}

/// What other programs read: where the bundle of this project is.
result<std::vector<init_file>> plan_home(const std::vector<found_folder>& found, const std::optional<fs::path>& home)
{
    std::vector<init_file> files;
    const auto bundle = std::find_if(found.begin(), found.end(), [](const found_folder& one) { return one.indexed; });
    const std::array<const char*, 2> names{"registry.json", "env"};
    for (const char* name : names)
    {
        const std::string shown = std::string("~/.codex/") + name;
        if (!home || bundle == found.end())
        {
            files.push_back({{}, shown, init_action::skip, {}, {},
                             home ? "no folder of agents has an index.json; codex-flow convert makes one"
                                  : "HOME names no folder"});
            continue;
        }
        auto file = look_at_file(*home / ".codex" / name, shown);
        if (!file)
            return file.error();
        std::error_code failure;
        const fs::path folder = fs::absolute(bundle->path, failure).lexically_normal();
        auto after = name == names[0] ? registry_file_text(file->before, file->path.string(), folder)
                                      : result<std::string>(environment_file_text(file->before, folder));
        if (!after)
            return after.error();
        files.push_back(with_content(std::move(*file), std::move(*after)));
    }
    return files;
}

/// Writes one, unless it changed since it was looked at.
result<void> write(const init_file& file)
{
    const auto now = look_at_file(file.path, file.shown);
    if (!now)
        return now.error();
    if (now->before != file.before)
        return error(errc::invalid_argument, "the file was changed meanwhile and is left as it is",
                     location{file.path.string()})
            .with_hint("run codex-flow init again");
    std::error_code failure;
    if (file.path.has_parent_path())
        fs::create_directories(file.path.parent_path(), failure);
    if (failure)
        return error(errc::invalid_argument, "cannot make the folder: " + failure.message(),
                     location{file.path.parent_path().string()});
    return replace_file(file.path, file.after, 0644);
}

/// The answers of the user, or of --yes; 0 or 65 when nothing is to be written.
std::optional<int> refusal(const init_options& options, const context& where)
{
    if (options.dry_run)
        return 0;
    if (options.yes)
        return std::nullopt;
    const auto answer = ask_yes_or_no("Write this? [y/N] ", where);
    if (!answer)
        return where.fail(error(errc::invalid_argument, "nothing was written: there is no terminal to ask on")
                              .with_hint("to write all the same: --yes\nto see only what would be written: --dry-run"));
    return *answer ? std::nullopt : std::optional(0);
}

bool writes_something(const std::vector<init_file>& files)
{
    return std::any_of(files.begin(), files.end(), [](const init_file& file) { return file.written(); });
}

} // namespace

int init_project(const init_options& options, const context& where)
{
    const auto home = home_folder(where.environment);
    const std::vector<found_folder> found = find_folders(home);
    auto config = plan_config(found);
    if (!config)
        return where.fail(config.error());
    auto rest = plan_home(found, home);
    if (!rest)
        return where.fail(rest.error());
    std::vector<init_file> files{std::move(*config)};
    files.insert(files.end(), std::make_move_iterator(rest->begin()), std::make_move_iterator(rest->end()));

    init_report report(found, files, options);
    where.complain(report.remarks());
    bool written = false;
    if (writes_something(files))
    {
        where.complain(options.json ? "" : report.changes());
        const auto refused = refusal(options, where);
        if (refused && *refused != 0)
            return *refused;
        written = !refused;
        for (const init_file& file : files)
            if (written && file.written())
                if (const auto done = write(file); !done)
                    return where.fail(done.error());
    }
    if (!where.print(options.json ? report.json(written) : report.summary(written)))
        return output_lost_exit_code;
    return report.errors() == 0 ? 0 : exit_code(errc::invalid_argument);
}

} // namespace codexflow::cli
