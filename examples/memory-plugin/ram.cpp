// A memory that lasts as long as its program: what the tasks of one run remember for each other, and nobody after it.
#include <codexflow/plugin.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

CODEXFLOW_MANIFEST(R"({
 "id": "org.example.ram", "version": "1.0.0", "license": "MIT",
 "components": [{"kind": "memory", "name": "ram", "config": {
  "type": "object", "additionalProperties": false,
  "properties": {
   "max_entries": {"type": "integer", "minimum": 1, "description": "The most entries that are kept, of all aliases: 10000. The oldest go."}
  }}}],
 "threading": "serial"
})");

namespace {

using codexflow::operation;
using codexflow::task;
namespace remembering = codexflow::remembering;

class ram : public codexflow::memory
{
public:
    explicit ram(const codexflow::settings& given)
    {
        codexflow::json::document own;
        if (own.parse(given.json()))
            most_ = own.root()["max_entries"].as_uint64().value_or(most_);
    }

    task<void> add(operation&, std::vector<entry> entries) override
    {
        for (entry& one : entries)
            kept_.push_back(std::move(one));
        const auto older = [](const entry& a, const entry& b) { return a.time() < b.time(); };
        std::stable_sort(kept_.begin(), kept_.end(), older); // the newest is last
        if (kept_.size() > most_)
            kept_.erase(kept_.begin(), kept_.end() - static_cast<std::ptrdiff_t>(most_));
        co_return;
    }

    task<remembering::found> find(operation& op, const query& asked) override
    {
        remembering::window window(asked);
        std::vector<std::string> documents; // others may change kept_ while this one waits for its reader
        for (auto one = kept_.rbegin(); one != kept_.rend() && !window.full(); ++one)
        {
            if (!asked.by.fits(*one))
                continue;
            std::string document = one->json();
            if (window.take(document.size()))
                documents.push_back(std::move(document));
        }
        for (const std::string& document : documents)
            co_await op.emit(CFLOW_CHUNK_JSON, document);
        co_return window.so_far();
    }

    task<remembering::holdings> survey(operation&, std::int64_t now) override
    {
        std::map<std::string, remembering::holding> found;
        std::map<std::string, std::set<std::string>> agents;
        for (const entry& one : kept_)
        {
            if (remembering::expired(one, now))
                continue;
            remembering::holding& holding = found[one.owner()];
            holding.alias = one.owner();
            holding.oldest = holding.entries == 0 ? one.ts : holding.oldest;
            holding.newest = one.ts;
            holding.bytes += one.json().size();
            ++holding.entries;
            if (!one.agent_id.empty())
                agents[one.owner()].insert(one.agent_id);
        }
        remembering::holdings made;
        for (auto& [alias, holding] : found)
        {
            holding.agent_ids.assign(agents[alias].begin(), agents[alias].end());
            made.aliases.push_back(std::move(holding));
        }
        co_return made;
    }

    task<std::uint64_t> remove(operation&, const filter& which) override
    {
        co_return std::erase_if(kept_, [&](const entry& one) { return which.fits(one); });
    }

    task<remembering::compaction> tidy(operation&, const remembering::bounds& to) override
    {
        remembering::compaction done;
        std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> held; // by alias: entries and bytes, from the newest on
        std::vector<entry> stay;
        for (auto one = kept_.rbegin(); one != kept_.rend(); ++one)
        {
            const std::uint64_t size = one->json().size();
            done.bytes_before += size;
            const bool over = remembering::expired(*one, to.now, to.default_ttl_ms);
            auto& [entries, bytes] = held[one->owner()];
            if (!over)
                ++entries, bytes += size;
            const bool above = (to.max_entries && entries > *to.max_entries) || (to.max_bytes && bytes > *to.max_bytes);
            if (over || above)
                continue;
            done.bytes_after += size;
            stay.push_back(std::move(*one));
        }
        std::reverse(stay.begin(), stay.end());
        done.removed = kept_.size() - stay.size();
        done.kept = stay.size();
        kept_ = std::move(stay);
        co_return done;
    }

private:
    std::vector<entry> kept_; ///< The oldest first.
    std::uint64_t most_ = 10'000;
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<ram>("ram"))
