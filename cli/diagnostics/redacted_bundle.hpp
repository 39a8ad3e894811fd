#pragma once

#include "cli/diagnostics/zip_file.hpp"
#include "engine/record/redaction.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace codexflow::cli {

/** The only way into a diagnostics archive: whatever is put in passes the redaction first. One thread; the redaction
 *  outlives it. */
class redacted_bundle
{
public:
    struct entry
    {
        std::string name;
        std::string about;      ///< In a few words.
        std::uint64_t bytes = 0; ///< As it is in the archive, before it is packed.
    };

    redacted_bundle(zip_file to, const redaction& by, std::int64_t now_us) : to_(std::move(to)), by_(by), now_us_(now_us) {}

    /// A text, or a JSON document, which stays one.
    void add(const std::string& name, const std::string& about, std::string text);

    /** The last lines of a file of JSON lines that fit into @p most bytes, each a document of its own; nothing if it
     *  cannot be read. A line that is no JSON is redacted as text. */
    void add_lines(const std::string& name, const std::string& about, const std::filesystem::path& file, std::uint64_t most);

    const std::vector<entry>& entries() const noexcept { return entries_; }

    /// Adds the list of what is in it and closes the archive. Errors: as zip_file.
    result<void> finish();

private:
    zip_file to_;
    const redaction& by_;
    const std::int64_t now_us_;
    std::vector<entry> entries_;
};

} // namespace codexflow::cli
