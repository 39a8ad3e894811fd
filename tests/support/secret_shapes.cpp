#include "tests/support/secret_shapes.hpp"

#include <string_view>
#include <utility>

namespace codexflow::test {
namespace {

/// Characters that look drawn by lot, always the same; put together here, so that no scanner takes them for real.
std::string drawn(std::size_t count, std::string_view from, unsigned seed)
{
    std::string made;
    for (unsigned state = seed * 2654435761U + 12345U; made.size() != count;)
    {
        state = state * 1664525U + 1013904223U;
        made += from[(state >> 16U) % from.size()];
    }
    return made;
}

constexpr std::string_view alnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view word = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view hex = "0123456789abcdef";
constexpr std::string_view upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

unsigned next_seed = 0;

secret_shape key(std::string rule, const std::string& prefix, std::size_t count, std::string_view from = alnum)
{
    const std::string body = drawn(count - 2, from, ++next_seed) + "q7"; // a letter and a digit are always there
    return {std::move(rule), prefix + body, {body.substr(0, 12), body.substr(body.size() - 8)}};
}

/// What stands in front of it stays.
secret_shape behind(std::string rule, const std::string& front, std::string body, const std::string& back = "")
{
    secret_shape made{std::move(rule), front + body + back, {body}};
    if (body.size() > 24)
        made.needles = {body.substr(0, 12), body.substr(body.size() - 8)};
    return made;
}

secret_shape block(const std::string& label, const std::string& headers, std::string_view line_end)
{
    const std::string end(line_end);
    secret_shape made{"private-key", "-----BEGIN " + label + "-----" + end + headers, {}};
    for (int line = 0; line != 3; ++line)
    {
        const std::string body = drawn(line == 2 ? 28 : 64, base64, ++next_seed);
        made.needles.push_back(body.substr(0, 12));
        made.needles.push_back(body.substr(body.size() - 8));
        made.text += body + end;
    }
    made.text += "-----END " + label + "-----";
    return made;
}

} // namespace

std::vector<secret_shape> secret_shapes()
{
    next_seed = 0;
    std::vector<secret_shape> all{
        key("openai-key", "sk-", 48),
        key("openai-key", "sk-proj-", 64, word),
        key("openai-key", "sk-svcacct-", 40, word),
        key("anthropic-key", "sk-ant-" "api03-", 60, word),
        key("openrouter-key", "sk-or-" "v1-", 64, hex),
        key("groq-key", "gsk_", 52),
        key("huggingface-token", "hf_", 34),
        {"aws-access-key", "AKIA" + drawn(16, upper, 7001), {drawn(16, upper, 7001)}},
        {"aws-access-key", "ASIA" + drawn(16, upper, 7002), {drawn(16, upper, 7002)}},
        behind("aws-secret-key", "aws_secret_access_key = ", drawn(39, base64, 7003) + "7"),
        behind("aws-secret-key", "\"SecretAccessKey\": \"", drawn(39, base64, 7004) + "7", "\""),
        key("github-token", "ghp_", 36),
        key("github-token", "gho_", 36),
        key("github-token", "ghs_", 36),
        key("github-token", "github_pat_", 82, alnum),
        key("gitlab-token", "glpat-", 20, word),
        key("slack-token", "xoxb-" "123456789012-", 40),
        key("slack-token", "xoxp-" "987654321098-", 40),
        behind("slack-webhook", "https://hooks.slack.com/services/", "T0AB1CD2E/B0FG3HI4J/" + drawn(24, alnum, 7005)),
        key("google-api-key", "AIza", 35, word),
        key("google-oauth-secret", "GOCSPX-", 28, word),
        key("stripe-key", "sk_" "live_", 24),
        key("stripe-key", "rk_" "live_", 24),
        key("npm-token", "npm_", 36),
        key("pypi-token", "pypi-AgE" "IcHlwaS5vcmc", 60, word),
        {"sendgrid-key", "SG." + drawn(22, word, 7006) + "." + drawn(42, word, 7007) + "7",
         {drawn(22, word, 7006), drawn(42, word, 7007)}},
        {"twilio-key", "SK" + drawn(32, hex, 7008), {drawn(32, hex, 7008)}},
        key("digitalocean-token", "dop_v1_", 64, hex),
        key("vault-token", "hvs.", 24, word),
        key("docker-token", "dckr_pat_", 27, word),
        behind("azure-account-key", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=",
               drawn(86, base64, 7009) + "==", ";EndpointSuffix=core.windows.net"),
        behind("url-password", "postgres://app:", "hunter2-Of-The-Db", "@db.example.com:5432/app"),
        behind("url-password", "mongodb+srv://root:", "p%40ss%21word", "@cluster0.example.net/?w=1"),
        behind("bearer-token", "Bearer ", drawn(30, alnum, 7010) + "7"),
        behind("authorization", "Authorization: Basic ", drawn(27, base64, 7011) + "7=="),
        behind("authorization", "\"authorization\": \"token ", drawn(30, alnum, 7012) + "7", "\""),
        behind("api-key-header", "x-api-key: ", drawn(31, alnum, 7013) + "7"),
        block("RSA PRIVATE KEY", "", "\n"),
        block("ENCRYPTED PRIVATE KEY", "", "\r\n"),
        block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n", "\n"),
        block("PRIVATE KEY", "", "\\n"),
        block("OPENSSH PRIVATE KEY", "", "\n"),
        block("PGP PRIVATE KEY BLOCK", "Version: GnuPG v2\n\n", "\n"),
    };
    const std::string head = "eyJ" "hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", body = "eyJ" + drawn(60, word, 7014),
                      signature = drawn(43, word, 7015);
    all.push_back({"jwt", head + '.' + body + '.' + signature, {body.substr(3, 12), signature.substr(31)}});
    return all;
}

} // namespace codexflow::test
