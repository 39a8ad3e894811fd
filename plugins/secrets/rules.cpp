// The table of known shapes. Sources: what the issuers document, and what the secret scanners of others agree on.
#include "plugins/secrets/rule.hpp"

#include <vector>

namespace codexflow::secrets {
namespace {

using form = rule::form;

rule token(const char* name, const char* prefix, std::uint16_t least, charset body = charset::word,
           rule::need needs = rule::digit)
{
    rule made;
    made.name = name;
    made.prefix = prefix;
    made.least = least;
    made.body = body;
    made.needs = needs;
    return made;
}

rule exact(const char* name, const char* prefix, std::uint16_t count, charset body)
{
    rule made = token(name, prefix, count, body, rule::nothing);
    made.how = form::exact;
    return made;
}

/// What stands in front of it says what it is, and stays.
rule behind(rule made)
{
    made.keep_prefix = true;
    return made;
}

rule other(const char* name, const char* prefix, form how)
{
    rule made;
    made.name = name;
    made.prefix = prefix;
    made.how = how;
    return made;
}

rule any_case(rule made)
{
    made.any_case = true;
    return made;
}

rule named(const char* name, const char* prefix, std::uint16_t least, charset body)
{
    rule made = token(name, prefix, least, body, rule::both);
    made.how = form::named;
    made.any_case = true;
    return made;
}

std::vector<rule> make()
{
    constexpr auto alnum = charset::alnum, dotted = charset::dotted, base64 = charset::base64, hex = charset::hex;
    std::vector<rule> all{
        // models and their hosts
        token("anthropic-key", "sk-ant-", 20),
        token("openrouter-key", "sk-or-", 20),
        token("langfuse-key", "sk-lf-", 20),
        token("openai-key", "sk-", 20, charset::word, rule::dense),
        token("groq-key", "gsk_", 30, alnum),
        token("xai-key", "xai-", 30),
        token("perplexity-key", "pplx-", 30),
        token("replicate-key", "r8_", 30, alnum),
        token("huggingface-token", "hf_", 30, alnum, rule::letter),
        token("huggingface-token", "api_org_", 30, alnum, rule::letter),
        token("nvidia-key", "nvapi-", 40),
        token("tavily-key", "tvly-", 20),
        // clouds
        exact("aws-access-key", "AKIA", 16, charset::upper),
        exact("aws-access-key", "ASIA", 16, charset::upper),
        exact("aws-access-key", "ABIA", 16, charset::upper),
        exact("aws-access-key", "ACCA", 16, charset::upper),
        named("aws-secret-key", "aws_secret_access_key", 40, base64),
        named("aws-secret-key", "awssecretaccesskey", 40, base64),
        named("aws-secret-key", "secret_access_key", 40, base64),
        named("aws-secret-key", "secretaccesskey", 40, base64),
        named("aws-session-token", "aws_session_token", 40, base64),
        named("api-key-header", "x-api-key", 16, dotted),
        token("google-api-key", "AIza", 30),
        token("google-oauth-secret", "GOCSPX-", 20),
        token("google-oauth-token", "ya29.", 20),
        behind(token("azure-account-key", "AccountKey=", 40, base64)),
        behind(token("azure-access-key", "SharedAccessKey=", 30, base64)),
        behind(token("azure-signature", "&sig=", 30, charset::encoded)),
        behind(token("azure-signature", "?sig=", 30, charset::encoded)),
        token("digitalocean-token", "dop_v1_", 30, hex),
        token("digitalocean-token", "doo_v1_", 30, hex),
        token("digitalocean-token", "dor_v1_", 30, hex),
        exact("databricks-token", "dapi", 32, hex),
        token("vault-token", "hvs.", 20),
        token("vault-token", "hvb.", 20),
        token("planetscale-token", "pscale_tkn_", 20, dotted),
        token("planetscale-password", "pscale_pw_", 20, dotted),
        token("supabase-token", "sbp_", 30, hex),
        token("doppler-token", "dp.pt.", 30, alnum),
        token("fly-token", "fm2_", 40, base64),
        token("heroku-key", "HRKU-", 30),
        // code and packages
        token("github-token", "github_pat_", 30),
        token("github-token", "ghp_", 30, alnum),
        token("github-token", "gho_", 30, alnum),
        token("github-token", "ghu_", 30, alnum),
        token("github-token", "ghs_", 30, alnum),
        token("github-token", "ghr_", 30, alnum),
        token("gitlab-token", "glpat-", 20, dotted, rule::letter),
        token("gitlab-token", "gldt-", 20, charset::word, rule::letter),
        token("gitlab-token", "glrt-", 20, dotted, rule::letter),
        token("gitlab-token", "glptt-", 20, charset::word, rule::letter),
        token("gitlab-token", "glcbt-", 20),
        token("gitlab-token", "glagent-", 30, charset::word, rule::letter),
        token("npm-token", "npm_", 30, alnum),
        token("pypi-token", "pypi-AgE", 20, charset::word, rule::letter),
        token("rubygems-key", "rubygems_", 30, hex),
        token("docker-token", "dckr_pat_", 20, charset::word, rule::letter),
        token("circleci-token", "CCIPAT_", 20),
        token("buildkite-token", "bkua_", 30, alnum),
        token("atlassian-token", "ATATT3", 40, charset::token),
        token("postman-key", "PMAK-", 30),
        token("sentry-token", "sntrys_", 30, base64),
        token("sentry-token", "sntryu_", 30, hex),
        token("grafana-token", "glsa_", 30),
        token("grafana-token", "glc_", 30, base64),
        token("newrelic-key", "NRAK-", 20, alnum),
        token("linear-key", "lin_api_", 30, alnum),
        token("notion-token", "ntn_", 30, alnum),
        token("figma-token", "figd_", 30),
        // people and money
        token("slack-token", "xoxb-", 10),
        token("slack-token", "xoxp-", 10),
        token("slack-token", "xoxa-", 10),
        token("slack-token", "xoxr-", 10),
        token("slack-token", "xoxs-", 10),
        token("slack-token", "xoxc-", 10),
        token("slack-token", "xoxd-", 10, charset::encoded),
        token("slack-token", "xoxe-", 10),
        token("slack-token", "xapp-", 10),
        behind(token("slack-webhook", "hooks.slack.com/services/", 20, base64)),
        behind(token("discord-webhook", "/api/webhooks/", 40, charset::token)),
        token("stripe-key", "sk_live_", 16, alnum),
        token("stripe-key", "sk_test_", 16, alnum),
        token("stripe-key", "rk_live_", 16, alnum),
        token("stripe-key", "rk_test_", 16, alnum),
        token("stripe-webhook-secret", "whsec_", 20, base64),
        token("shopify-token", "shpat_", 30, hex),
        token("shopify-token", "shpca_", 30, hex),
        token("shopify-token", "shppa_", 30, hex),
        token("shopify-token", "shpss_", 30, hex),
        token("square-token", "sq0atp-", 20),
        token("square-token", "sq0csp-", 30),
        token("sendgrid-key", "SG.", 50, dotted),
        exact("twilio-key", "SK", 32, hex),
        exact("mailgun-key", "key-", 32, hex),
        // of any issuer
        other("jwt", "eyJ", form::jwt),
        any_case(behind(token("bearer-token", "bearer ", 16, charset::token))),
        any_case(other("authorization", "authorization", form::authorization)),
        other("url-password", "://", form::url),
        other("url-password", ":\\/\\/", form::url),
        other("private-key", "-----BEGIN ", form::key_block),
        other("private-key", "---- BEGIN ", form::key_block),
        token("age-key", "AGE-SECRET-KEY-1", 30, alnum, rule::letter),
    };
    for (rule& one : all)
        one.anywhere = !in(charset::alnum, one.prefix.front()); // where a sign stands, no word goes on
    return all;
}

} // namespace

std::span<const rule> known_rules()
{
    static const std::vector<rule> all = make();
    return all;
}

} // namespace codexflow::secrets
