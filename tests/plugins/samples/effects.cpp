// Tools whose effects can be counted from outside: one that may be made twice, and one that must not.
#include <codexflow/json.hpp>
#include <codexflow/plugin.hpp>
#include <codexflow/tool.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

CODEXFLOW_MANIFEST(R"({"id":"test.effects","version":"1.0.0","components":[
  {"kind":"tool","name":"effects","config":{"type":"object","properties":{"folder":{"type":"string"}},
   "required":["folder"],"additionalProperties":false}}]})");

namespace {

using codexflow::tool_call;
using codexflow::tool_effect;
using codexflow::tool_error;
using codexflow::tool_result;

constexpr const char* name_and_text = R"({"type":"object","properties":{"name":{"type":"string"},"text":{"type":"string"}},)"
                                      R"("required":["name"]})";

class effects : public codexflow::tool
{
public:
    explicit effects(const codexflow::settings& given) : folder_(folder_of(given))
    {
        add("put", "Gives a file this content.", &effects::put).parameters(name_and_text).effect(tool_effect::idempotent);
        add("push", "Adds a line to the list.", &effects::push).parameters(name_and_text).effect(tool_effect::once);
        add("seen", "Says whether the line is in the list.", &effects::seen).parameters(name_and_text).effect(tool_effect::none);
    }

    tool_result put(tool_call& call)
    {
        std::ofstream(folder_ + "/put-" + std::string(call.arguments.text("name"))) << call.arguments.text("text");
        return tool_result("put");
    }
    tool_result push(tool_call& call)
    {
        const std::string line = std::string(call.arguments.text("name")) + '\n';
        const int fd = ::open((folder_ + "/pushed").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        const bool done = fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
        ::close(fd);
        if (!done)
            throw tool_error("the list cannot be written");
        return tool_result("pushed");
    }
    tool_result seen(tool_call& call)
    {
        std::ifstream in(folder_ + "/pushed");
        const std::string all = '\n' + std::string(std::istreambuf_iterator<char>(in), {});
        const bool found = all.find('\n' + std::string(call.arguments.text("name")) + '\n') != std::string::npos;
        return tool_result(found ? "it is there" : "it is missing");
    }

private:
    static std::string folder_of(const codexflow::settings& given)
    {
        codexflow::json::document settings;
        return settings.parse(given.json()) ? std::string(settings.root()["folder"].string()) : "";
    }

    const std::string folder_;
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<effects>("effects"))
