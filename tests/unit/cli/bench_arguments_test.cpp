#include "cli/arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::cli;
using boost::test_tools::per_element;

namespace {

using words = std::vector<std::string>;

/// `bench --prompt p ARGUMENTS...`
result<command_line> parse(words arguments)
{
    arguments.insert(arguments.begin(), {"bench", "--prompt", "p"});
    return parse_arguments(arguments);
}

bench_options options(const words& arguments)
{
    const auto parsed = parse(arguments);
    BOOST_TEST_REQUIRE(parsed.has_value(), (parsed ? "" : parsed.error().message));
    return std::get<bench_options>(*parsed);
}

std::string fault(const words& arguments)
{
    const auto parsed = parse(arguments);
    return parsed ? "no fault" : parsed.error().message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(bench_arguments)

BOOST_AUTO_TEST_CASE(what_is_assumed)
{
    const bench_options bench = options({});
    BOOST_TEST(bench.prompt.value() == "p");
    BOOST_TEST(!bench.file.has_value());
    BOOST_TEST(bench.providers.empty());
    BOOST_TEST(bench.runs == 3u);
    BOOST_TEST(bench.warm_up == 0u);
    BOOST_TEST(bench.max_parallel == 1u);
    BOOST_TEST(!bench.retries.has_value());
    BOOST_TEST(bench.stream);
    BOOST_TEST((bench.print == bench_options::format::text));
    BOOST_TEST(bench.write_files);
    BOOST_TEST(bench.folder == "data/bench");
    BOOST_TEST(!bench.quiet);
}

BOOST_AUTO_TEST_CASE(everything)
{
    const bench_options bench =
        options({"--providers", "b, a",     "--runs",      "20",     "--warmup", "2", "--max-parallel", "4",
                 "--model",     "a=x=1:2b", "--retries",   "0",      "--csv",    "-q", "--no-stream",   "--out",
                 "there",       "-c",       "limits.task_timeout=1m", "--color", "never"});
    BOOST_TEST(bench.providers == (words{"b", "a"}), per_element());
    BOOST_TEST(bench.runs == 20u);
    BOOST_TEST(bench.warm_up == 2u);
    BOOST_TEST(bench.max_parallel == 4u);
    BOOST_TEST(bench.models.at("a") == "x=1:2b"); // only the first '=' separates
    BOOST_TEST(bench.retries.value() == 0u);
    BOOST_TEST(!bench.stream);
    BOOST_TEST((bench.print == bench_options::format::csv));
    BOOST_TEST(bench.folder == "there");
    BOOST_TEST(bench.quiet);
    BOOST_TEST((bench.color == color_choice::never));
    BOOST_TEST(bench.setup.set == (words{"limits.task_timeout=1m"}), per_element());
    BOOST_TEST(!bench.setup.model.has_value()); // the pairs are no model of the configuration
}

BOOST_AUTO_TEST_CASE(what_cannot_be_meant_is_said)
{
    BOOST_TEST(fault({"-f", "x"}) == "--prompt and --file exclude each other");
    BOOST_TEST(parse_arguments(words{"bench"}).error().message == "there is no prompt");
    BOOST_TEST(fault({"--providers", "a,,b"}) == "--providers needs names with commas between them, not 'a,,b'");
    BOOST_TEST(fault({"--providers", "a,b,a"}) == "--providers names 'a' twice");
    BOOST_TEST(fault({"--model", "m"}) == "--model needs PROVIDER=MODEL, not 'm'");
    BOOST_TEST(fault({"--model", "a="}) == "--model needs PROVIDER=MODEL, not 'a='");
    BOOST_TEST(fault({"--model", "a=x", "--model", "a=y"}) == "--model names 'a' twice");
    BOOST_TEST(fault({"--providers", "a,b", "--model", "c=x"}) == "--model names 'c', which --providers does not");
    BOOST_TEST(fault({"--runs", "0"}) == "--runs needs a whole number from 1 to 100000, not '0'");
    BOOST_TEST(fault({"--warmup", "-1"}) == "--warmup needs a whole number from 0 to 1000, not '-1'");
    BOOST_TEST(fault({"--retries", "11"}) == "--retries needs a whole number from 0 to 10, not '11'");
    BOOST_TEST(fault({"--max-parallel", "many"}) == "--max-parallel needs a whole number from 1 to 10000, not 'many'");
    BOOST_TEST(fault({"--json", "--csv"}) == "--json, --markdown and --csv exclude each other");
    BOOST_TEST(fault({"--out", "x", "--no-output"}) == "--out and --no-output exclude each other");
}

BOOST_AUTO_TEST_SUITE_END()
