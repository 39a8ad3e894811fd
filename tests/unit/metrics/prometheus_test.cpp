#include "engine/metrics/prometheus.hpp"

#include <boost/test/unit_test.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;

namespace {

struct sample
{
    std::string name;
    std::map<std::string, std::string> labels;
    double value = 0;
};

/** A reader of the text format 0.0.4, as strict as its description: every line is a comment or a sample, a metric's
 *  HELP and TYPE come before its samples, which stand together, and no sample is there twice. */
class exposition
{
public:
    explicit exposition(std::string_view text)
    {
        BOOST_TEST_REQUIRE((text.empty() || text.ends_with('\n')));
        while (!text.empty())
        {
            const auto end = text.find('\n');
            read_line(text.substr(0, end));
            text.remove_prefix(end + 1);
        }
    }

    std::vector<sample> samples;
    std::map<std::string, std::string> types, helps;

    double at(const std::string& name, const std::map<std::string, std::string>& labels) const
    {
        for (const sample& one : samples)
            if (one.name == name && one.labels == labels)
                return one.value;
        BOOST_FAIL("no sample " + name);
        return std::numeric_limits<double>::quiet_NaN();
    }

private:
    static bool is_name(std::string_view name)
    {
        return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_:0123456789") == name.npos &&
               !(name[0] >= '0' && name[0] <= '9');
    }

    void read_line(std::string_view line)
    {
        if (line.starts_with("# HELP ") || line.starts_with("# TYPE "))
        {
            const std::string_view rest = line.substr(7);
            const auto space = rest.find(' ');
            BOOST_TEST_REQUIRE(space != rest.npos);
            const std::string name(rest.substr(0, space));
            BOOST_TEST_REQUIRE(is_name(name));
            auto& into = line[2] == 'H' ? helps : types;
            BOOST_TEST_REQUIRE(into.emplace(name, rest.substr(space + 1)).second, name);
            if (line[2] == 'T')
                family_ = name;
            return;
        }
        read_sample(line);
    }

    void read_sample(std::string_view line)
    {
        sample one;
        const auto brace = line.find('{');
        BOOST_TEST_REQUIRE(brace != line.npos);
        one.name = line.substr(0, brace);
        BOOST_TEST_REQUIRE(is_name(one.name));
        BOOST_TEST_REQUIRE(one.name.starts_with(family_), line);
        const std::string suffix = one.name.substr(family_.size());
        const bool parts = types.at(family_) == "histogram";
        BOOST_TEST_REQUIRE((parts ? suffix == "_bucket" || suffix == "_sum" || suffix == "_count" : suffix.empty()), line);
        std::size_t at = brace + 1;
        while (line.at(at) != '}')
        {
            const auto equals = line.find('=', at);
            const std::string label(line.substr(at, equals - at));
            BOOST_TEST_REQUIRE(is_name(label));
            BOOST_TEST_REQUIRE(line.at(equals + 1) == '"');
            std::string value;
            for (at = equals + 2; line.at(at) != '"'; ++at)
            {
                if (line[at] == '\\')
                {
                    ++at;
                    BOOST_TEST_REQUIRE((line.at(at) == '\\' || line[at] == '"' || line[at] == 'n'));
                    value += line[at] == 'n' ? '\n' : line[at];
                }
                else
                    value += line[at];
            }
            BOOST_TEST_REQUIRE(one.labels.emplace(label, value).second);
            ++at;
            if (line.at(at) == ',')
                ++at;
        }
        BOOST_TEST_REQUIRE(line.at(at + 1) == ' ');
        const std::string_view number = line.substr(at + 2);
        const auto [stop, failure] = std::from_chars(number.data(), number.data() + number.size(), one.value);
        BOOST_TEST_REQUIRE((failure == std::errc() && stop == number.data() + number.size()), line);
        std::string key = one.name;
        for (const auto& [label, value] : one.labels)
            key += '\n' + label + '=' + value;
        BOOST_TEST_REQUIRE(seen_.insert(key).second, line);
        samples.push_back(std::move(one));
    }

    std::string family_;
    std::set<std::string> seen_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(prometheus_suite)

BOOST_AUTO_TEST_CASE(nothing_is_still_valid)
{
    const exposition page(prometheus_text({}));
    BOOST_TEST(page.samples.empty());
    BOOST_TEST(page.types.at("codexflow_tasks_total") == "counter");
}

BOOST_AUTO_TEST_CASE(every_number_is_there_once_with_help_and_type)
{
    agent_metrics one;
    one.tasks = 3;
    one.ok = 1;
    one.cancelled = 4;
    one.failures = {{"unavailable", 1}, {"rate_limited", 1}};
    for (const std::int64_t ms : {10, 64, 65})
        one.latency.add(ms);
    one.input_tokens = 7;
    one.cost_usd = 0.125;
    const std::string odd = "a\\b\"c\nd";
    const exposition page(prometheus_text({{"coder", one}, {odd, agent_metrics()}}));
    BOOST_TEST(page.types.size() == page.helps.size());
    for (const auto& [name, type] : page.types)
        BOOST_TEST((type == "counter" || type == "histogram"));
    BOOST_TEST(page.at("codexflow_tasks_total", {{"agent", "coder"}, {"outcome", "ok"}}) == 1);
    BOOST_TEST(page.at("codexflow_tasks_total", {{"agent", "coder"}, {"outcome", "failed"}}) == 2);
    BOOST_TEST(page.at("codexflow_tasks_total", {{"agent", "coder"}, {"outcome", "cancelled"}}) == 4);
    BOOST_TEST(page.at("codexflow_tasks_total", {{"agent", odd}, {"outcome", "ok"}}) == 0);
    BOOST_TEST(page.at("codexflow_task_failures_total", {{"agent", "coder"}, {"code", "rate_limited"}}) == 1);
    BOOST_TEST(page.at("codexflow_tokens_total", {{"agent", "coder"}, {"direction", "input"}}) == 7);
    BOOST_TEST(page.at("codexflow_cost_usd_total", {{"agent", "coder"}}) == 0.125);
    const std::string bucket = "codexflow_task_duration_seconds_bucket";
    BOOST_TEST(page.at(bucket, {{"agent", "coder"}, {"le", "0.016"}}) == 1);
    BOOST_TEST(page.at(bucket, {{"agent", "coder"}, {"le", "0.064"}}) == 2);
    BOOST_TEST(page.at(bucket, {{"agent", "coder"}, {"le", "0.128"}}) == 3);
    BOOST_TEST(page.at(bucket, {{"agent", "coder"}, {"le", "+Inf"}}) == 3);
    BOOST_TEST(page.at("codexflow_task_duration_seconds_sum", {{"agent", "coder"}}) == 0.139);
    BOOST_TEST(page.at("codexflow_task_duration_seconds_count", {{"agent", "coder"}}) == 3);
}

BOOST_AUTO_TEST_CASE(buckets_never_go_down)
{
    agent_metrics one;
    for (std::int64_t ms = 1; ms < 3'000'000; ms = ms * 3 / 2 + 1)
        one.latency.add(ms);
    const exposition page(prometheus_text({{"coder", one}}));
    double before = 0;
    for (const sample& each : page.samples)
        if (each.name == "codexflow_task_duration_seconds_bucket")
        {
            BOOST_TEST(each.value >= before);
            before = each.value;
        }
    BOOST_TEST(before == static_cast<double>(one.latency.count()));
}

BOOST_AUTO_TEST_SUITE_END()
