#pragma once

#include "engine/registry/convert/conversion_plan.hpp"
#include "engine/registry/notice.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace codexflow {

class clock;

/// A source of which no agent was made.
struct skipped_source
{
    std::string source; ///< Below the source folder.
    error why;
    bool fault = false; ///< It should have been one; otherwise it is a note about the folder.
};

/// What a conversion does, or did.
struct conversion
{
    std::string from;          ///< The source folder, as it was named.
    std::size_t converted = 0; ///< Sources of which an agent was made.
    std::vector<file_step> files;
    std::vector<skipped_source> skipped;
    std::vector<notice> assumed; ///< What had to be assumed to read the sources.
    conversion_manifest manifest;
};

/** Reads every Markdown agent below @p source and works out what to write into @p out: a bundle of one YAML
 *  file an agent, with index.json and triggers.json. Writes nothing. @p time stamps the index.
 *  Errors: @p source is no folder; the manifest of an earlier conversion cannot be read. */
result<conversion> plan_bundle(const std::filesystem::path& source, const std::filesystem::path& out,
                               clock& time);

/** Does what was planned. Files are replaced as wholes; nothing is followed out of @p out.
 *  Errors: the first file that cannot be written or removed; what was written until then stays, and the next
 *  conversion goes on from there. */
result<void> write_bundle(const conversion& planned, const std::filesystem::path& out);

} // namespace codexflow
