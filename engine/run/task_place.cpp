#include "engine/run/task_place.hpp"

#include "engine/record/recorder.hpp"
#include "engine/run/workspaces.hpp"

#include <utility>

namespace codexflow {

result<void> task_place::begin(bool tools)
{
    // A task that succeeds need not leave anything: where only failures stay, the folder can wait.
    if (!tools && !all_.keep().keeps(true))
        return {};
    if (auto made = make(); !made)
        return made.error();
    const std::string path = all_.folders().path_of(what_.ref.alias, made_->name).string();
    made_->tools.workspace = path;
    made_->tools.roots = {{path, true}, {project_.string(), false}};
    return {};
}

result<void> task_place::make()
{
    folder made{all_.folder_of(what_.ref.task_id), {}};
    if (auto there = all_.folders().make(what_.ref.alias, made.name); !there)
        return there.error();
    made_ = std::make_unique<folder>(std::move(made));
    const std::string text = input_json(*what_.input, record_.mask());
    return all_.folders().put(what_.ref.alias, made_->name, "input.json", text);
}

std::string task_place::settle(const task_result& how)
{
    if (!all_.keep().keeps(how.why == nullptr))
        return "";
    if (!exists())
        if (const auto made = make(); !made)
            warn(made.error());
    if (!exists())
        return "";
    made_->stays = true;
    const std::string text = output_json(what_.ref, *what_.input, how, record_.mask());
    if (const auto put = all_.folders().put(what_.ref.alias, made_->name, "output.json", text); !put)
        warn(put.error());
    return all_.folders().path_of(what_.ref.alias, made_->name).lexically_proximate(project_).string();
}

boost::asio::awaitable<void> task_place::leave()
{
    result<void> done;
    if (made_->stays)
        done = co_await all_.retain(what_.ref.alias, made_->name);
    else
        done = co_await all_.clear(what_.ref.alias, made_->name);
    if (!done)
        warn(done.error());
}

void task_place::warn(const error& why)
{
    record_.emit(&what_.ref, event::notice{event::notice::level::warning, "engine", why.message});
}

} // namespace codexflow
