#include "engine/registry/agent_loader.hpp"

#include <array>

namespace codexflow {
namespace {

constexpr std::array loaders{
    agent_loader{"version 1", is_nested_agent, load_nested_agent},
};

} // namespace

std::string_view to_string(notice_kind kind) noexcept
{
    switch (kind)
    {
    case notice_kind::warning: return "warning";
    case notice_kind::duplicate: return "duplicate";
    case notice_kind::left_out: return "left_out";
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
    const doc::member* id = document.find_member("id");
    const doc::member* prompt = document.find_member("prompt");
    if (id != nullptr && prompt != nullptr && prompt->value.is_mapping())
        return because(id->where, "the flat schema (id, prompt.system) is not read by this version");
    if (id != nullptr && prompt != nullptr)
        return because(id->where, "the schema with one 'prompt' text is not read by this version");
    return because(document.where, "this is no agent definition, it has no 'agent' section");
}

} // namespace codexflow
