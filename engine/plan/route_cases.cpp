#include "engine/plan/route_cases.hpp"

#include "engine/base/document.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace codexflow {
namespace {

constexpr std::array<std::string_view, 6> keys{"expect", "expect_first", "expect_none",
                                               "files",  "name",         "text"};

class case_reader
{
public:
    case_reader(const doc::node& line, location where, problems& faults) : line_(line), faults_(faults)
    {
        made_.where = std::move(where);
    }

    std::optional<route_case> read()
    {
        const std::size_t before = faults_.all().size();
        if (!line_.is_mapping())
            fail(fmt::format("a case is an object, not {}", doc::describe(line_.type)));
        for (const doc::member& m : line_.members)
            if (std::find(keys.begin(), keys.end(), m.key) == keys.end())
                fail("unknown key " + quote(m.key),
                     did_you_mean(m.key, std::vector<std::string>(keys.begin(), keys.end())));
        made_.request.text = text("text").value_or("");
        made_.request.files = texts("files").value_or(std::vector<std::string>());
        made_.agents = texts("expect");
        made_.first = text("expect_first");
        if (const doc::node* none = line_.find("expect_none"))
        {
            made_.none = doc::as_boolean(*none).value_or(false);
            if (!made_.none)
                fail("expect_none can only be true");
        }
        if (faults_.all().size() != before)
            return std::nullopt;
        if (made_.request.text.empty() && made_.request.files.empty())
            fail("a case needs a text or files",
                 R"(for example {"text": "write an endpoint", "expect": ["backend-dev"]})");
        if ((made_.agents ? 1 : 0) + (made_.first ? 1 : 0) + (made_.none ? 1 : 0) != 1)
            fail("a case needs exactly one of expect, expect_first and expect_none");
        if (made_.agents && made_.agents->empty())
            fail("expect is empty", "write \"expect_none\": true");
        made_.name = text("name").value_or(made_.request.text.empty() ? join(made_.request.files, " ")
                                                                      : made_.request.text);
        if (faults_.all().size() != before)
            return std::nullopt;
        return std::move(made_);
    }

private:
    void fail(std::string message, std::string hint = {})
    {
        faults_.add(
            error(errc::invalid_argument, std::move(message), made_.where).with_hint(std::move(hint)));
    }

    std::optional<std::string> text(const char* key)
    {
        const doc::node* value = line_.find(key);
        if (value == nullptr)
            return std::nullopt;
        if (!value->is_string())
            fail(fmt::format("{} must be text, not {}", key, doc::describe(value->type)));
        else if (trim(value->text).empty())
            fail(fmt::format("{} is empty", key));
        return value->text;
    }
    std::optional<std::vector<std::string>> texts(const char* key)
    {
        const doc::node* value = line_.find(key);
        if (value == nullptr)
            return std::nullopt;
        std::vector<std::string> all;
        bool fits = value->is_sequence();
        for (const doc::node& item : value->items)
        {
            fits = fits && item.is_string();
            all.push_back(item.text);
        }
        if (!fits)
            fail(fmt::format("{} must be a list of texts", key));
        return all;
    }

    const doc::node& line_;
    problems& faults_;
    route_case made_;
};

std::vector<std::string> ids_of(const route_answer& answer)
{
    std::vector<std::string> ids;
    for (const route_candidate& one : answer.candidates)
        ids.push_back(one.agent);
    return ids;
}

std::string listed(const std::vector<std::string>& ids) { return ids.empty() ? "nobody" : join(ids, ", "); }

/// "; missing: a; not expected: b", or "; the same in another order".
std::string apart(const std::vector<std::string>& expected, const std::vector<std::string>& got)
{
    const auto without = [](const std::vector<std::string>& all, const std::vector<std::string>& known) {
        std::vector<std::string> rest;
        for (const std::string& each : all)
            if (std::find(known.begin(), known.end(), each) == known.end())
                rest.push_back(each);
        return rest;
    };
    const auto missing = without(expected, got);
    const auto extra = without(got, expected);
    std::string text = missing.empty() ? "" : "; missing: " + join(missing, ", ");
    text += extra.empty() ? "" : "; not expected: " + join(extra, ", ");
    return text.empty() ? "; the same in another order" : text;
}

} // namespace

result<std::vector<route_case>> read_route_cases(std::string_view text, const std::string& file)
{
    std::vector<route_case> cases;
    problems faults;
    unsigned number = 0;
    for (std::string_view left = text; !left.empty();)
    {
        const std::string_view line = left.substr(0, left.find('\n'));
        left.remove_prefix(std::min(line.size() + 1, left.size()));
        ++number;
        if (trim(line).empty())
            continue;
        const auto parsed = doc::parse_json(line, file);
        if (!parsed)
        {
            error fault = parsed.error();
            fault.where.line = number; // it was given this line alone
            faults.add(std::move(fault));
            continue;
        }
        if (auto made = case_reader(*parsed, {file, number, 1}, faults).read())
            cases.push_back(std::move(*made));
    }
    if (faults.none() && cases.empty())
        faults.add(error(errc::invalid_argument, "there is no case in it", {file, 0, 0}));
    if (!faults.none())
        return faults.combined();
    return cases;
}

std::optional<std::string> difference(const route_case& expected, const route_answer& answer)
{
    const std::vector<std::string> got = ids_of(answer);
    if (expected.none && !got.empty())
        return "expected nobody, got " + listed(got);
    if (expected.first && (got.empty() || got.front() != *expected.first))
        return "expected " + *expected.first + " first, got " + listed(got);
    if (expected.agents && *expected.agents != got)
        return "expected " + listed(*expected.agents) + ", got " + listed(got) + apart(*expected.agents, got);
    return std::nullopt;
}

} // namespace codexflow
