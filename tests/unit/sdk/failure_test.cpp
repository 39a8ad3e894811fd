#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

using codexflow::failure;
using codexflow::rate_limits;

BOOST_AUTO_TEST_SUITE(failures)

BOOST_AUTO_TEST_CASE(a_document_holds_what_is_known_and_nothing_else)
{
    BOOST_TEST(failure(CFLOW_E_FAILED, "no").document() == R"({"message":"no"})");
    rate_limits left;
    left.remaining_requests = 0;
    left.requests_reset_ms = 12'000;
    const failure all = failure(CFLOW_E_RATE_LIMITED, "slow \"down\"")
                            .kind("rate_limited")
                            .phase("first_byte")
                            .hint("wait")
                            .http_status(429)
                            .retry_after_ms(1500)
                            .retryable(true)
                            .limits(left);
    BOOST_TEST(all.document() ==
               R"({"message":"slow \"down\"","kind":"rate_limited","phase":"first_byte","hint":"wait",)"
               R"("http_status":429,"retry_after_ms":1500,"retryable":true,)"
               R"("limits":{"remaining_requests":0,"requests_reset_ms":12000}})");
}

BOOST_AUTO_TEST_CASE(the_hosts_document_passes_through_whole)
{
    const std::string document =
        R"({"message":"h:1: refused","kind":"connect","phase":"connect","hint":"is it running?"})";
    const failure passed = failure::from_host(CFLOW_E_IO, document);
    BOOST_TEST(passed.status() == CFLOW_E_IO);
    BOOST_TEST(passed.what() == std::string("h:1: refused"));
    BOOST_TEST(passed.document() == document);
}

BOOST_AUTO_TEST_CASE(a_plain_message_of_the_host_is_kept)
{
    for (const std::string text : {"broken pipe", "", "{\"no\":1}", "[1]"})
        BOOST_TEST(failure::from_host(CFLOW_E_IO, text).what() == text);
}

BOOST_AUTO_TEST_SUITE_END()
