#include "engine/plugin/status.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::errc;
using codexflow::error;
using codexflow::plugin::error_of;
using codexflow::plugin::status_of;

BOOST_AUTO_TEST_SUITE(statuses)

BOOST_AUTO_TEST_CASE(a_plain_message_is_foreign_text)
{
    const error got = error_of(CFLOW_E_IO, "connection reset", "provider 'x'");
    BOOST_TEST((got.code == errc::unavailable));
    BOOST_TEST(got.message.find("provider 'x'") == 0U);
    BOOST_TEST(got.detail == "connection reset");
}

BOOST_AUTO_TEST_CASE(a_document_gives_message_and_kind)
{
    const error got = error_of(CFLOW_E_FAILED, R"({"message":"slow down","kind":"rate_limited","http_status":429})", "p");
    BOOST_TEST((got.code == errc::rate_limited));
    BOOST_TEST(got.message == "p: slow down");
    BOOST_TEST(got.phase == "rate_limited");
    BOOST_TEST(!got.hint.empty());
}

BOOST_AUTO_TEST_CASE(every_kind_of_the_contract_is_known)
{
    for (const char* kind : {"auth", "quota", "rate_limited", "overloaded", "server", "model_not_found", "invalid_request",
                             "context_overflow", "connect", "tls", "timeout", "upstream_closed",
                             "redirect", "interrupted", "truncated", "protocol",
                             "content_filter"})
        BOOST_TEST(error_of(CFLOW_E_FAILED, std::string(R"({"message":"m","kind":")") + kind + "\"}", "p").phase == kind);
    BOOST_TEST(error_of(CFLOW_E_FAILED, R"({"message":"m","kind":"new in 1.7"})", "p").phase == "");
}

BOOST_AUTO_TEST_CASE(a_documents_own_phase_and_hint_win)
{
    const error got = error_of(CFLOW_E_TIMEOUT, R"({"message":"m","kind":"timeout","phase":"idle","hint":"h"})", "p");
    BOOST_TEST((got.code == errc::deadline_exceeded));
    BOOST_TEST(got.phase == "idle");
    BOOST_TEST(got.hint == "h");
}

BOOST_AUTO_TEST_CASE(a_service_says_what_failed)
{
    const auto kind = [](errc code, const char* phase) {
        const error why = error(code, "m").with_phase(phase);
        return error_of(CFLOW_E_FAILED, codexflow::plugin::document_of(why), "p");
    };
    BOOST_TEST((kind(errc::unavailable, "connect").hint == error_of(CFLOW_E_IO, R"({"message":"m","kind":"connect"})", "p").hint));
    BOOST_TEST((kind(errc::unavailable, "first_byte").code == errc::unavailable));
    BOOST_TEST((kind(errc::unavailable, "idle").code == errc::protocol));
    BOOST_TEST((kind(errc::permission_denied, "tls").code == errc::permission_denied));
    BOOST_TEST((kind(errc::deadline_exceeded, "first_byte").phase == "first_byte"));
    BOOST_TEST(codexflow::plugin::document_of(error(errc::permission_denied, "no").with_hint("ask")) ==
               R"({"message":"no","hint":"ask"})");
}

BOOST_AUTO_TEST_CASE(our_own_reasons_are_not_overruled)
{
    const std::string text = R"({"message":"m","kind":"server"})";
    BOOST_TEST((error_of(CFLOW_E_CANCELLED, text, "p").code == errc::cancelled));
    BOOST_TEST((error_of(CFLOW_E_TIMEOUT, text, "p").code == errc::deadline_exceeded));
}

BOOST_AUTO_TEST_CASE(whatever_text_comes)
{
    for (const char* text : {"", "{", "[]", "7", "null", R"({"message":7})", R"({"message":""})", R"({"kind":["auth"]})", "\xff\xfe"})
        BOOST_TEST_CONTEXT(text)
        {
            const error got = error_of(CFLOW_E_PROTOCOL, text, "p");
            BOOST_TEST((got.code == errc::protocol));
            BOOST_TEST(!got.message.empty());
        }
    BOOST_TEST((error_of(-12345, "", "p").code == errc::unavailable)); // an unknown negative one is a failure
}

BOOST_AUTO_TEST_CASE(ours_to_theirs_and_back)
{
    for (const errc code : {errc::invalid_argument, errc::not_found, errc::permission_denied, errc::unauthenticated,
                            errc::cancelled, errc::deadline_exceeded, errc::rate_limited, errc::unavailable,
                            errc::unsupported, errc::protocol})
        BOOST_TEST((error_of(status_of(code), "", "p").code == code));
    BOOST_TEST(status_of(errc::internal) == CFLOW_E_FAILED);
}

BOOST_AUTO_TEST_SUITE_END()
