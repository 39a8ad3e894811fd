#include "tests/counterparts/servers.hpp"

#include "tests/counterparts/needs.hpp"

#include <stdexcept>
#include <utility>

namespace codexflow::test {
namespace {

command node(const std::string& script, std::vector<std::string> arguments)
{
    command what;
    what.program = "node";
    what.arguments = std::move(arguments);
    what.arguments.insert(what.arguments.begin(), package_file(script).string());
    for (const char* name : {"NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "NODE_TEST_CONTEXT"})
        what.environment[name] = std::nullopt;
    return what;
}

command at_path(const std::string& name, std::vector<std::string> arguments)
{
    command what;
    what.program = find_program(name);
    what.arguments = std::move(arguments);
    return what;
}

} // namespace

aimock::aimock(std::string_view fixtures, const std::string& keys)
    : counterpart(
          [&](const temp_dir& folder, std::uint16_t port) {
              const std::string file = folder.write("fixtures.json", "{\"fixtures\":[" + std::string(fixtures) + "]}");
              command what = node("@copilotkit/aimock/dist/cli.js", {"-p", std::to_string(port), "-h", "127.0.0.1", "-f",
                                                                     file, "--strict", "--log-level", "info"});
              what.environment["AIMOCK_API_KEYS"] = keys.empty() ? std::nullopt : std::optional(keys);
              return what;
          },
          stream::out, "server listening on http")
{}

std::vector<aimock::request> aimock::journal() const
{
    const std::string text = ask_http("GET", url() + "/__aimock/journal");
    json::document doc;
    if (!doc.parse(text))
        throw std::runtime_error("aimock's journal is no JSON: " + text);
    std::vector<request> all;
    for (const json::value entry : doc.root().elements())
        all.push_back({std::string(entry["path"].string()), entry["timestamp"].as_int64().value_or(0),
                       static_cast<int>(entry["response"]["status"].as_int64().value_or(0)),
                       std::string(entry["body"].raw())});
    return all;
}

server_everything::server_everything()
    : counterpart(
          [](const temp_dir&, std::uint16_t port) {
              command what = node("@modelcontextprotocol/server-everything/dist/index.js", {"streamableHttp"});
              what.environment["PORT"] = std::to_string(port);
              return what;
          },
          stream::err, "Server listening on port")
{}

mock_llm::mock_llm(std::string_view rules)
    : counterpart(
          [&](const temp_dir& folder, std::uint16_t port) {
              const std::string file =
                  folder.write("mock-llm.yaml", "streaming: { chunkSize: 8, chunkIntervalMs: 1 }\nrules:\n" + std::string(rules));
              command what = node("@dwmkerr/mock-llm/dist/main.js", {"--config", file});
              what.environment["HOST"] = "127.0.0.1";
              what.environment["PORT"] = std::to_string(port);
              return what;
          },
          stream::out, "server running on")
{}

openai_mock_api::openai_mock_api(std::string_view responses)
    : counterpart(
          [&](const temp_dir& folder, std::uint16_t port) {
              const std::string file = folder.write("conf.yaml", "apiKey: right\nresponses:\n" + std::string(responses));
              return node("openai-mock-api/dist/cli.js", {"-c", file, "-p", std::to_string(port)});
          },
          stream::out, "Server started on port")
{}

nginx::nginx(const std::string& locations, const std::string& outside)
    : counterpart(
          [&](const temp_dir& folder, std::uint16_t port) {
              const std::string file = folder.write(
                  "nginx.conf", "daemon off; master_process off; pid nginx.pid; error_log stderr notice; events {}\n"
                                "http { access_log off; client_body_temp_path t1; proxy_temp_path t2;\n"
                                "fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n" +
                                    outside + "server { listen 127.0.0.1:" + std::to_string(port) +
                                    "; proxy_http_version 1.1; proxy_buffering off;\n" + locations + "\n} }\n");
              return at_path("nginx", {"-p", folder.path().string(), "-c", file});
          },
          stream::err, "getrlimit(RLIMIT_NOFILE)") // the first thing it says behind opening its port
{}

tinyproxy::tinyproxy(const std::string& more)
    : counterpart(
          [&](const temp_dir& folder, std::uint16_t port) {
              const std::string file =
                  folder.write("tinyproxy.conf", "Port " + std::to_string(port) +
                                                     "\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\nLogLevel Info\n" + more);
              return at_path("tinyproxy", {"-d", "-c", file});
          },
          stream::out, "Accepting connections")
{}

} // namespace codexflow::test
