#include "engine/plan/named_files.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;

namespace {

std::string listed(const std::vector<std::string>& names)
{
    std::string line;
    for (const std::string& name : names)
        line += " [" + name + "]";
    return line;
}

/// "whole [..] sure [..] maybe [..]", without what is empty.
std::string describe(const doc::node& input)
{
    const named_files found = files_named_by(input);
    std::string line = found.whole ? "whole [" + *found.whole + "]" : "";
    line += found.sure.empty() ? "" : " sure" + listed(found.sure);
    line += found.maybe.empty() ? "" : " maybe" + listed(found.maybe);
    BOOST_TEST(line.empty() == found.none());
    return line;
}

std::string text(const std::string& words)
{
    doc::node input;
    input.type = doc::kind::string;
    input.text = words;
    return describe(input);
}

std::string object(const std::string& yaml) { return describe(doc::parse_yaml(yaml, "t").value()); }

} // namespace

BOOST_AUTO_TEST_SUITE(files_a_task_names)

BOOST_AUTO_TEST_CASE(a_review_of_one_file)
{
    BOOST_TEST(text("Review src/a.cpp") == "whole [src/a.cpp] sure [src/a.cpp]");
    BOOST_TEST(text("  REVIEW\tmain.cpp\n") == "whole [main.cpp] sure [main.cpp]");
    BOOST_TEST(text("Review Makefile") == "whole [Makefile] maybe [Makefile]");
    BOOST_TEST(text("Review my notes.md") == "whole [my notes.md] maybe [notes.md]");
    BOOST_TEST(text("Review `src/a.cpp`.") == "whole [`src/a.cpp`.] sure [src/a.cpp]");
}

BOOST_AUTO_TEST_CASE(a_review_in_a_sentence)
{
    BOOST_TEST(text("Review the limiter in (src/limits/window.ts): what of a.ts, or a.ts?") ==
               "whole [the limiter in (src/limits/window.ts): what of a.ts, or a.ts?] maybe "
               "[src/limits/window.ts] [a.ts]");
    BOOST_TEST(text("Review e.g. and/or https://example.org/x.html etc. v1.2") ==
               "whole [e.g. and/or https://example.org/x.html etc. v1.2] maybe [e.g] [and/or] [v1.2]");
    BOOST_TEST(text("Review .github/workflows/ci.yml .env now") ==
               "whole [.github/workflows/ci.yml .env now] maybe [.github/workflows/ci.yml] [.env]");
}

BOOST_AUTO_TEST_CASE(other_texts_name_none)
{
    for (const char* words :
         {"Fix src/a.cpp", "Reviewer src/a.cpp", "Review", "Review  ", "", "Please review a.cpp"})
        BOOST_TEST(text(words) == "", words);
}

BOOST_AUTO_TEST_CASE(objects_name_those_whose_text_is_not_given)
{
    BOOST_TEST(object("{type: code.review, files: [a.ts, b.ts, a.ts], contents: {b.ts: text}}") ==
               " sure [a.ts]");
    BOOST_TEST(object("{type: code.review, file: a.ts}") == " sure [a.ts]");
    BOOST_TEST(object("{type: x, files: a.ts, file: c.ts}") == " sure [c.ts] [a.ts]");
    BOOST_TEST(object("{type: x, files: [1, null, {path: y}, '']}") == "");
    BOOST_TEST(object("{type: design.proposal, topic: Review a.ts}") == "");
    BOOST_TEST(object("{type: x, files: [a.ts], contents: none}") == " sure [a.ts]");
}

BOOST_AUTO_TEST_SUITE_END()
