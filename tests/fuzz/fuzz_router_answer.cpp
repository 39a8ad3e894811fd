// What a router answers: nonsense is refused with a reason, and what is taken keeps what it promises.
#include "engine/plugin/router_answer.hpp"
#include "tests/fuzz/fuzz_target.hpp"

#include <cmath>
#include <set>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace codexflow;
    const fuzz::exact_copy copy(std::string_view(reinterpret_cast<const char*>(data), size));
    const std::vector<std::string> files{"a.c", "src/b.ts"};
    const auto reply = plugin::read_router_reply(copy.view(), {20, &files});
    if (!reply)
        fuzz::require(reply.error().code == errc::plugin_misbehaved && !reply.error().message.empty(),
                      "a refusal has a reason");
    else
    {
        std::set<std::string> seen;
        for (const route_candidate& one : reply->candidates)
        {
            fuzz::require(seen.insert(one.agent).second, "each agent once");
            fuzz::require(std::isfinite(one.score), "scores are numbers");
            for (const route_evidence& why : one.evidence)
            {
                fuzz::require(!why.span || (why.span->begin <= why.span->end && why.span->end <= 20),
                              "spans lie in the text");
                fuzz::require(why.file.empty() || why.file == files[0] || why.file == files[1],
                              "files were given");
            }
        }
    }
    const auto prepared = plugin::read_router_prepared(copy.view());
    fuzz::require(prepared || !prepared.error().message.empty(), "a refusal has a reason");
    return 0;
}
