#include "engine/record/event_json.hpp"
#include "engine/record/secret_mask.hpp"

#include <variant>

namespace codexflow {
namespace {

/// Every text in an event that somebody else wrote.
struct masker
{
    const secret_mask& mask;

    void operator()(event::route& e) const { mask.apply(e.text); }
    void operator()(event::plan& e) const
    {
        for (auto& item : e.tasks)
            mask.apply(item.text);
    }
    void operator()(event::retry& e) const { mask.apply(e.message); }
    void operator()(event::failover& e) const { mask.apply(e.message); }
    void operator()(event::tool_start& e) const { mask.apply(e.arguments); }
    void operator()(event::tool_end& e) const { mask.apply(e.output); }
    void operator()(event::approval_asked& e) const
    {
        mask.apply(e.subject);
        mask.apply(e.reason);
    }
    void operator()(event::approval_given&) const {}
    void operator()(event::policy_violation& e) const
    {
        mask.apply(e.reason);
        mask.apply(e.permit);
    }
    void operator()(event::task_complete& e) const { mask.apply(e.output); }
    void operator()(event::task_error& e) const
    {
        mask.apply(e.what.message);
        mask.apply(e.what.detail);
        mask.apply(e.what.hint);
        mask.apply(e.partial);
    }
    void operator()(event::notice& e) const { mask.apply(e.text); }
    void operator()(event::worktree& e) const
    {
        for (auto& one : e.files)
            mask.apply(one.path);
    }
    void operator()(event::edits_overlap& e) const
    {
        for (auto& one : e.files)
            mask.apply(one.path);
    }
    void operator()(event::files_applied& e) const
    {
        for (auto& one : e.files)
        {
            mask.apply(one.path);
            mask.apply(one.reason);
        }
        for (auto& one : e.faults)
            mask.apply(one.text);
    }
    void operator()(event::run_complete& e) const { mask.apply(e.reason); }
    void operator()(event::run_started&) const {}
    void operator()(event::task_started&) const {}
    void operator()(event::chunk&) const {} // a view: the recorder masks a copy
};

} // namespace

void mask_payload(event::payload& body, const secret_mask& mask) { std::visit(masker{mask}, body); }

} // namespace codexflow
