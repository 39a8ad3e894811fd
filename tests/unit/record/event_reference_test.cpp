#include "tests/unit/record/event_reference.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

using namespace codexflow;

BOOST_AUTO_TEST_SUITE(event_reference_suite)

BOOST_AUTO_TEST_CASE(members_become_rows_and_equal_ones_share_one)
{
    std::vector<std::string> faults;
    const std::string text = test::event_reference(R"({"oneOf":[{"$ref":"#/definitions/one"}],"definitions":{
        "name":{"type":"string"},"part":{"type":"object","properties":{"x":{"type":"integer","description":"how many"}}},
        "one":{"description":"Something.","properties":{"kind":{"enum":["one"]},"task_id":{"$ref":"#/definitions/name"},
            "a":{"$ref":"#/definitions/name","description":"who"},"b":{"$ref":"#/definitions/name","description":"who"},
            "provider":{"$ref":"#/definitions/name","description":"of the task"},
            "c":{"enum":[true],"description":"true"},"d":{"$ref":"#/definitions/part"},"e":{"type":"array"}}}}})",
                                                  faults);
    BOOST_TEST(text == "## one\n\nSomething.\n\n| Member | Type | Meaning |\n| ------ | ---- | ------- |\n| `a`, `b` | string | who |\n"
                       "| `c` | boolean | true |\n| `d.x` | integer | how many |\n| `e` | list |  |\n\n");
    BOOST_TEST_REQUIRE(faults.size() == 1U);
    BOOST_TEST(faults[0] == "one.e has no description or no type");
}

BOOST_AUTO_TEST_CASE(the_published_reference_is_the_one_of_the_schema)
{
    const std::string path = CODEXFLOW_SOURCE_DIR "/docs/reference/events.md";
    std::vector<std::string> faults;
    const std::string made = test::event_reference(test::read_file(CODEXFLOW_SOURCE_DIR "/docs/schemas/event.schema.json"), faults);
    for (const std::string& fault : faults)
        BOOST_ERROR(fault);
    std::string page = test::read_file(path);
    const std::size_t begin = page.find(test::reference_begin), end = page.find(test::reference_end);
    BOOST_TEST_REQUIRE((begin != page.npos && end != page.npos && begin < end));
    const std::size_t from = begin + test::reference_begin.size();
    const std::string wanted = '\n' + made;
    if (std::getenv("CODEXFLOW_UPDATE_SCHEMAS") != nullptr)
    {
        page.replace(from, end - from, wanted);
        std::ofstream(path, std::ios::binary) << page;
    }
    else
        page = page.substr(from, end - from);
    BOOST_TEST((page == wanted || std::getenv("CODEXFLOW_UPDATE_SCHEMAS") != nullptr),
               "run with CODEXFLOW_UPDATE_SCHEMAS=1 to write " << path);
}

BOOST_AUTO_TEST_SUITE_END()
