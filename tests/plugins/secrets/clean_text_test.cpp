// Text without secrets stays as it is, to the byte.
#include "tests/plugins/secrets/redacted.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

using namespace codexflow;
using test::redacted;

namespace {

std::string read(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(clean_text)

BOOST_AUTO_TEST_CASE(what_only_looks_alike_stays)
{
    for (const char* text : {
             "the task-force risk-averse desk-bound sk-learn sk-spinner-loading-container-large-blue-v2",
             "AKIA is what they begin with, AKIAabcdefghijklmnop, AKIA0123456789ABCDEFG, BAKIA0123456789ABCDE",
             "see https://example.com:8080/a:b@c and http://user@host/ and ssh://git@host:22/x",
             "postgres://${USER}:${PASSWORD}@host/db, postgres://user:$PASS@host, amqp://u:****@h, http://u:[pw]@h",
             "Authorization: Bearer <token>, authorization: required, Authorization: Bearer $TOKEN, \"authorization\": null",
             "Basic understanding of bearer authentication headers; bearer of bad news",
             "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9 is only a head, eyJ.eyJ. too",
             "ghp_short npm_install_all hf_hub_download_and_convert_everything_to_gguf xoxb-your-token-here glpat-xxxx",
             "x-api-key: $KEY, x-api-key: your-api-key-goes-here, aws_secret_access_key = ${SECRET}",
             "3f2504e0-4f89-11d3-9a0c-0305e82c3301 da39a3ee5e6b4b0d3255bfef95601890afd80709 e3b0c44298fc1c149afbf4c8996fb924",
             "max_tokens: 100, input_tokens=5; token budget: 4096; secret santa; password policy",
             "-----BEGIN PUBLIC KEY----- --- ---- ----- - -- \\n \\u0041 100% %41 C:\\new\\table \x1B[0m",
             "SG.1, SK0123456789abcdef, key-value, AIzaWhat, rk_live, hooks.slack.com/services/T0/B0, a://b:c/d",
             "dGhpcyBpcyBqdXN0IGJhc2U2NCB0ZXh0IHdpdGhvdXQgYW55dGhpbmcgc2VjcmV0IGluIGl0Lg==",
         })
        BOOST_TEST(redacted(text) == text);
}

BOOST_AUTO_TEST_CASE(drawn_bytes_and_base64_stay)
{
    std::mt19937_64 random(7);
    const std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int round = 0; round != 300; ++round)
    {
        std::string bytes, base64;
        for (int i = 0; i != 2000; ++i)
        {
            bytes += static_cast<char>(random());
            base64 += letters[random() % letters.size()];
        }
        BOOST_TEST(redacted(bytes) == bytes);
        BOOST_TEST(redacted(base64) == base64);
    }
}

/// The sources of this program, and the agents of others: none of them holds a secret.
BOOST_AUTO_TEST_CASE(sources_and_agents_stay)
{
    namespace fs = std::filesystem;
    std::size_t files = 0;
    const auto look_at = [&](const fs::path& folder) {
        if (!fs::exists(folder))
        {
            BOOST_TEST_MESSAGE("skipped, as it is not there: " << folder);
            return;
        }
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file())
            {
                const std::string text = read(entry.path());
                const bool same = redacted(text) == text;
                BOOST_TEST(same, entry.path());
                ++files;
            }
    };
    for (const char* folder : {"engine", "sdk", "cli", "docs/reference", "examples"})
        look_at(fs::path(CODEXFLOW_SOURCE_DIR) / folder);
    for (const char* folder : {"codex-flow/codex", "codex-flow/agents", "codex-flow/data", "codex-flow/runs", "claude-agents/agents"})
        look_at(fs::path(CODEXFLOW_SHARED_DIR) / "data" / folder);
    BOOST_TEST(files > 300U);
}

BOOST_AUTO_TEST_SUITE_END()
