#include "engine/plugin/router_answer.hpp"

#include <codexflow/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <unordered_set>
#include <utility>

namespace codexflow::plugin {
namespace {

/// A router over a hundred thousand rules that explains itself says a lot.
constexpr std::size_t most_values = 8'000'000;

/// The first thing that is wrong; reading goes on to nowhere after it.
class reply_reader
{
public:
    bool failed() const noexcept { return fault_.has_value(); }
    error take() { return std::move(*fault_); }

    void fail(const std::string& path, std::string_view what)
    {
        if (!fault_)
            fault_ = error(errc::plugin_misbehaved, fmt::format("its answer is wrong: {} {}", path, what));
    }

    std::string text(const json::value& from, const std::string& path, std::string_view name)
    {
        const json::value found = from[name];
        if (!found.is_string())
            fail(fmt::format("{}.{}", path, name), found.exists() ? "is not text" : "is missing");
        return std::string(found.string());
    }

    double number(const json::value& from, const std::string& path, std::string_view name)
    {
        const auto found = from[name].as_double();
        if (!found || !std::isfinite(*found))
            fail(fmt::format("{}.{}", path, name), "is not a number");
        return found.value_or(0);
    }

    std::size_t count(const json::value& from, const std::string& path)
    {
        const auto found = from.as_uint64();
        if (!found)
            fail(path, "is not a whole number of at least 0");
        return found.value_or(0);
    }

    /// A list, or nothing where it may be absent.
    json::value list(const json::value& from, const std::string& path)
    {
        if (from.exists() && !from.is_array())
            fail(path, "is not a list");
        return from;
    }

    location place(const json::value& from, const std::string& path)
    {
        location where;
        if (!from["file"].exists())
            return where;
        where.file = text(from, path, "file");
        const auto number = [&](std::string_view name) {
            const json::value given = from[name];
            const std::size_t found = given.exists() ? count(given, fmt::format("{}.{}", path, name)) : 0;
            return static_cast<unsigned>(std::min<std::size_t>(found, UINT32_MAX));
        };
        where.line = number("line");
        where.column = number("column");
        return where;
    }

private:
    std::optional<error> fault_;
};

route_evidence read_evidence(reply_reader& in, const json::value& from, const std::string& path,
                             const asked_of_router& asked, const std::unordered_set<std::string_view>& files)
{
    route_evidence made;
    made.kind = in.text(from, path, "kind");
    made.pattern = in.text(from, path, "pattern");
    made.score = in.number(from, path, "score");
    if (const json::value span = from["span"]; span.exists())
    {
        if (!span.is_array() || span.size() != 2)
            in.fail(path + ".span", "is not [begin, end]");
        made.span = text_span{in.count(span[std::size_t{0}], path + ".span[0]"),
                              in.count(span[std::size_t{1}], path + ".span[1]")};
        if (made.span->begin > made.span->end || made.span->end > asked.text_size)
            in.fail(path + ".span",
                    fmt::format("does not lie in the text, which has {} bytes", asked.text_size));
    }
    if (const json::value file = from["file"]; file.exists())
    {
        made.file = in.text(from, path, "file");
        if (!files.contains(made.file))
            in.fail(path + ".file", "is none of the files that were asked about");
    }
    if (const json::value where = from["where"]; where.exists())
        made.where = in.place(where, path + ".where");
    return made;
}

/// @p document holds what was read, @p json outlives it.
bool parse(json::document& document, std::string_view json, reply_reader& in)
{
    if (!document.parse(json))
        in.fail("it",
                fmt::format("is not JSON: byte {}: {}", document.error().offset, document.error().message));
    else if (!document.root().is_object())
        in.fail("it", "is not a JSON object");
    return !in.failed();
}

} // namespace

result<router_prepared> read_router_prepared(std::string_view json)
{
    reply_reader in;
    json::document document(most_values);
    router_prepared made;
    if (!parse(document, json, in))
        return in.take();
    const json::value root = document.root();
    made.rules = in.count(root["rules"], "rules");
    std::size_t index = 0;
    for (const json::value one : in.list(root["problems"], "problems").elements())
    {
        const std::string path = fmt::format("problems[{}]", index++);
        made.problems.push_back({{},
                                 in.text(one, path, "agent"),
                                 in.text(one, path, "kind"),
                                 in.text(one, path, "pattern"),
                                 in.text(one, path, "message"),
                                 in.place(one, path)});
        if (in.failed())
            break;
    }
    if (in.failed())
        return in.take();
    return made;
}

result<router_reply> read_router_reply(std::string_view json, const asked_of_router& asked)
{
    reply_reader in;
    json::document document(most_values);
    router_reply made;
    if (!parse(document, json, in))
        return in.take();
    std::unordered_set<std::string_view> files, seen;
    if (asked.files != nullptr)
        files.insert(asked.files->begin(), asked.files->end());
    const json::value root = document.root();
    if (!root["candidates"].is_array())
        in.fail("candidates", "is not a list");
    std::size_t index = 0;
    for (const json::value one : root["candidates"].elements())
    {
        const std::string path = fmt::format("candidates[{}]", index++);
        route_candidate candidate{in.text(one, path, "agent"), in.number(one, path, "score"), {}, {}};
        if (!seen.insert(one["agent"].string()).second)
            in.fail(path + ".agent", "stands there twice");
        std::size_t number = 0;
        for (const json::value evidence : in.list(one["evidence"], path + ".evidence").elements())
            candidate.evidence.push_back(
                read_evidence(in, evidence, fmt::format("{}.evidence[{}]", path, number++), asked, files));
        made.candidates.push_back(std::move(candidate));
        if (in.failed())
            return in.take();
    }
    index = 0;
    for (const json::value one : in.list(root["tried"], "tried").elements())
    {
        const std::string path = fmt::format("tried[{}]", index++);
        made.tried.push_back({{},
                              in.text(one, path, "agent"),
                              in.text(one, path, "kind"),
                              in.text(one, path, "pattern"),
                              in.text(one, path, "why"),
                              one["where"].exists() ? in.place(one["where"], path + ".where") : location{}});
        if (in.failed())
            break;
    }
    if (in.failed())
        return in.take();
    return made;
}

} // namespace codexflow::plugin
