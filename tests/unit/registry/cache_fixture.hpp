#pragma once

#include "engine/registry/cache/agent_cache.hpp"
#include "engine/registry/cache/agent_codec.hpp"

#include "tests/support/manual_clock.hpp"
#include "tests/unit/registry/registry_fixture.hpp"

namespace codexflow::test {

/// A folder of agents, a cache file beside it and a clock that says how long ago the files were written.
struct cache_fixture : registry_fixture
{
    manual_clock time;
    cache_identity owner{"engine", "project"};

    cache_fixture() { later(); }

    /// An hour after everything was written: stamps tell.
    void later() { time.now_us = system_clock().unix_us() + 3'600'000'000; }
    /// The very moment in which it is written: only the text tells.
    void now() { time.now_us = system_clock().unix_us(); }

    std::filesystem::path cache_file() const { return dir / "cache/agents/one"; }
    agent_cache cache() { return agent_cache(cache_file(), owner, time); }

    /// One command's life with a cache: opens it, reads everything, keeps it.
    struct visit
    {
        std::string answer;
        std::size_t hits = 0, misses = 0;
        std::string fault; ///< Of the cache.
    };
    visit load()
    {
        agent_cache cached = cache();
        registry_options with = options;
        with.cache = &cached;
        registry all(with);
        visit made{dump(all), 0, 0, {}};
        BOOST_TEST(all.keep_parsed().has_value());
        made.hits = cached.hits();
        made.misses = cached.misses();
        made.fault = cached.fault() ? cached.fault()->message : "";
        return made;
    }
    /// The answer without any cache.
    std::string truth() const
    {
        registry all(options);
        return dump(all);
    }

    /// Everything that can be asked of a registry, as bytes to compare.
    static std::string dump(registry& all)
    {
        std::string bytes;
        const registry_totals sum = all.totals();
        for (const std::size_t one : {sum.definitions, sum.beside_index, sum.ids, sum.keywords, sum.regex,
                                      sum.file_patterns, sum.warnings, sum.errors})
            bytes += std::to_string(one) + ' ';
        for (const std::string& id : all.ids())
            bytes += id + '\n';
        parsed_agent whole;
        whole.notices = all.notices();
        encode_agent(whole, bytes);
        for (const auto& one : all.agents())
        {
            parsed_agent each;
            each.definition = *one;
            encode_agent(each, bytes);
        }
        return bytes;
    }
};

} // namespace codexflow::test
