#include "cli/diagnostics/redacted_bundle.hpp"

#include "engine/base/clock.hpp"

#include <codexflow/json_writer.hpp>
#include <codexflow/reverse_lines.hpp>

#include <algorithm>

namespace codexflow::cli {

void redacted_bundle::add(const std::string& name, const std::string& about, std::string text)
{
    by_.apply(text);
    to_.begin(name, now_us_);
    to_.write(text);
    entries_.push_back({name, about, text.size()});
}

void redacted_bundle::add_lines(const std::string& name, const std::string& about, const std::filesystem::path& file,
                                std::uint64_t most)
{
    reverse_lines lines;
    if (lines.open(file.string()))
        return;
    std::vector<std::string> kept;
    std::uint64_t bytes = 0;
    bool cut = false;
    for (std::string_view line; lines.next(line);)
    {
        bytes += line.size() + 1;
        if ((cut = bytes > most))
            break;
        kept.emplace_back(line);
    }
    std::uint64_t written = 0;
    to_.begin(name, now_us_);
    for (auto line = kept.rbegin(); line != kept.rend(); ++line)
    {
        by_.apply(*line);
        *line += '\n';
        to_.write(*line);
        written += line->size();
    }
    entries_.push_back({name, about + (cut ? ", its end" : ""), written});
}

result<void> redacted_bundle::finish()
{
    std::string list;
    json_writer out(list);
    out.begin_object().member("made", iso_time(now_us_)).member("redacted", true).key("entries").begin_array();
    for (const entry& one : entries_)
        out.begin_object().member("name", one.name).member("about", one.about).member("bytes", one.bytes).end_object();
    out.end_array().end_object();
    add("manifest.json", "this list", list + '\n');
    return to_.close();
}

} // namespace codexflow::cli
