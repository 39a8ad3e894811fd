#include "cli/render/file_report.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::cli;
using workspace::file_status;

namespace {

std::vector<job> jobs()
{
    std::vector<job> made(2);
    made[0].ref = {"one-1", "one", "agent-a", "local", ""};
    made[1].ref = {"two-1", "two", "agent-b", "local", ""};
    return made;
}

workspace::file_proposal proposal()
{
    workspace::file_proposal what;
    what.folder = "out";
    what.files.push_back({0, "a.c", "new\n", file_status::changed, "", "old\n", false});
    what.files.push_back({1, "b\x1b[2J", std::string("\0", 1), file_status::fresh, "", std::nullopt, false});
    what.files.push_back({1, "/etc/x", "", file_status::refused, "'/etc/x' is not relative", std::nullopt, false});
    what.faults.push_back({0, "the block of 'c' has no end"});
    return what;
}

} // namespace

BOOST_AUTO_TEST_SUITE(file_report)

BOOST_AUTO_TEST_CASE(what_is_proposed)
{
    BOOST_TEST(proposal_text(proposal(), jobs(), false) == "changed   out/a.c (4 bytes) from one-1\n"
                                                           "new       out/b [2J (1 bytes) from two-1\n"
                                                           "refused   /etc/x (0 bytes) from two-1\n"
                                                           "          '/etc/x' is not relative\n"
                                                           "unusable  one-1: the block of 'c' has no end\n");
    const std::string long_text = proposal_text(proposal(), jobs(), true);
    for (const char* part : {"--- a.c\n+++ a.c\n@@ -1 +1 @@\n-old\n+new\n", "  (not shown: no text)\n"})
        BOOST_TEST(long_text.find(part) != long_text.npos, long_text);
    BOOST_TEST(proposal_text({}, jobs(), true) == "no answer holds a file\n");
}

BOOST_AUTO_TEST_CASE(what_became_of_it)
{
    const auto all = jobs();
    event::files_applied told{"out", false, {}, {}};
    told.files = {{&all[0].ref, "a.c", "changed", 4, true, ""},
                  {&all[0].ref, "d.c", "new", 4, false, ""},
                  {&all[1].ref, "same", "unchanged", 4, false, ""},
                  {&all[1].ref, "b.c", "conflict", 4, false, "several tasks want it"}};
    told.faults = {{&all[1].ref, "the block of 'c' has no end"}};
    BOOST_TEST(applied_text(told) == "wrote   out/a.c (changed, 4 bytes) from one-1\n"
                                     "left    out/b.c from two-1: several tasks want it\n"
                                     "left    a file of two-1: the block of 'c' has no end\n"
                                     "Files: written=1 unchanged=1 not_written=1 left_out=2 in out\n");
}

BOOST_AUTO_TEST_SUITE_END()
