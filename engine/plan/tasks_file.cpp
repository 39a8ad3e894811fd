#include "engine/plan/tasks_file.hpp"

#include "engine/base/problems.hpp"
#include "engine/base/text.hpp"
#include "engine/registry/registry.hpp"

#include <fmt/format.h>

namespace codexflow {
namespace {

class planner
{
public:
    planner(const doc::node& document, const std::string& file, registry& agents)
        : document_(document),
          file_(file),
          agents_(agents)
    {}

    result<plan> make()
    {
        if (!document_.is_mapping() && !document_.is_null())
            fail(document_.where,
                 fmt::format("a task file maps aliases or agent ids to lists of tasks, this is {}",
                             doc::describe(document_.type)),
                 R"(for example: { "reviewer": ["Review main.cpp"] })");
        for (const doc::member& entry : document_.members)
            read_entry(entry);
        if (faults_.none() && made_.tasks.empty())
            fail(document_.where, "the task file has no tasks",
                 R"(for example: { "reviewer": ["Review main.cpp"] })");
        if (!faults_.none())
            return faults_.combined();
        return std::move(made_);
    }

private:
    void fail(doc::position where, std::string message, std::string hint = {})
    {
        faults_.add(error(errc::invalid_argument, std::move(message), doc::in(file_, where))
                        .with_hint(std::move(hint)));
    }

    void read_entry(const doc::member& entry)
    {
        planned_task common;
        common.alias = entry.key;
        if (const auto found = agents_.resolve(entry.key))
        {
            common.agent_id = found->agent_id;
            common.autonomy = found->autonomy;
            read_definition(entry, common);
        }
        else
            faults_.add(error(found.error()).at(doc::in(file_, entry.where)));
        if (!entry.value.is_sequence())
            return fail(entry.value.where,
                        fmt::format("{} needs a list of tasks, not {}", quote(entry.key),
                                    doc::describe(entry.value.type)),
                        entry.value.is_string() ? "put the task in brackets: [\"...\"]" : "");
        for (std::size_t i = 0; i < entry.value.items.size(); ++i)
            read_task(entry.value.items[i], fmt::format("{}-{}", entry.key, i + 1), common);
    }

    void read_definition(const doc::member& entry, planned_task& common)
    {
        const auto found = agents_.find(common.agent_id);
        if (found)
        {
            common.definition = *found;
            return;
        }
        error broken = found.error();
        broken.hint +=
            (broken.hint.empty() ? "" : "\n") + fmt::format("{} at {} needs this agent", quote(entry.key),
                                                            to_string(doc::in(file_, entry.where)));
        faults_.add(std::move(broken));
    }

    void read_task(const doc::node& input, std::string id, const planned_task& common)
    {
        planned_task made = common;
        made.id = std::move(id);
        made.where = doc::in(file_, input.where);
        if (input.is_mapping())
            read_tools(input, made);
        else if (!input.is_string())
            return fail(input.where,
                        fmt::format("a task must be text or an object, not {}", doc::describe(input.type)));
        made.input = input;
        made.text = task_text(input);
        if (trim(made.text).empty())
            return fail(input.where, "the task is empty", "say what is to be done");
        made_.tasks.push_back(std::move(made));
    }

    void read_tools(const doc::node& input, planned_task& made)
    {
        const doc::node* tools = input.find("tools");
        if (tools == nullptr || tools->is_null())
            return;
        if (!tools->is_sequence())
            return fail(tools->where,
                        fmt::format("tools must be a list of names, not {}", doc::describe(tools->type)));
        for (const doc::node& tool : tools->items)
        {
            if (tool.is_string())
                made.tools.push_back(tool.text);
            else
                fail(tool.where,
                     fmt::format("tools must be a list of names, not {}", doc::describe(tool.type)));
        }
    }

    const doc::node& document_;
    const std::string& file_;
    registry& agents_;
    plan made_;
    problems faults_;
};

bool looks_like_json(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    text = trim(text);
    return text.starts_with('{') || text.starts_with('[');
}

result<plan> read(std::string_view text, const std::string& name, bool json, registry& agents)
{
    const auto document = json ? doc::parse_json(text, name) : doc::parse_yaml(text, name);
    if (!document)
        return document.error();
    return make_plan(*document, name, agents);
}

} // namespace

result<plan> make_plan(const doc::node& document, const std::string& file, registry& agents)
{
    return planner(document, file, agents).make();
}

result<plan> load_tasks_text(std::string_view text, const std::string& name, registry& agents)
{
    return read(text, name, looks_like_json(text), agents);
}

result<plan> load_tasks_file(const std::filesystem::path& path, registry& agents)
{
    const auto text = doc::read_text(path);
    if (!text)
        return text.error();
    const bool yaml = path.extension() == ".yaml" || path.extension() == ".yml";
    return read(*text, path.string(), path.extension() == ".json" || (!yaml && looks_like_json(*text)),
                agents);
}

} // namespace codexflow
