// Lines of memory files: whatever stands in them, what is read as an entry is written and read again as the same, in
// the file's form and in the document's, and the quick filter lets through what the thorough one does.
#include "plugins/jsonl/file_names.hpp"
#include "plugins/jsonl/line_filter.hpp"
#include "plugins/jsonl/line_format.hpp"
#include "tests/fuzz/fuzz_target.hpp"

#include <codexflow/remembering_requests.hpp>

#include <algorithm>

namespace jsonl = codexflow::jsonl;
namespace remembering = codexflow::remembering;
using codexflow::fuzz::require;

namespace {

void check_entry(std::string_view line, const remembering::entry& one)
{
    jsonl::line_reader reader;
    const std::string first = jsonl::line_of(one);
    require(std::count(first.begin(), first.end(), '\n') == 1 && first.back() == '\n', "one line");
    const auto again = reader.read(std::string_view(first).substr(0, first.size() - 1));
    require(again.has_value(), "what was written is an entry");
    require(jsonl::line_of(*again) == first, "and the same one");

    codexflow::json::document document;
    const std::string json = again->json();
    require(document.parse(json), "the document is JSON");
    if (again->expires.empty() || codexflow::from_iso_time(again->expires))
        require(remembering::read_entry(document.root()).json() == json, "the document is the entry");

    remembering::filter by;
    for (const std::string_view name : {"agent_id", "task_id"})
        if (!one.id(name).empty()) // a request cannot ask for an empty one
            by.ids.push_back({std::string(name), std::string(one.id(name))});
    by.words = codexflow::search_words(one.summary.value_or("").substr(0, 40));
    by.now = INT64_MIN;
    require(!by.fits(one) || jsonl::line_filter(by).may_fit(line), "nothing is held back");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const codexflow::fuzz::exact_copy copy(std::string_view(reinterpret_cast<const char*>(data), size));
    const std::string_view line = copy.view();
    if (const auto read = jsonl::line_reader().read(line))
        check_entry(line, *read);
    if (!line.empty() && size < 60)
        require(jsonl::alias_of(jsonl::file_name_of(line)) == line, "a name of a file is of one alias");
    if (const auto alias = jsonl::alias_of(line); alias && size < 240)
        require(jsonl::file_name_of(*alias) == line, "an alias has one file");
    return 0;
}
