#pragma once

#include "tests/support/loopback_server.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <initializer_list>
#include <string>
#include <vector>

namespace codexflow::test {

/// An Ollama on loopback: lists its models, tells what each can do, and answers "ok".
class own_server
{
public:
    struct model
    {
        std::string name;
        std::string capabilities; ///< As JSON; empty: it does not tell.
    };

    own_server(std::initializer_list<model> models) : models_(models) {}

    std::string url() const { return server_.url(); }
    /// "GET /api/tags", ... in the order they came.
    std::vector<std::string> asked() const
    {
        std::vector<std::string> all;
        for (const http_request& one : server_.received())
            all.push_back(one.method + ' ' + one.target);
        return all;
    }
    std::vector<http_request> received() const { return server_.received(); }

private:
    void answer(const http_request& request, responder& back) const
    {
        if (request.target == "/api/tags")
            back.reply(200, tags());
        else if (request.target == "/api/show")
            show(request, back);
        else
            answer_ollama(back, {"o", "k"});
    }

    std::string tags() const
    {
        std::string list;
        for (const model& one : models_)
            list += (list.empty() ? "" : ",") + ("{\"name\":\"" + one.name) + "\"}";
        return "{\"models\":[" + list + "]}";
    }

    void show(const http_request& request, responder& back) const
    {
        for (const model& one : models_)
            if (request.body.find('"' + one.name + '"') != request.body.npos && !one.capabilities.empty())
            {
                back.reply(200, "{\"capabilities\":" + one.capabilities +
                                    R"(,"model_info":{"general.architecture":"q","q.context_length":8192}})");
                return;
            }
        back.reply(404, R"({"error":"model not found"})");
    }

    const std::vector<model> models_;
    loopback_server server_{[this](const http_request& request, responder& back) { answer(request, back); }};
};

} // namespace codexflow::test
