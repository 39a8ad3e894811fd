#pragma once

#include "plugins/triggers/original_rules.hpp"
#include "plugins/triggers/rule_book.hpp"
#include "plugins/triggers/settings.hpp"

#include <codexflow/router.hpp>

#include <optional>

namespace codexflow::triggers {

/// Routes by the triggers in the agents' definitions: keywords, regular expressions, globs.
class triggers_router : public router
{
public:
    explicit triggers_router(const settings& given) : settings_(read_settings(given.json())) {}

    routing::prepared prepare(const std::vector<routing::agent>& agents) override
    {
        if (settings_.original)
            return original_.emplace(agents).state();
        return book_.emplace(agents, settings_).state();
    }

    routing::answer route(const routing::request& asked) const override
    {
        if (original_)
            return original_->route(asked);
        return book_ ? book_->route(asked) : routing::answer();
    }

private:
    settings_of_router settings_;
    std::optional<rule_book> book_; ///< One of the two, once prepared.
    std::optional<original_rules> original_;
};

} // namespace codexflow::triggers
