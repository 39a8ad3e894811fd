#pragma once

#include "engine/memory/context_choice.hpp"
#include "engine/memory/field_filter.hpp"
#include "engine/memory/sharing.hpp"

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace codexflow::memories {

/// What an agent lets the others know.
struct publication
{
    std::string alias, agent_id;
    std::string task_id, run_id;
    std::int64_t at_us = 0; ///< Since 1970.
    bool ok = true;
    std::string data; ///< A text, or JSON.
};

/// Which publications somebody wants, of those it may see.
struct bus_filter
{
    std::string reader;    ///< An agent's id: the one in whose name it reads.
    std::string publisher; ///< Of this agent only; empty: of all.
    std::string alias;     ///< Under this alias only; empty: any.
};

/// Somebody who was not given something because one side only wants to share.
struct bus_refusal
{
    std::string reader, rule;
};

/** Hands what agents publish to those who subscribed and may see it: the rules are asked for each publication and each
 *  subscriber, here and nowhere else. Fields that the publisher's definition keeps out of memory are removed first.
 *  What was published stays, the newest of it within a bound, for those who subscribe later.
 *
 *  Engine thread only. Handlers are called inside publish() and subscribe(); they may subscribe, and end any
 *  subscription. */
class context_bus
{
public:
    using handler = std::function<void(const context_item&)>;

    /// Ends with it what subscribe() began. Destroyed before the bus or after it.
    class subscription
    {
    public:
        subscription() = default;

    private:
        friend class context_bus;
        explicit subscription(std::shared_ptr<void> place) : place_(std::move(place)) {}
        std::shared_ptr<void> place_;
    };

    /// @param bytes of texts that stay. @param fields by agent id.
    context_bus(const sharing_rules& rules, std::map<std::string, field_filter> fields, std::size_t bytes);

    /** @return those subscribers, each reader once, that it was kept from although one of both sides shares. What is
     *  longer than the bound is given to subscribers and not kept. */
    std::vector<bus_refusal> publish(publication what);

    /// @p take is called for what was kept, oldest first, before this returns, and then for everything to come.
    [[nodiscard]] subscription subscribe(bus_filter wanted, handler take);

    /// Kept publications.
    std::size_t size() const noexcept { return kept_.size(); }

private:
    struct subscriber
    {
        bus_filter wanted;
        handler take;
    };
    bool wants(const subscriber& who, const publication& what) const;
    static context_item item_of(const publication& what, std::string rule);

    const sharing_rules& rules_;
    std::map<std::string, field_filter> fields_;
    const std::size_t most_;
    std::size_t bytes_ = 0;
    std::list<publication> kept_; ///< Oldest first.
    std::list<std::weak_ptr<subscriber>> subscribers_;
};

} // namespace codexflow::memories
