#include "tests/system/resume/resume_world.hpp"

#include "tests/support/provider_replies.hpp"
#include "tests/support/unique_fd.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <sstream>

namespace codexflow::test {
namespace {

namespace fs = std::filesystem;

/// What a request holds of its conversation.
struct heard
{
    std::string task;
    std::size_t turns = 0;
    std::string last; ///< The latest tool's words.
};

heard listen(const http_request& asked)
{
    heard made;
    json::document body;
    if (!body.parse(asked.body))
        return made;
    for (const json::value message : body.root()["messages"].elements())
    {
        const std::string_view role = message["role"].string();
        if (role == "user")
            made.task = message["content"].string();
        else if (role == "assistant")
            ++made.turns;
        else if (role == "tool")
            made.last = message["content"].string();
    }
    return made;
}

std::vector<std::string> reply_to(const heard& what)
{
    const std::string name = what.task.substr(what.task.rfind(' ') + 1);
    const std::string arguments = R"({"name":")" + name + R"(","text":"of )" + name + "\"}";
    const std::string id = "t" + std::to_string(what.turns);
    const auto ask = [&](const std::string& tool) { return ask_for("openai", {{id, tool, arguments}}); };
    if (what.turns == 0)
        return ask_for("openai", {{id + "a", "put", arguments}, {id + "b", "seen", arguments}});
    if (what.turns == 1 || what.last == "it is missing")
        return ask("push");
    if (what.last.find("Nobody knows") != std::string::npos)
        return ask("seen");
    return say("openai", "done " + name);
}

} // namespace

bool effects_model::wait_until_idle()
{
    const unique_fd us(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    where.sin_port = htons(server_.port());
    constexpr std::string_view nothing = "GET /idle HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    char answer = 0;
    return ::connect(us.get(), reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0 &&
           ::send(us.get(), nothing.data(), nothing.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(nothing.size()) &&
           ::recv(us.get(), &answer, 1, 0) == 1 && ::shutdown(us.get(), SHUT_RDWR) == 0 &&
           server_.wait_for_open_connections(0);
}

void effects_model::answer(const http_request& asked, responder& back)
{
    if (asked.method == "GET")
    {
        back.reply(200, "{}");
        return;
    }
    const heard what = listen(asked);
    bool refused = false;
    {
        const std::scoped_lock lock(mutex_);
        requests_.emplace_back(what.task, what.turns);
        refused = requests_.back() == refused_;
    }
    if (refused)
    {
        back.reply(400, R"({"error":{"message":"no"}})");
        return;
    }
    if (!begin_openai(back))
        return;
    for (const std::string& piece : reply_to(what))
        if (!back.write_chunk(piece))
            return;
    back.finish();
}

effects_project::effects_project(const effects_model& model, std::size_t count, const std::string& more)
    : tasks(count), folder(here.dir() / "changed")
{
    fs::create_directory(folder);
    here.use_server("openai", model.url(), "",
                    "plugins: { paths: [\"" CODEXFLOW_SAMPLE_EFFECTS "\"] }\ntools: [ { plugin: effects, folder: \"" +
                        folder.string() + "\" } ]\n" + more);
    here.write("codex/agents/worker.codex.yaml",
               "version: 1\nagent: { id: worker, name: W, description: Works }\n"
               "runtime: { concurrency: { max_parallel_tasks: 8 } }\n"
               "capabilities: { detail: { tools: { allowed: [put, push, seen] } } }\n");
    here.write_tasks({{"worker", numbered(count)}});
}

command effects_project::resume(std::vector<std::string> more) const
{
    std::vector<std::string> all{"run", "--resume", "--json"};
    all.insert(all.end(), more.begin(), more.end());
    return here.program(std::move(all));
}

command effects_project::with_fault(command what, std::size_t at, const std::string& how)
{
    what.environment["LD_PRELOAD"] = CODEXFLOW_JOURNAL_FAULT;
    what.environment["JOURNAL_FAULT_AT"] = std::to_string(at);
    what.environment["JOURNAL_FAULT"] = how;
    what.environment["ASAN_OPTIONS"] = "verify_asan_link_order=0";
    return what;
}

std::map<std::string, std::string> effects_project::effects() const
{
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::directory_iterator(folder))
        found[entry.path().filename()] = read_file(entry.path());
    std::istringstream lines(found["pushed"]);
    std::vector<std::string> sorted;
    for (std::string line; std::getline(lines, line);)
        sorted.push_back(line);
    std::sort(sorted.begin(), sorted.end());
    found["pushed"].clear();
    for (const std::string& line : sorted)
        found["pushed"] += line + '\n';
    return found;
}

std::map<std::string, std::string> effects_project::all_effects() const
{
    std::map<std::string, std::string> all;
    std::vector<std::string> names;
    for (std::size_t i = 1; i <= tasks; ++i)
    {
        names.push_back(std::to_string(i));
        all["put-" + names.back()] = "of " + names.back();
    }
    std::sort(names.begin(), names.end());
    for (const std::string& name : names)
        all["pushed"] += name + '\n';
    return all;
}

std::vector<asked_turn> recorded_turns(const std::string& journal)
{
    std::vector<asked_turn> turns;
    std::map<std::string, std::size_t> seen;
    const event_log log(journal.substr(0, journal.rfind('\n') + 1));
    for (const logged_event& event : log.all())
    {
        const std::string number(event.task().substr(event.task().rfind('-') + 1));
        if (event.kind() == "turn_complete" || event.kind() == "task_complete")
            turns.emplace_back("task " + number, seen[number]++);
    }
    return turns;
}

std::map<std::string, std::string> answers_of(const event_log& log)
{
    std::map<std::string, std::string> answers;
    for (const logged_event& event : log.all())
        if (event.kind() == "task_complete" || event.kind() == "task_restored")
            answers[std::string(event.task())] = event["output"].string();
    return answers;
}

} // namespace codexflow::test
