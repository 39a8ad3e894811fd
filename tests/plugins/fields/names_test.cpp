#include "plugins/fields/names.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using fields::names;

namespace {

bool secret(const names& by, const std::vector<std::string>& path)
{
    std::vector<std::string> spelt;
    for (const std::string& step : path)
        spelt.push_back(step == "*" ? step : by.spelt(step));
    return by.secret(spelt);
}

std::string refusal(const std::string& settings)
{
    try
    {
        names made(settings);
    }
    catch (const failure& why)
    {
        return why.what();
    }
    return "none";
}

} // namespace

BOOST_AUTO_TEST_SUITE(field_names)

BOOST_AUTO_TEST_CASE(well_known_names_and_their_neighbours)
{
    const names usual("{}");
    for (const char* name : {"password", "Password", "apiKey", "api-key", "API_KEY", "x-api-key", "client_secret", "dbPassword",
                             "DB_PASSWORD", "accessToken", "refresh_token", "Authorization", "private_key", "secretAccessKey",
                             "stripe_secret_key", "Set-Cookie", "token", "secret"})
        BOOST_TEST(secret(usual, {name}), name);
    for (const char* name : {"tokens", "max_tokens", "maxTokens", "input_tokens", "total_tokens", "token_count", "page_token",
                             "next_page_token", "tokenizer", "secretary", "passwordless", "keyboard", "key", "keys", "api_keys_url",
                             "public_key", "author", "authorizations", "session_id", "cookies_enabled", "prompt", ""})
        BOOST_TEST(!secret(usual, {name}), name);
}

BOOST_AUTO_TEST_CASE(names_of_the_user_s)
{
    const names more(R"({"keys":["pin","*_code"]})");
    BOOST_TEST(secret(more, {"PIN"}));
    BOOST_TEST(secret(more, {"zipCode"}));
    BOOST_TEST(!secret(more, {"code"}));
    BOOST_TEST(secret(more, {"password"}));
    const names alone(R"({"keys":["pin"],"known":false})");
    BOOST_TEST(!secret(alone, {"password"}));
    const names exact(R"({"keys":["pinCode"],"case":"exact"})");
    BOOST_TEST(secret(exact, {"pinCode"}));
    BOOST_TEST(!secret(exact, {"pin_code"}));
    BOOST_TEST(!secret(exact, {"PinCode"}));
    BOOST_TEST(secret(exact, {"password"}));
    BOOST_TEST(!secret(exact, {"Password"}));
}

BOOST_AUTO_TEST_CASE(paths_are_whole)
{
    const names by(R"({"paths":["user.pin","users.*.pin","*.deep.*"]})");
    BOOST_TEST(secret(by, {"user", "pin"}));
    BOOST_TEST(secret(by, {"User", "PIN"}));
    BOOST_TEST(secret(by, {"users", "*", "pin"})); // of a list
    BOOST_TEST(secret(by, {"users", "ann", "pin"}));
    BOOST_TEST(secret(by, {"a", "deep", "b"}));
    BOOST_TEST(!secret(by, {"pin"}));
    BOOST_TEST(!secret(by, {"a", "user", "pin"}));
    BOOST_TEST(!secret(by, {"user", "pin", "length"}));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_used_says_why)
{
    BOOST_TEST(refusal(R"({"keys":["*"]})") == "keys: '*' is no name");
    BOOST_TEST(refusal(R"({"paths":["a","b..c"]})") == "paths[1]: names with dots between are a path, as in user.*.token");
}

BOOST_AUTO_TEST_SUITE_END()
