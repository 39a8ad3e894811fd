#include "cli/commands/route_parts.hpp"
#include "cli/render/route_report.hpp"
#include "cli/standard_input.hpp"
#include "engine/base/document.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

struct failed_case
{
    const route_case* what;
    route_answer got;
    std::string difference;
};

result<std::vector<route_case>> read_cases(const route_parts& with)
{
    const bool piped = *with.options.test == "-";
    const auto text = piped ? read_standard_input() : doc::read_text(*with.options.test);
    if (!text)
        return text.error();
    return read_route_cases(*text, piped ? "<stdin>" : *with.options.test);
}

std::string as_text(const std::vector<failed_case>& failed, std::size_t count)
{
    std::string text;
    for (const failed_case& each : failed)
        text += failed_case_text(*each.what, each.got, each.difference);
    return text + fmt::format("{} {}: {} ok, {} failed\n", count, count == 1 ? "case" : "cases",
                              count - failed.size(), failed.size());
}

std::string as_json(const std::vector<failed_case>& failed, std::size_t count,
                    const std::string& rules_digest)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("schema_version", 1).member("cases", count).member("ok", count - failed.size());
    out.member("failed", failed.size()).member("rules_digest", rules_digest);
    out.key("failures").begin_array();
    for (const failed_case& each : failed)
    {
        out.begin_object().member("name", each.what->name).member("line", each.what->where.line);
        out.member("difference", each.difference).key("got").begin_array();
        for (const route_candidate& one : each.got.candidates)
            out.begin_object()
                .member("agent", one.agent)
                .member("score", one.score)
                .member("why", reasons(one))
                .end_object();
        out.end_array().end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

} // namespace

int test_routes(const route_parts& with)
{
    const auto cases = read_cases(with);
    if (!cases)
        return with.where.fail(cases.error());
    std::vector<failed_case> failed;
    for (const route_case& each : *cases)
    {
        auto got = with.chain.route(each.request);
        if (!got)
            return with.where.fail(error(got.error()).at(each.where));
        if (auto apart = difference(each, *got))
            failed.push_back({&each, std::move(*got), std::move(*apart)});
    }
    const std::string text = with.options.json ? as_json(failed, cases->size(), with.chain.rules_digest())
                                               : as_text(failed, cases->size());
    if (!with.where.print(text))
        return output_lost_exit_code;
    if (with.options.strict && !with.chain.problems().empty())
    {
        for (const rule_problem& each : with.chain.problems())
            with.where.fail(to_error(each));
        return exit_code(errc::invalid_argument);
    }
    return failed.empty() ? 0 : 1;
}

} // namespace codexflow::cli
