#pragma once

#include <codexflow/file_error.hpp>
#include <codexflow/line_file.hpp>
#include <codexflow/remembering.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::jsonl {

/// One alias's file.
struct memory_file
{
    std::string alias;
    std::string path;
};

/// Throws what a failed file operation is to those who asked: failure (CFLOW_E_IO).
[[noreturn]] void fail(const file_error& fault, const std::string& path);

/** The folder with the files. Blocking; on one thread. The folder is made at the first append. */
class store
{
public:
    explicit store(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /** Appends the entries, those of one alias in one write.
     *  @return the files in which a torn line was ended, for a notice. */
    std::vector<std::string> append(const std::vector<remembering::entry>& entries);

    /// The file of an alias, or all there are, in the order of their aliases; one that is named need not exist.
    std::vector<memory_file> files(const std::string* alias) const;

private:
    line_file& file_of(const std::string& alias);

    static constexpr std::size_t most_open = 64; ///< Files that are kept open for appending.

    std::filesystem::path folder_;
    std::map<std::string, line_file, std::less<>> open_; ///< By alias.
};

} // namespace codexflow::jsonl
