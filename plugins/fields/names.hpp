#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace codexflow::fields {

/// What becomes of a member that is found.
enum class mode
{
    replace, ///< Its value becomes "[REDACTED]".
    remove,  ///< It goes, name and all.
};

/** Which members of a document are secret, by their names or by where they stand. Never changes once it is made; any
 *  thread. Without regard to case, "apiKey", "api-key" and "API_KEY" are one name. */
class names
{
public:
    /** {"keys", "known", "paths", "case", "mode"} as the manifest describes them. Throws failure, with the member in
     *  front of what is wrong with it. */
    explicit names(std::string_view settings_json);

    /// @param path The names from the root to the member, its own last, as spelt() gives them; "*" is an element of a list.
    bool secret(const std::vector<std::string>& path) const;
    /// A name as it is compared.
    std::string spelt(std::string_view name) const;
    /// False if only the last name of a path matters: then the others need not be kept.
    bool asks_for_paths() const noexcept { return !paths_.empty(); }
    fields::mode what() const noexcept { return mode_; }

private:
    void add_key(std::string_view key);
    void add_path(std::string_view path, const std::string& where);

    bool exact_ = false;
    fields::mode mode_ = fields::mode::replace;
    std::unordered_set<std::string> keys_;
    std::vector<std::string> endings_; ///< From "*_password".
    std::vector<std::vector<std::string>> paths_;
};

} // namespace codexflow::fields
