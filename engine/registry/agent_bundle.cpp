#include "engine/registry/agent_bundle.hpp"

#include "engine/base/document.hpp"
#include "engine/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>

namespace codexflow {
namespace {

namespace fs = std::filesystem;

bool is_yaml(const fs::path& path) { return path.extension() == ".yaml" || path.extension() == ".yml"; }

/// Where index.json says the agent is: <domain>/[<subdomain>/]<id>.codex.yaml; empty if a part is unfit.
fs::path derived_path(const doc::node& entry)
{
    const auto part = [&entry](const char* key) {
        const doc::node* value = entry.find(key);
        return value != nullptr && value->is_string() ? value->text : std::string();
    };
    const std::string id = part("id"), domain = part("domain"), subdomain = part("subdomain");
    // Names only: an index must not be able to point outside its folder.
    if (!is_name(id) || !is_name(domain) || (!subdomain.empty() && !is_name(subdomain)))
        return {};
    return fs::path(domain) / subdomain / (id + ".codex.yaml");
}

class lister
{
public:
    explicit lister(const fs::path& directory) { bundle_.directory = directory; }

    agent_bundle list()
    {
        std::error_code ignored;
        const fs::path index = bundle_.directory / "index.json";
        if (fs::exists(index, ignored))
            read_index(index);
        walk();
        return std::move(bundle_);
    }

private:
    void note(notice_kind kind, errc code, std::string message, location where, std::string hint = {})
    {
        bundle_.notices.push_back(
            {kind, error(code, std::move(message), std::move(where)).with_hint(std::move(hint))});
    }

    void read_index(const fs::path& path)
    {
        const std::string name = path.string();
        const auto index = doc::load(path);
        if (!index)
        {
            bundle_.notices.push_back({notice_kind::warning, index.error()});
            return;
        }
        const doc::node* agents = index->find("agents");
        const doc::node* version = index->find("version");
        if (version != nullptr && doc::as_integer(*version) != 1)
            return note(notice_kind::warning, errc::unsupported,
                        "the index is not of version 1 and is not used", doc::in(name, version->where));
        if (agents == nullptr || !agents->is_sequence())
            return note(notice_kind::warning, errc::invalid_argument,
                        "the index has no list 'agents' and is not used", doc::in(name, index->where));
        bundle_.indexed = true;
        for (const doc::node& entry : agents->items)
            read_entry(entry, name);
    }

    void read_entry(const doc::node& entry, const std::string& index)
    {
        const location where = doc::in(index, entry.where);
        const fs::path relative = derived_path(entry);
        if (relative.empty())
            return note(notice_kind::warning, errc::invalid_argument,
                        "the entry has no usable id and domain and is ignored", where,
                        "give it an id and a domain of letters, digits, '-', '_' and '.'");
        const std::string id = entry.find("id")->text;
        const fs::path path = bundle_.directory / relative;
        std::error_code ignored;
        if (!fs::exists(path, ignored))
            return note(notice_kind::warning, errc::not_found,
                        fmt::format("the index names {}, but {} does not exist", quote(id), path.string()),
                        where, "remove the entry or restore the file");
        if (!indexed_.insert(path).second)
            return note(notice_kind::warning, errc::invalid_argument,
                        fmt::format("the index names {} for the second time", path.string()), where);
        agent_file file;
        file.path = path;
        file.indexed_id = id;
        file.index_where = where;
        bundle_.files.push_back(std::move(file));
    }

    void walk()
    {
        std::vector<fs::path> definitions;
        std::error_code failure;
        fs::recursive_directory_iterator entry(bundle_.directory, failure);
        for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure))
        {
            std::error_code ignored;
            const fs::path& path = entry->path();
            if (!entry->is_regular_file(ignored))
                continue;
            const bool markdown = path.extension() == ".md" && !is_note(path);
            if ((is_yaml(path) && !indexed_.contains(path)) || markdown)
                definitions.push_back(path);
        }
        if (failure)
            note(notice_kind::broken, errc::invalid_argument, "cannot list the folder: " + failure.message(),
                 {bundle_.directory.string(), 0, 0});
        std::sort(definitions.begin(), definitions.end());
        for (fs::path& path : definitions)
        {
            agent_file file;
            file.path = std::move(path);
            bundle_.files.push_back(std::move(file));
        }
    }

    // Notes about a folder, and texts that belong to a definition beside them, are not agents.
    static bool is_note(const fs::path& path)
    {
        if (path.filename() == "README.md" || path.filename() == "MIGRATION_SUMMARY.md")
            return true;
        std::error_code ignored;
        fs::path beside = path;
        return fs::exists(beside.replace_extension(".codex.yaml"), ignored);
    }

    agent_bundle bundle_;
    std::set<fs::path> indexed_;
};

} // namespace

agent_bundle list_agent_bundle(const fs::path& directory) { return lister(directory).list(); }

} // namespace codexflow
