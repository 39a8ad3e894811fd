#include "engine/registry/registry.hpp"

#include <set>
#include <utility>

namespace codexflow {

registry_totals registry::totals()
{
    load_all();
    registry_totals sum;
    std::set<std::string> ids, keywords, file_patterns;
    std::set<std::pair<std::string, std::string>> regex;
    for (const agent_bundle& bundle : bundles_)
        for (const agent_file& file : bundle.files)
        {
            if (!file.definition)
                continue;
            ++sum.definitions;
            sum.beside_index += bundle.indexed && !file.indexed_id ? 1 : 0;
            ids.insert(file.definition->id);
            const agent_triggers& triggers = file.definition->triggers;
            for (const text_trigger& trigger : triggers.keywords)
                keywords.insert(trigger.text);
            for (const text_trigger& trigger : triggers.file_patterns)
                file_patterns.insert(trigger.text);
            for (const regex_trigger& trigger : triggers.regex)
                regex.emplace(trigger.pattern, trigger.priority);
        }
    sum.ids = ids.size();
    sum.keywords = keywords.size();
    sum.regex = regex.size();
    sum.file_patterns = file_patterns.size();
    for (const notice& remark : notices())
    {
        sum.errors += remark.kind == notice_kind::broken ? 1U : 0U;
        sum.warnings += is_warning(remark.kind) ? 1U : 0U;
    }
    return sum;
}

std::vector<notice> registry::notices() const
{
    std::vector<notice> all;
    const auto add = [&all](const std::vector<notice>& more) {
        all.insert(all.end(), more.begin(), more.end());
    };
    for (const agent_bundle& bundle : bundles_)
    {
        add(bundle.notices);
        for (const agent_file& file : bundle.files)
            add(file.notices);
    }
    add(notices_);
    return all;
}

} // namespace codexflow
