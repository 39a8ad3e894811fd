#include "engine/record/line_checksum.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;

BOOST_AUTO_TEST_SUITE(line_checksum)

BOOST_AUTO_TEST_CASE(known_sums)
{
    // RFC 3720, B.4, and the usual check value.
    BOOST_TEST(crc32c("123456789") == 0xE3069283U);
    BOOST_TEST(crc32c(std::string(32, '\0')) == 0x8A9136AAU);
    BOOST_TEST(crc32c(std::string(32, '\xff')) == 0x62A8AB43U);
    BOOST_TEST(crc32c("") == 0U);
}

BOOST_AUTO_TEST_CASE(the_processor_and_the_table_agree_at_every_length_and_offset)
{
    std::string bytes;
    for (int i = 0; i != 300; ++i)
        bytes += static_cast<char>(i * 37 + 11);
    for (std::size_t from = 0; from != 9; ++from)
        for (std::size_t length = 0; length + from <= bytes.size(); ++length)
        {
            const auto part = std::string_view(bytes).substr(from, length);
            BOOST_REQUIRE(crc32c(part) == crc32c_by_table(part));
        }
}

BOOST_AUTO_TEST_CASE(a_sealed_line_is_right_and_any_other_is_not)
{
    const std::string open = R"({"kind":"chunk","text":"h)";
    const line_seal seal(open + "\"");
    const std::string text = open + "\"" + std::string(seal.text());
    BOOST_TEST(text.ends_with("\"}\n"));
    const std::string line = text.substr(0, text.size() - 1);
    BOOST_TEST((check_seal(line) == seal_state::right));
    for (std::size_t at = 0; at != line.size(); ++at)
        for (const char other : {'x', '\0', static_cast<char>(line[at] ^ 1)})
        {
            std::string damaged = line;
            if (other == damaged[at])
                continue;
            damaged[at] = other;
            BOOST_TEST((check_seal(damaged) != seal_state::right), at);
        }
}

BOOST_AUTO_TEST_CASE(two_lines_that_ran_into_each_other_are_not_right)
{
    const auto sealed = [](const std::string& open) { return open + std::string(line_seal(open).text()); };
    const std::string first = sealed(R"({"kind":"chunk","seq":1)");
    const std::string second = sealed(R"({"kind":"chunk","seq":2)");
    for (std::size_t cut = 1; cut != first.size(); ++cut)
    {
        const std::string fused = first.substr(0, cut) + second.substr(0, second.size() - 1);
        BOOST_TEST((check_seal(fused) == seal_state::wrong), cut);
    }
}

BOOST_AUTO_TEST_CASE(a_line_without_is_told_from_one_that_is_wrong)
{
    for (const char* line : {"", "}", R"({"kind":"chunk"})", R"({"crc":"12345678"})", R"(,"crc":"12345678")"})
        BOOST_TEST((check_seal(line) == seal_state::absent), line);
    BOOST_TEST((check_seal(R"({"a":1,"crc":"12345678"})") == seal_state::wrong));
    BOOST_TEST((check_seal(R"({"a":1,"crc":"1234567 "})") == seal_state::wrong));
}

BOOST_AUTO_TEST_SUITE_END()
