#include <codexflow/chat_result.hpp>

#include <boost/test/unit_test.hpp>

using codexflow::chat_result;

BOOST_AUTO_TEST_SUITE(chat_results)

BOOST_AUTO_TEST_CASE(what_is_not_known_is_left_out)
{
    BOOST_TEST(chat_result().document() == R"({"finish":"stop"})");
}

BOOST_AUTO_TEST_CASE(what_is_known_is_written)
{
    chat_result result;
    result.finish = "length";
    result.model = "m";
    result.request_id = "r";
    result.refusal = "no";
    result.input_tokens = 3;
    result.cached_tokens = 0;
    BOOST_TEST(result.document() == R"({"finish":"length","model":"m","request_id":"r","refusal":"no",)"
                                    R"("usage":{"input_tokens":3,"cached_tokens":0}})");
}

BOOST_AUTO_TEST_SUITE_END()
