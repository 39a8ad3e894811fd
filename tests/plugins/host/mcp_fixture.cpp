#include "tests/plugins/host/mcp_fixture.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <sstream>

namespace codexflow::test {
namespace {

std::string words_of(const plugin::operation_end& end)
{
    json::document doc;
    if (!doc.parse(end.text))
        return "failed: " + end.text;
    if (end.status < 0)
        return "failed: " + std::string(doc.root()["message"].string());
    return (doc.root()["is_error"].as_bool().value_or(false) ? "error: " : "") + std::string(doc.root()["content"].string());
}

} // namespace

mcp_fixture::mcp_fixture()
{
    services.log = [this](std::string_view, int, std::string_view text) { log.emplace_back(text); };
    services.variables = {{"PATH", "/usr/bin:/bin"}};
}

mcp_fixture::~mcp_fixture()
{
    if (tools == nullptr || served_)
        return;
    serving_.cancel(cancel_reason::abandoned);
    run_until([this] { return served_.has_value(); });
}

std::string mcp_fixture::program(const std::vector<std::string>& options, const std::string& more) const
{
    std::string text;
    json_writer json(text);
    json.begin_object().member("server", "s").member("command", CODEXFLOW_SCRIPTED_MCP_SERVER);
    json.key("args").begin_array().value("--log").value((dir / "log").string());
    for (const std::string& one : options)
        json.value(one);
    json.end_array().member("pins", (dir / "pins.json").string()).end_object();
    text.insert(text.size() - 1, more.empty() ? "" : "," + more);
    return text;
}

std::string mcp_fixture::address(const std::string& url, const std::string& more) const
{
    return R"({"server":"s","url":")" + url + R"(","pins":")" + (dir / "pins.json").string() + '"' +
           (more.empty() ? "" : "," + more) + '}';
}

void mcp_fixture::open(const std::string& settings, const secrets& its_secrets)
{
    const made got = make(CODEXFLOW_PLUGIN_MCP, settings, "mcp", its_secrets, {"127.0.0.1"});
    if (!got)
    {
        refusal = got.error().message;
        return;
    }
    tools = *got;
    begin(*tools, "serve", "{}", serving_, [this](plugin::operation_end end) { served_ = std::move(end); });
}

std::string mcp_fixture::list()
{
    const plugin::operation_end end = run(*tools, "list", std::string("{}"));
    json::document doc;
    if (end.status < 0)
        return words_of(end);
    BOOST_REQUIRE(doc.parse(end.text));
    std::string text;
    for (const json::value one : doc.root()["tools"].elements())
        text += (text.empty() ? "" : " ") + std::string(one["name"].string()) + ':' + std::string(one["effect"].string());
    return text;
}

void mcp_fixture::begin_call(const std::string& tool, const std::string& arguments, cancel_source& scope,
                             std::optional<std::string>& answer)
{
    const std::string request = R"({"tool":")" + tool + R"(","arguments":)" + arguments +
                                R"(,"call_id":"c","workspace":"/tmp","roots":[]})";
    begin(*tools, "call", request, scope, [&answer](const plugin::operation_end& end) { answer = words_of(end); });
}

std::string mcp_fixture::call(const std::string& tool, const std::string& arguments)
{
    std::optional<std::string> answer;
    cancel_source scope;
    begin_call("mcp__s__" + tool, arguments, scope, answer);
    run_until([&] { return answer.has_value(); });
    return *answer;
}

void mcp_fixture::close()
{
    const plugin::operation_end end = run(*tools, "close", std::string("{}"));
    BOOST_TEST(end.status == CFLOW_OK, end.text);
    run_until([this] { return served_.has_value(); });
    BOOST_TEST(served_->status == CFLOW_OK, served_->text);
}

void mcp_fixture::run_until_seen(const std::function<bool()>& done)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!done())
    {
        BOOST_REQUIRE(std::chrono::steady_clock::now() < until);
        io.restart();
        io.run_one_for(std::chrono::milliseconds(5));
    }
}

std::vector<std::string> mcp_fixture::heard() const
{
    std::vector<std::string> lines;
    if (!std::filesystem::exists(dir / "log"))
        return lines;
    std::istringstream text(read_file(dir / "log"));
    for (std::string line; std::getline(text, line);)
        lines.push_back(line);
    return lines;
}

std::size_t mcp_fixture::heard(std::string_view line) const
{
    const auto lines = heard();
    return static_cast<std::size_t>(std::count(lines.begin(), lines.end(), line));
}

bool mcp_fixture::logged(std::string_view part) const
{
    return std::any_of(log.begin(), log.end(), [&](const std::string& line) { return line.find(part) != line.npos; });
}

} // namespace codexflow::test
