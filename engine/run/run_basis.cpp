#include "engine/run/run_basis.hpp"

#include "engine/base/digest.hpp"
#include "engine/base/document_builder.hpp"
#include "engine/base/text.hpp"
#include "engine/config/config.hpp"
#include "engine/gateway/tool_question.hpp"
#include "engine/registry/registry.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace codexflow {
namespace {

basis_item item_of(const task_ref& task, const std::string& text, const std::vector<std::string>& wanted)
{
    const std::string first = text.substr(0, text.find('\n'));
    std::string whole;
    for (const std::string* part : {&task.alias, &task.agent_id, &text})
        (whole += *part) += '\0';
    for (const std::string& tool : wanted)
        (whole += tool) += '\0';
    const std::string shown = task.alias + ": " + first; // whole: half a secret is not known as one
    return {"tasks." + task.task_id, quote(shown, shown.size()), sha256_digest(whole)};
}

std::string tools_of(const job& one)
{
    tool_question asked;
    asked.agent = *one.caller;
    return to_json(asked);
}

void add_agents(const run_request& request, std::vector<basis_item>& out)
{
    std::set<std::string> seen;
    for (const job& one : request.jobs)
    {
        if (!seen.insert(one.ref.alias).second)
            continue;
        const std::string path = "agents." + one.ref.alias;
        const std::string& prompt = one.system.str();
        out.push_back({path + ".prompt", std::to_string(prompt.size()) + " bytes", sha256_digest(prompt)});
        out.push_back({path + ".tools", "", sha256_digest(tools_of(one))});
    }
}

/// Whether a value of the configuration makes a run another one; not how fast or how patiently it is made.
bool counts(std::string_view path)
{
    constexpr std::array<std::string_view, 5> sections{"model", "providers", "policies", "tools", "sandbox"};
    constexpr std::array<std::string_view, 3> matters_not{".max_parallel", ".retries", ".price"};
    const std::string_view section = path.substr(0, path.find_first_of(".["));
    if (std::find(sections.begin(), sections.end(), section) == sections.end())
        return false;
    return std::none_of(matters_not.begin(), matters_not.end(),
                        [&](std::string_view part) { return path.find(part) != path.npos; });
}

error bad_work(const std::string& what)
{
    return error(errc::invalid_argument, "the record of the run is damaged: " + what);
}

std::vector<std::string> texts_of(const doc::node* list)
{
    std::vector<std::string> texts;
    if (list != nullptr)
        for (const doc::node& one : list->items)
            texts.push_back(one.text);
    return texts;
}

std::string text_of(const doc::node& from, std::string_view key)
{
    const doc::node* found = from.find(key);
    return found == nullptr ? std::string() : found->text;
}

doc::node file_node(const attached_file& file)
{
    return doc::mapping_builder()
        .set("path", file.path)
        .set("bytes", file.bytes)
        .set("embedded", file.embedded)
        .set_some("left_out", file.left_out)
        .take();
}

std::uint64_t number_of(const doc::node& from, std::string_view key)
{
    const doc::node* found = from.find(key);
    return found == nullptr ? 0U : static_cast<std::uint64_t>(doc::as_integer(*found).value_or(0));
}

void read_attachment(const doc::node& kept, planned_task& task)
{
    task.attachment = text_of(kept, "attachment");
    const doc::node* files = kept.find("files");
    if (files == nullptr)
        return;
    for (const doc::node& file : files->items)
        task.files.push_back({text_of(file, "path"), number_of(file, "bytes"), number_of(file, "embedded"),
                              text_of(file, "left_out")});
}

result<planned_task> read_task(const doc::node& kept, registry& agents)
{
    planned_task made;
    made.id = text_of(kept, "id");
    made.alias = text_of(kept, "alias");
    made.text = text_of(kept, "text");
    if (made.id.empty() || made.alias.empty() || made.text.empty())
        return bad_work("a task has no id, no alias or no text");
    made.agent_id = text_of(kept, "agent_id");
    if (const auto known = agents.resolve(made.alias); known && known->agent_id == made.agent_id)
        made.autonomy = known->autonomy;
    auto definition = agents.find(made.agent_id);
    if (!definition)
        return definition.error();
    made.definition = std::move(*definition);
    if (const doc::node* input = kept.find("input"))
        made.input = *input;
    made.about = texts_of(kept.find("about"));
    made.tools = texts_of(kept.find("tools"));
    return made;
}

} // namespace

std::vector<basis_item> basis_of(const run_request& request, const config& settings)
{
    std::vector<basis_item> items;
    for (const job& one : request.jobs)
        items.push_back(item_of(one.ref, one.text, one.wanted_tools));
    add_agents(request, items);
    for (const config_setting& one : settings.settings())
        if (counts(one.path))
            items.push_back({"config." + one.path, one.value, sha256_digest(one.value)});
    return items;
}

doc::node planned_work(const plan& work, bool whole)
{
    doc::node list{doc::kind::sequence, {}, {}, {}, {}};
    for (const planned_task& one : work.tasks)
    {
        if (!whole && one.attachment.empty())
            continue;
        doc::mapping_builder kept;
        kept.set("id", one.id);
        if (whole)
            kept.set("alias", one.alias).set("agent_id", one.agent_id).set("text", one.text).set("input", one.input)
                .set("about", one.about).set("tools", one.tools);
        kept.set_some("attachment", one.attachment);
        std::vector<doc::node> files;
        for (const attached_file& file : one.files)
            files.push_back(file_node(file));
        if (!files.empty())
            kept.set("files", files);
        list.items.push_back(kept.take());
    }
    return list;
}

result<plan> read_planned_work(const doc::node& kept, registry& agents)
{
    plan made;
    for (const doc::node& one : kept.items)
    {
        auto task = read_task(one, agents);
        if (!task)
            return task.error();
        made.tasks.push_back(std::move(*task));
    }
    if (made.tasks.empty())
        return bad_work("it holds no tasks");
    return made;
}

void restore_attachments(const run_record& record, plan& work)
{
    std::set<std::string> known;
    for (const basis_item& one : record.basis)
        known.insert(one.path);
    std::map<std::string, const doc::node*> kept;
    for (const doc::node& one : record.work.items)
        kept.emplace(text_of(one, "id"), &one);
    for (planned_task& task : work.tasks)
    {
        if (!known.contains("tasks." + task.id))
            continue; // of today
        task.attachment.clear();
        task.files.clear();
        const auto found = kept.find(task.id);
        if (found != kept.end())
            read_attachment(*found->second, task);
    }
}

} // namespace codexflow
