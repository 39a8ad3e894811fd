#pragma once

#include "plugins/offline/script.hpp"

#include <codexflow/components.hpp>

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace codexflow::offline {

struct question;

/** Answers from a script, for demonstrations and tests. It is no model and says so: its model's name is
 *  "offline-script", and the built-in script begins every reply with the same words.
 *
 *  The same request of the same task always gets the same answer, but for rules with a sequence, which
 *  count the questions of each task. One instance serves any number of calls at once. */
class offline_provider : public provider
{
public:
    explicit offline_provider(const settings& given);

    task<std::string> chat(operation& op) override;
    task<std::string> models(operation& op) override;

private:
    const reply& choose(const question& asked);

    script script_;
    std::mutex mutex_; // guards used_; never held while waiting
    std::map<std::pair<const rule*, std::string>, std::size_t> used_; // replies given of a sequence, by task
};

} // namespace codexflow::offline
