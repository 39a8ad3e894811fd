#include "engine/run/task_files.hpp"

#include "engine/record/redaction.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;

namespace {

doc::node read(std::string_view json)
{
    auto parsed = doc::parse_json(json, "task");
    BOOST_TEST_REQUIRE(parsed.has_value());
    return std::move(*parsed);
}

const task_ref who{"reviewer-1", "reviewer", "code-analyzer", "local", ""};

} // namespace

BOOST_AUTO_TEST_SUITE(task_files)

BOOST_AUTO_TEST_CASE(the_input_is_the_task_as_written)
{
    BOOST_TEST(input_json(read("\"Review a.cpp\""), {}) == "\"Review a.cpp\"\n");
    BOOST_TEST(input_json(read(R"({"type":"code.review","files":["a"],"n":1.50})"), {}) ==
               "{\"type\":\"code.review\",\"files\":[\"a\"],\"n\":1.50}\n");
}

BOOST_AUTO_TEST_CASE(the_output_has_the_names_that_its_readers_know)
{
    BOOST_TEST(output_json(who, read("\"go\""), {12, "\n# Verdict\nfine\n", nullptr}, {}) ==
               R"({"alias":"reviewer","agentId":"code-analyzer","task":"go","ok":true,"ms":12,"engine":"codex-flow",)"
               R"("summary":"# Verdict","output":"\n# Verdict\nfine\n"})"
               "\n");
    error why(errc::deadline_exceeded, "too slow");
    why.hint = "ask for less";
    BOOST_TEST(output_json(who, read("\"go\""), {12, "ha", &why}, {}) ==
               R"({"alias":"reviewer","agentId":"code-analyzer","task":"go","ok":false,"ms":12,"engine":"codex-flow",)"
               R"("summary":"too slow","output":"ha",)"
               R"("error":{"code":"deadline_exceeded","message":"too slow","hint":"ask for less"}})"
               "\n");
}

BOOST_AUTO_TEST_CASE(secrets_are_masked_however_json_spells_them)
{
    redaction by;
    by.values().add("KEY", "se\"cret\\value");
    const auto task = read(R"({"goal":"use se\"cret\\value","se\"cret\\value":1})");
    const error why(errc::internal, "se\"cret\\value");
    for (const std::string& text : {input_json(task, by), output_json(who, task, {1, "I got se\"cret\\value", &why}, by)})
    {
        BOOST_TEST((text.find("cret\\") == text.npos));
        BOOST_TEST(text.find("[secret:KEY]") != text.npos);
    }
}

BOOST_AUTO_TEST_CASE(a_long_first_line_is_cut_between_characters)
{
    const std::string line(199, 'a');
    const std::string text = line + "\xC3\xA4 and more";
    const std::string made = output_json(who, read("\"go\""), {1, text, nullptr}, {});
    BOOST_TEST(made.find("\"summary\":\"" + line + "\"") != made.npos);
}

BOOST_AUTO_TEST_SUITE_END()
