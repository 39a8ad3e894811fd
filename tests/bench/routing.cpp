// What routing costs: by the number of rules, by the length of the text, and with rules and texts made to
// be slow. Usage: routing [--most N] [--seconds S]
#include "plugins/triggers/rule_book.hpp"
#include "tests/bench/generated_rules.hpp"

#include <codexflow/router.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

namespace {

using namespace codexflow;

double budget = 0.3; ///< For one figure, in seconds.

/// Seconds of CPU this process has used: other programs on the machine do not count.
double now()
{
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

/// Microseconds of one call: the best of several batches, as the machine does other things too.
template <class F> double cost_us(F&& call)
{
    double best = 1e12;
    std::size_t batch = 1;
    for (const double end = now() + budget; now() < end || best > 1e11;)
    {
        const double begin = now();
        for (std::size_t i = 0; i != batch; ++i)
            call();
        const double took = now() - begin;
        best = std::min(best, took / static_cast<double>(batch) * 1e6);
        if (took < budget / 20)
            batch *= 2;
    }
    return best;
}

/// The plugin's class without the boundary.
struct whole_router : router
{
    routing::prepared prepare(const std::vector<routing::agent>&) override { return {}; }
    routing::answer route(const routing::request& asked) const override { return book->route(asked); }
    const triggers::rule_book* book = nullptr;
};

std::string request_json(const std::string& text, const std::vector<std::string>& files)
{
    std::string json;
    json_writer out(json);
    out.begin_object().member("text", text).key("files").begin_array();
    for (const std::string& file : files)
        out.value(file);
    out.end_array().end_object();
    return json;
}

routing::request request_of(const std::string& text)
{
    routing::request made;
    made.text = text;
    return made;
}

bool by_rules(std::size_t most)
{
    std::printf("text of 1 KB, by rules\n%9s %9s %12s %12s %14s %12s\n", "rules", "found", "prepare ms",
                "route us", "as JSON us", "+1 file us");
    const std::string text = test::a_text(1024, 7);
    for (std::size_t rules = 10; rules <= most; rules *= 10)
    {
        auto agents = test::many_agents(rules);
        agents.front().keywords.push_back({text.substr(0, text.find(' ')), {}}); // so that one matches
        const double begin = now();
        const triggers::rule_book book(agents, {});
        const double prepared = (now() - begin) * 1e3;
        whole_router plugin;
        plugin.book = &book;
        const std::string plain = request_json(text, {}),
                          with_file = request_json(text, {"src/main/api/index.js"});
        const double route = cost_us([&] { static_cast<void>(book.route(request_of(text))); });
        const double json = cost_us([&] { static_cast<void>(plugin.route_json(plain)); });
        const double file = cost_us([&] { static_cast<void>(plugin.route_json(with_file)); });
        std::printf("%9zu %9zu %12.1f %12.1f %14.1f %12.1f\n", rules,
                    book.route(request_of(text)).candidates().size(), prepared, route, json, file);
        if (book.route(request_of(text)).candidates().empty() || !book.state().problems.empty())
            return false;
    }
    return true;
}

void by_length()
{
    std::printf("\n1,000 rules, by length of the text\n%9s %12s %9s\n", "bytes", "route us", "ratio");
    const triggers::rule_book book(test::many_agents(1000), {});
    double before = 0;
    for (const std::size_t bytes : {1U << 17, 1U << 18, 1U << 19, 1U << 20})
    {
        const std::string text = test::a_text(bytes, 3);
        const double cost = cost_us([&] { static_cast<void>(book.route(request_of(text))); });
        std::printf("%9zu %12.0f %9.2f\n", bytes, cost, before == 0 ? 0.0 : cost / before);
        before = cost;
    }
}

bool adversarial()
{
    std::printf(
        "\nmade to be slow, by length of the text (us; last column: the ratio of the last doubling)\n");
    struct row
    {
        const char* name;
        const char* regex;
        char letter;
    };
    for (const row& one :
         {row{"(a+)+$", "(a+)+$", 'a'}, row{"(a|aa)+$", "(a|aa)+$", 'a'}, row{"((a*)*)*b", "((a*)*)*b", 'a'},
          row{"(.*)(.*)(.*)(.*)x", "(.*)(.*)(.*)(.*)x", 'a'}, row{"(x+x+)+y", "(x+x+)+y", 'x'},
          row{"(a?){50}a{50}$", "(a?){50}a{50}$", 'a'}})
    {
        std::vector<routing::agent> agents(1);
        agents[0].id = "a";
        agents[0].regex.push_back({one.regex, "high", {}});
        const triggers::rule_book book(agents, {});
        if (!book.state().problems.empty())
            return false;
        std::printf("%-20s", one.name);
        double before = 0, cost = 0;
        for (const std::size_t bytes : {1U << 17, 1U << 18, 1U << 19, 1U << 20})
        {
            const std::string text = std::string(bytes - 1, one.letter) + '!';
            before = cost;
            cost = cost_us([&] { static_cast<void>(book.route(request_of(text))); });
            std::printf(" %9.0f", cost);
        }
        std::printf("   x%.2f\n", cost / before);
    }
    return true;
}

} // namespace

int main(int count, char** arguments)
{
    std::size_t most = 100'000;
    for (int i = 1; i + 1 < count; i += 2)
    {
        if (std::strcmp(arguments[i], "--most") == 0)
            most = std::strtoull(arguments[i + 1], nullptr, 10);
        else if (std::strcmp(arguments[i], "--seconds") == 0)
            budget = std::strtod(arguments[i + 1], nullptr);
    }
    if (!by_rules(most))
        return 1;
    by_length();
    return adversarial() ? 0 : 1;
}
