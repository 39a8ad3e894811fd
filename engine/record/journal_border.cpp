#include "engine/record/journal_border.hpp"

namespace codexflow {
namespace {

struct border
{
    bool operator()(const event::tool_start& e) const noexcept { return e.effect == "once"; }
    bool operator()(const event::tool_end& e) const noexcept { return e.effect == "once" || e.effect == "idempotent"; }
    bool operator()(const event::turn_complete&) const noexcept { return true; } // it was paid
    bool operator()(const event::task_complete&) const noexcept { return true; }
    bool operator()(const event::task_error&) const noexcept { return true; }
    bool operator()(const event::run_complete&) const noexcept { return true; }
    template <class Other> bool operator()(const Other&) const noexcept { return false; }
};

} // namespace

durability border_of(const event::payload& body) noexcept
{
    return std::visit(border{}, body) ? durability::synced : durability::written;
}

} // namespace codexflow
