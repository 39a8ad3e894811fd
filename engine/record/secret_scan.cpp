#include "engine/record/secret_scan.hpp"

#include "engine/base/file_write.hpp"
#include "engine/record/line_checksum.hpp"
#include "engine/record/redaction.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>

namespace codexflow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t part = std::size_t{1} << 20;
constexpr std::size_t overlap = 16384; ///< Of two parts: what lies across their border is whole in the second one.
constexpr std::size_t looked_at_for_zero = 8192;
constexpr std::uintmax_t largest_rewritten = std::uintmax_t{256} << 20;

error unreadable(const fs::path& path)
{
    return error(errc::invalid_argument, std::string("it cannot be read: ") + std::strerror(errno != 0 ? errno : EIO),
                 location{path.string(), 0, 0});
}

/// Counts lines and columns up to offsets that only grow.
class place_counter
{
public:
    /// @param text begins at offset @p begin of the file.
    std::pair<std::uint64_t, std::uint64_t> place(std::string_view text, std::uint64_t begin, std::uint64_t at)
    {
        for (; seen_ < at; ++seen_)
            if (text[seen_ - begin] == '\n')
            {
                ++line_;
                line_begin_ = seen_ + 1;
            }
        return {line_, at - line_begin_ + 1};
    }

private:
    std::uint64_t seen_ = 0, line_ = 1, line_begin_ = 0;
};

/// Where the next part begins: behind a line end, so far back that the overlap is in it.
std::size_t next_begin(std::string_view text)
{
    if (text.size() <= overlap)
        return 0;
    const std::size_t wanted = text.size() - overlap;
    const std::size_t end = text.rfind('\n', wanted);
    return end == text.npos || end + 1 < text.size() / 2 ? wanted : end + 1;
}

} // namespace

result<scanned_as> scan_file(const fs::path& path, const redaction& by, const std::function<void(found_secret)>& found)
{
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return unreadable(path);
    std::string text;
    std::uint64_t begin = 0, told_to = 0; // offsets in the file: of text, and behind the last secret told
    place_counter counter;
    for (bool first = true;; first = false)
    {
        const std::size_t kept = text.size();
        text.resize(kept + part);
        in.read(text.data() + kept, static_cast<std::streamsize>(part));
        text.resize(kept + static_cast<std::size_t>(in.gcount()));
        if (in.bad())
            return unreadable(path);
        if (first && std::string_view(text).substr(0, looked_at_for_zero).find('\0') != std::string_view::npos)
            return scanned_as::binary;
        const bool last = !in;
        const std::size_t next = last ? text.size() : next_begin(text);
        std::string after = text;
        by.apply(after);
        for (redacted_place& one : redacted_places(text, after))
        {
            const std::uint64_t at = begin + one.at;
            if (at < told_to || (!last && one.at >= next)) // seen before, or seen again whole
                continue;
            const auto [line, column] = counter.place(text, begin, at);
            found({line, column, std::move(one.rule), std::move(one.excerpt)});
            told_to = at + 1;
        }
        if (last)
            return scanned_as::text;
        counter.place(text, begin, begin + next);
        text.erase(0, next);
        begin += next;
    }
}

namespace {

/// A line of a journal with the checksum of what it then is.
std::string redacted_sealed(std::string_view line, const redaction& by)
{
    const std::size_t seal = line_seal::size - 1; // without the newline
    std::string text(line.substr(0, line.size() - seal));
    text += '}';
    const std::string before = text;
    by.apply_json(text);
    if (text == before || !text.ends_with('}'))
        return text == before ? std::string(line) + '\n' : text + '\n';
    text.pop_back();
    return text + std::string(line_seal(text).text());
}

std::string redacted_journal(std::string_view text, const redaction& by)
{
    std::string made;
    while (!text.empty())
    {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        if (check_seal(line) == seal_state::right)
            made += redacted_sealed(line, by);
        else
        {
            std::string other(line);
            by.apply(other);
            made += other + (end == text.size() ? "" : "\n");
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return made;
}

} // namespace

result<bool> redact_file(const fs::path& path, const redaction& by)
{
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (failed)
        return error(errc::invalid_argument, "it cannot be read: " + failed.message(), location{path.string(), 0, 0});
    if (size > largest_rewritten)
        return error(errc::invalid_argument, "it is too large to be rewritten at once: " + std::to_string(size >> 20U) + " MB",
                     location{path.string(), 0, 0})
            .with_hint("codex-flow redact < FILE > NEW does it as a stream");
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(text.size())))
        return unreadable(path);
    const std::string_view first = std::string_view(text).substr(0, text.find('\n'));
    std::string made = text;
    if (check_seal(first) == seal_state::right)
        made = redacted_journal(text, by);
    else
        by.apply(made);
    if (made == text)
        return false;
    if (auto written = replace_file(path, made, 0600); !written)
        return written.error();
    return true;
}

result<std::vector<fs::path>> files_below(const fs::path& path)
{
    std::error_code failed;
    const fs::file_status what = fs::symlink_status(path, failed);
    if (!fs::exists(what))
        return error(errc::not_found, "there is no such file or folder", location{path.string(), 0, 0});
    std::vector<fs::path> all;
    if (!fs::is_directory(what))
        all.push_back(path);
    else
        for (auto at = fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, failed);
             !failed && at != fs::recursive_directory_iterator(); at.increment(failed))
            if (fs::is_regular_file(at->symlink_status()))
                all.push_back(at->path());
    if (failed)
        return error(errc::invalid_argument, "it cannot be read: " + failed.message(), location{path.string(), 0, 0});
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace codexflow
