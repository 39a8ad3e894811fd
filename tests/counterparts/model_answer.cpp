#include "tests/counterparts/model_answer.hpp"

#include "tests/system/run/event_log.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace codexflow::test {
namespace {

/// JSON without blanks and with one way to escape.
std::string normal(const std::string& arguments)
{
    rapidjson::Document doc;
    if (doc.Parse(arguments.c_str()).HasParseError())
        return arguments;
    rapidjson::StringBuffer out;
    rapidjson::Writer<rapidjson::StringBuffer> writer(out);
    doc.Accept(writer);
    return out.GetString();
}

std::string usage_of(const json::value usage)
{
    return usage.exists() ? std::string(usage["input_tokens"].raw()) + '/' + std::string(usage["output_tokens"].raw())
                          : std::string();
}

void add_call_piece(model_answer& answer, const logged_event& chunk)
{
    const std::size_t index = static_cast<std::size_t>(chunk["index"].as_uint64().value_or(0));
    answer.calls.resize(std::max(answer.calls.size(), index + 1));
    const std::string_view text = chunk["text"].string();
    if (chunk["channel"].string() == "tool_args")
    {
        answer.calls[index].arguments += text;
        return;
    }
    json::document opened;
    static_cast<void>(opened.parse(text)); // a fault leaves the call without a name, which no test expects
    answer.calls[index].id = opened.root()["id"].string();
    answer.calls[index].name = opened.root()["name"].string();
}

void add_end(model_answer& answer, const logged_event& end)
{
    answer.usage = usage_of(end["usage"]);
    answer.finish = end["finish"].string();
    if (end.kind() == "task_complete")
        return;
    const json::value error = end["error"];
    if (error["code"].string() == "unsupported" && !answer.calls.empty())
        answer.finish = "tool_calls"; // the turn was fine, the agent has no tools
    else if (error["message"].string() == "the model declined to answer")
        answer.refusal = error["detail"].string();
    else if (error["message"].string().starts_with("the model ended its turn without saying anything"))
        answer.finish = error["hint"].string().substr(std::string_view("finish reason: ").size());
    else
        answer.error = std::string(error["message"].string()) + " | " + std::string(error["detail"].string());
}

bool same_calls(const model_answer& ours, const model_answer& theirs)
{
    return std::equal(ours.calls.begin(), ours.calls.end(), theirs.calls.begin(), theirs.calls.end(),
                      [](const auto& a, const auto& b) {
                          return a.name == b.name && a.arguments == b.arguments && (b.id.empty() || a.id == b.id);
                      });
}

bool same_usage(const std::string& ours, const std::string& theirs)
{
    const auto nothing = [](const std::string& usage) { return usage.empty() || usage == "0/0"; };
    return ours == theirs || (nothing(ours) && nothing(theirs));
}

} // namespace

model_answer from_run(const event_log& log)
{
    model_answer answer;
    for (const logged_event& event : log.all())
    {
        const std::string_view channel = event["channel"].string();
        if (event.kind() == "chunk" && channel == "text")
            answer.text += event["text"].string();
        else if (event.kind() == "chunk" && channel == "reasoning")
            answer.reasoning += event["text"].string();
        else if (event.kind() == "chunk")
            add_call_piece(answer, event);
        else if (event.kind() == "task_complete" || event.kind() == "task_error")
            add_end(answer, event);
    }
    for (model_answer::tool_call& call : answer.calls)
        call.arguments = normal(call.arguments);
    return answer;
}

model_answer from_reference(const json::value said)
{
    model_answer answer;
    const auto text = [&](const char* member) { return std::string(said[member].string()); };
    answer.text = text("text");
    answer.reasoning = text("reasoning");
    answer.finish = text("finish");
    answer.usage = text("usage");
    answer.refusal = text("refusal");
    answer.error = text("error");
    for (const json::value call : said["calls"].elements())
        answer.calls.push_back({std::string(call["id"].string()), std::string(call["name"].string()),
                                normal(std::string(call["arguments"].string()))});
    return answer;
}

std::string differences(const model_answer& ours, const model_answer& theirs)
{
    std::string names;
    const auto note = [&](const char* name, bool same) {
        if (!same)
            names += (names.empty() ? "" : " ") + std::string(name);
    };
    note("text", ours.text == theirs.text);
    note("reasoning", ours.reasoning == theirs.reasoning);
    note("calls", same_calls(ours, theirs));
    note("refusal", ours.refusal == theirs.refusal);
    note("error", ours.error.empty() == theirs.error.empty());
    if (!ours.error.empty() && !theirs.error.empty())
        note("message", ours.error.find(theirs.error) != std::string::npos);
    else if (ours.error.empty() && theirs.error.empty() && ours.refusal.empty())
        note("finish", ours.finish == theirs.finish);
    if (ours.error.empty() && theirs.error.empty())
        note("usage", same_usage(ours.usage, theirs.usage));
    return names;
}

std::string calls_of(const model_answer& answer)
{
    std::string all;
    for (const model_answer::tool_call& call : answer.calls)
        all += (all.empty() ? "" : "; ") + call.name + ' ' + call.arguments;
    return all;
}

std::string describe(const model_answer& answer)
{
    return "text '" + answer.text + "', reasoning '" + answer.reasoning + "', calls '" + calls_of(answer) +
           "', finish '" + answer.finish + "', usage '" + answer.usage + "', refusal '" + answer.refusal +
           "', error '" + answer.error + "'";
}

} // namespace codexflow::test
