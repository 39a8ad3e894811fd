#pragma once

#include "engine/plugin/manifest.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::plugin {

/** Where plugins are looked for, in this order: files named one by one, then folders. */
struct search_path
{
    std::vector<std::filesystem::path> files;
    std::vector<std::filesystem::path> folders; ///< One that does not exist is passed over.
};

/** What there is to load, from the notes of the files alone: no plugin code runs here.
 *  Built once at start; immutable afterwards. */
class catalog
{
public:
    struct entry
    {
        std::filesystem::path file;
        manifest about;
    };
    /// A file or folder that is there but will not be used, and why, in one line.
    struct refusal
    {
        std::filesystem::path file;
        std::string reason;
    };
    /// A component that an earlier file offers already.
    struct shadowed
    {
        std::string kind, name;
        std::filesystem::path file, by;
    };

    /// Reads every candidate. A file named one by one that is refused is an error; in a folder it is a
    /// refusal that the listing shows.
    static result<catalog> scan(const search_path& where);

    const std::vector<entry>& entries() const noexcept { return entries_; }
    const std::vector<refusal>& refusals() const noexcept { return refusals_; }
    const std::vector<shadowed>& shadows() const noexcept { return shadows_; }

    /// The plugin that offers component @p name of @p kind ("provider"); null if none does.
    const entry* find(std::string_view kind, std::string_view name) const noexcept;
    /// Names of all components of @p kind, sorted.
    std::vector<std::string> names(std::string_view kind) const;

private:
    void add(entry found);

    std::vector<entry> entries_;
    std::vector<refusal> refusals_;
    std::vector<shadowed> shadows_;
};

} // namespace codexflow::plugin
