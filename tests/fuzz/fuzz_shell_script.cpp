// The reader of shell scripts: any bytes are read or refused, and a script with a forbidden command in
// plain words in front is never allowed.
#include "tests/fuzz/fuzz_target.hpp"

#include "plugins/rules/reader.hpp"

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace codexflow;
    static const rules::rule_set guard = rules::read_rules("- { decision: allow, tool: shell }\n"
                                                           "- { decision: deny, argv: [git, push] }\n",
                                                           "guard.yaml");
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto copy = fuzz::exact_copy(text);
    const rules::script read = rules::read_script(copy.view());
    fuzz::require(read.fault.empty() || read.fault.size() < 200, "a fault is a sentence");
    for (const rules::simple_command& one : read.commands)
        for (const rules::word& each : one.words)
            fuzz::require(each.text.size() <= size, "words are not longer than what they are read from");
    policing::request asked;
    asked.who.id = asked.who.alias = "a";
    asked.tool = "shell";
    asked.workspace = "/w";
    asked.command = "git push\n" + std::string(text);
    fuzz::require(rules::judge(guard, asked).says == policing::decision::deny, "what follows does not permit what stands in front");
    asked.command = "sh -c 'git push' " + std::string(text);
    fuzz::require(rules::judge(guard, asked).says == policing::decision::deny, "nor what stands behind");
    return 0;
}
