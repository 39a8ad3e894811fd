#include "engine/run/default_provider.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace codexflow {
namespace {

template <class Fits> std::vector<const provider_facts*> in_order(const std::vector<provider_facts>& providers, Fits fits)
{
    std::vector<const provider_facts*> found;
    for (const bool written : {true, false})
        for (const provider_facts& one : providers)
            if (one.written == written && one.plugin_found && fits(one))
                found.push_back(&one);
    return found;
}

/// The model to take from a server that answered, or why there is none.
struct model_pick
{
    std::optional<std::string> model; ///< Empty text: as configured.
    std::string why;
};

model_pick pick_model(const provider_facts& of, const std::vector<listed_model>& models, const std::string& wanted)
{
    const bool named = !wanted.empty() || of.model_written;
    const std::string& model = wanted.empty() ? of.model : wanted;
    if (models.empty())
        return {{}, "it has no model; get one, with Ollama: ollama pull " + (model.empty() ? "NAME" : model)};
    if (!model.empty() && find_model(models, model) != nullptr)
        return {"", "answers and has the model " + quote(model)};
    if (named)
        return {{}, "it has not the model " + quote(model) + "; " + did_you_mean(model, names_of(models))};
    const auto first = std::find_if(models.begin(), models.end(), [](const listed_model& one) { return one.can_chat(); });
    if (first == models.end())
        return {{}, "none of its models can chat: " + join(names_of(models), ", ")};
    return {first->name, "answers; " + (model.empty() ? "" : quote(model) + " is not there, ") + "its model " +
                             quote(first->name) + " is"};
}

std::string names_of_keys(const provider_facts& of)
{
    std::string names;
    for (const provider_facts::key& one : of.keys)
        names += (names.empty() ? "" : " and ") + one.variable;
    return names;
}

} // namespace

std::vector<const provider_facts*> servers_to_ask(const std::vector<provider_facts>& providers)
{
    return in_order(providers, [](const provider_facts& one) { return one.own_server; });
}

default_search choose_default(const std::vector<provider_facts>& providers,
                              const std::map<std::string, server_answer>& answers, const std::string& wanted)
{
    default_search search;
    for (const provider_facts* one : servers_to_ask(providers))
    {
        const auto answer = answers.find(one->name);
        if (answer == answers.end())
            continue;
        const std::string who = one->name + " at " + one->address + ": ";
        if (!answer->second.failure.empty())
        {
            search.tried.push_back(who + answer->second.failure);
            continue;
        }
        model_pick pick = pick_model(*one, answer->second.models, wanted);
        if (!pick.model)
        {
            search.tried.push_back(who + pick.why);
            continue;
        }
        search.chosen = {one->name, std::move(*pick.model), "its server at " + one->address + " " + pick.why};
        return search;
    }
    for (const provider_facts* one : in_order(providers, [](const provider_facts& p) { return !p.keys.empty(); }))
    {
        if (one->keys_set())
        {
            search.chosen = {one->name, "", names_of_keys(*one) + " is set"};
            return search;
        }
        search.tried.push_back(one->name + ": " + names_of_keys(*one) + " is not set");
    }
    return search;
}

} // namespace codexflow
