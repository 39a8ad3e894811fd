#include "engine/registry/agent_loader.hpp"

#include <array>

namespace codexflow {
namespace {

constexpr std::array loaders{
    agent_loader{"version 1", is_nested_agent, load_nested_agent},
    agent_loader{"Markdown", is_markdown_agent, load_markdown_agent},
    agent_loader{"flat", is_flat_agent, load_flat_agent},
    agent_loader{"sentences", is_sentence_agent, load_sentence_agent},
    agent_loader{"specialist", is_specialist_agent, load_specialist_agent},
};

} // namespace

std::string_view to_string(notice_kind kind) noexcept
{
    switch (kind)
    {
    case notice_kind::warning: return "warning";
    case notice_kind::duplicate: return "duplicate";
    case notice_kind::left_out: return "left_out";
    case notice_kind::shadowed: return "shadowed";
    case notice_kind::broken: return "broken";
    }
    return "unknown";
}

std::span<const agent_loader> agent_loaders() noexcept { return loaders; }

notice explain_left_out(const doc::node& document, const std::string& file)
{
    const auto because = [&file](doc::position where, std::string why) {
        return notice{notice_kind::left_out,
                      error(errc::invalid_argument, "left out: " + std::move(why), doc::in(file, where))
                          .with_hint("definitions begin with 'version: 1' and an 'agent' section")};
    };
    if (!document.is_mapping())
        return because(document.where,
                       "an agent is a mapping, this is " + std::string(doc::describe(document.type)));
    if (const doc::node* agents = document.find("agents"); agents != nullptr && agents->is_sequence())
        return because(document.where, "this is a list of agents, which are read from their own files");
    return because(document.where, "this is no agent definition: it has neither a section 'agent' nor an id or a name with a prompt");
}

} // namespace codexflow
