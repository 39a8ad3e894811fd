// The readers of agent definitions: whatever stands in a file, strict or lenient, YAML or Markdown, gives an
// agent, a fault or a remark, each with its place; and what was parsed survives the cache.
#include "tests/fuzz/fuzz_target.hpp"

#include "engine/base/text.hpp"
#include "engine/registry/cache/agent_codec.hpp"

#include <string>

namespace {

using namespace codexflow;
using fuzz::require;

void check(std::string_view text, const char* file)
{
    const parsed_agent made = parse_agent_text(text, file, "agents");
    require(!(made.definition && made.fault), "a file is read or broken, not both");
    require(made.definition || made.fault || !made.notices.empty(), "nothing is dropped in silence");
    if (made.fault)
        require(made.fault->where.known() && !made.fault->message.empty(), "a fault has a place and a reason");
    for (const notice& one : made.notices)
        require(one.what.where.line != 0 && !one.what.message.empty(), "a remark has a line and a reason");
    if (made.definition)
    {
        require(is_name(made.definition->id), "an id is a name");
        require(made.definition->max_parallel != 0 && made.definition->timeout.count() > 0, "limits are limits");
        require(made.definition->autonomy >= 0 && made.definition->autonomy <= 1, "autonomy is from 0 to 1");
    }
    std::string bytes, again;
    encode_agent(made, bytes);
    const auto back = decode_agent(bytes);
    require(back.has_value(), "what was encoded is decoded");
    encode_agent(*back, again);
    require(bytes == again, "and the same");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check(text, "agents/core/some.md");
    check(text, "agents/core/some.codex.yaml");
    return 0;
}
