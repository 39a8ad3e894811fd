#include "engine/registry/convert/convert.hpp"

#include "engine/base/clock.hpp"
#include "engine/base/digest.hpp"
#include "engine/base/document.hpp"
#include "engine/base/file_write.hpp"
#include "engine/base/text.hpp"
#include "engine/registry/convert/bundle_agent.hpp"
#include "engine/registry/convert/bundle_index.hpp"
#include "engine/registry/parsed_agent.hpp"

#include <algorithm>
#include <map>
#include <system_error>

namespace codexflow {
namespace {

namespace fs = std::filesystem;

/// Every Markdown file below @p source, in the order of their paths.
std::vector<fs::path> list_sources(const fs::path& source)
{
    std::vector<fs::path> found;
    std::error_code failure;
    for (fs::recursive_directory_iterator entry(source, failure);
         !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure))
    {
        std::error_code ignored;
        if (entry->path().extension() == ".md" && entry->is_regular_file(ignored))
            found.push_back(entry->path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

bool is_note(const fs::path& path)
{
    return path.filename() == "README.md" || path.filename() == "MIGRATION_SUMMARY.md";
}

/// Whether a folder on the way below @p out is a symbolic link: then the file is somewhere else.
bool leads_away(const fs::path& out, const fs::path& relative)
{
    std::error_code ignored;
    fs::path folder = out;
    return std::any_of(relative.begin(), relative.end(),
                       [&](const fs::path& part) { return fs::is_symlink(folder /= part, ignored); });
}

/// The digest of a file below @p out. What is there and cannot be read is somebody's all the same.
std::optional<std::string> digest_below(const fs::path& out, const std::string& relative)
{
    const auto digest = sha256_digest_of_file(out / relative);
    if (digest && !leads_away(out, relative))
        return *digest;
    std::error_code ignored;
    return fs::exists(fs::symlink_status(out / relative, ignored)) ? std::optional<std::string>("unknown")
                                                                   : std::nullopt;
}

class converter
{
public:
    converter(const fs::path& source, const fs::path& out, clock& time) : source_(source), out_(out), clock_(time) {}

    result<conversion> plan()
    {
        std::error_code ignored;
        if (!fs::is_directory(source_, ignored))
            return error(errc::not_found, "there is no folder " + source_.string() + " to convert")
                .with_hint("name the folder with the Markdown agents: codex-flow convert SRC");
        auto before = read_before();
        if (!before)
            return before.error();
        made_.from = source_.generic_string();
        for (const fs::path& path : list_sources(source_))
            read(path);
        describe(*before);
        const auto on_disk = [this](const std::string& path) { return digest_below(out_, path); };
        conversion_plan decided = plan_conversion(std::move(wanted_), *before, on_disk);
        made_.files = std::move(decided.steps);
        made_.manifest = std::move(decided.manifest);
        return std::move(made_);
    }

private:
    result<conversion_manifest> read_before() const
    {
        const fs::path file = out_ / manifest_name;
        const auto text = doc::read_text(file);
        if (text)
            return read_manifest(*text, file.string());
        if (text.error().code == errc::not_found)
            return conversion_manifest();
        return text.error();
    }

    void skip(std::string relative, error why, bool fault)
    {
        made_.skipped.push_back({std::move(relative), std::move(why), fault});
    }

    void read(const fs::path& path)
    {
        const std::string name = path.lexically_relative(source_).generic_string();
        if (is_note(path))
            return skip(name, error(errc::not_found, "this is a note about its folder"), false);
        const auto text = doc::read_text(path);
        if (!text)
            return skip(name, text.error(), true);
        auto agent = read_claude_agent(*text, path, source_);
        if (!agent)
            return skip(name, agent.error(), true);
        const std::string target = agent->path().generic_string();
        if (const auto [taken, is_new] = targets_.emplace(target, name); !is_new)
            return skip(name,
                        error(errc::invalid_argument, "it becomes " + target + ", as " + taken->second + " does",
                              agent->definition.source)
                            .with_hint("give one of them another name"),
                        true);
        ++made_.converted;
        made_.assumed.insert(made_.assumed.end(), agent->notices.begin(), agent->notices.end());
        wanted_.push_back({target, bundle_file_text(*agent), name});
        agents_.push_back(std::move(agent->definition));
    }

    /// Index and triggers tell of what will be there: of a file that is kept, what stands in it.
    void describe(const conversion_manifest& before)
    {
        const auto on_disk = [this](const std::string& path) { return digest_below(out_, path); };
        const conversion_plan agents_only = plan_conversion(wanted_, before, on_disk);
        for (std::size_t i = 0; i != agents_.size(); ++i)
        {
            if (agents_only.steps[i].action != file_action::keep)
                continue;
            auto kept = read_agent_file(out_ / wanted_[i].path, out_);
            if (kept.definition && kept.definition->id == agents_[i].id)
            {
                kept.definition->domain = agents_[i].domain; // which lead to the file
                kept.definition->subdomain = agents_[i].subdomain;
                agents_[i] = std::move(*kept.definition);
            }
        }
        std::string index = bundle_index_text(agents_, iso_time(clock_.unix_us()));
        if (const auto old = doc::read_text(out_ / "index.json"); old && same_but_for_time(*old, index))
            index = *old;
        wanted_.push_back({"index.json", std::move(index), {}});
        wanted_.push_back({"triggers.json", bundle_triggers_text(agents_), {}});
    }

    const fs::path& source_;
    const fs::path& out_;
    clock& clock_;
    std::vector<wanted_file> wanted_; ///< As many agents as below, then index and triggers.
    std::vector<agent> agents_;
    std::map<std::string, std::string> targets_; ///< Path and source.
    conversion made_;
};

/// Makes the folders on the way. Errors: one of them is a symbolic link, or cannot be made.
result<void> make_folders(const fs::path& out, const fs::path& relative)
{
    fs::path folder = out;
    std::error_code failure;
    fs::create_directories(folder, failure);
    for (const fs::path& part : relative.parent_path())
    {
        folder /= part;
        if (fs::is_symlink(folder, failure))
            return error(errc::permission_denied, "this folder is a symbolic link, which is not followed",
                         location{folder.string()});
        fs::create_directory(folder, failure);
    }
    if (failure && !fs::is_directory(folder))
        return error(errc::invalid_argument, "cannot make the folder: " + failure.message(), location{folder.string()});
    return {};
}

result<void> carry_out(const file_step& step, const fs::path& out)
{
    const fs::path file = out / step.path;
    if (step.action == file_action::create || step.action == file_action::update)
    {
        if (auto made = make_folders(out, step.path); !made)
            return made;
        return replace_file(file, step.text, 0644, flush::later);
    }
    if (step.action != file_action::remove)
        return {};
    std::error_code failure;
    if (!fs::remove(file, failure) && failure)
        return error(errc::invalid_argument, "cannot remove the file: " + failure.message(), location{file.string()});
    for (fs::path folder = fs::path(step.path).parent_path(); !folder.empty(); folder = folder.parent_path())
        if (!fs::is_empty(out / folder, failure) || !fs::remove(out / folder, failure))
            break;
    return {};
}

} // namespace

result<conversion> plan_bundle(const fs::path& source, const fs::path& out, clock& time)
{
    return converter(source, out, time).plan();
}

result<void> write_bundle(const conversion& planned, const fs::path& out)
{
    const auto changes = [](const file_step& step) {
        return step.action != file_action::keep && step.action != file_action::unchanged;
    };
    for (const file_step& step : planned.files)
        if (changes(step))
            if (auto done = carry_out(step, out); !done)
                return done;
    // At the end: a conversion that was cut short finds its files as it wants them and takes them for its own.
    const fs::path manifest = out / manifest_name;
    const std::string text = manifest_text(planned.manifest, planned.from);
    if (const auto old = doc::read_text(manifest); old && *old == text)
        return {};
    if (auto made = make_folders(out, {}); !made)
        return made;
    return replace_file(manifest, text, 0644);
}

} // namespace codexflow
