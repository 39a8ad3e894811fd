#include "engine/plugin/check_redactor.hpp"

#include "engine/plugin/redactor_adapter.hpp"
#include "engine/record/json_strings.hpp"

#include <codexflow/utf8.hpp>

#include <array>
#include <string_view>
#include <utility>

namespace codexflow::plugin {
namespace {

using pieces = std::vector<std::string_view>;

constexpr std::string_view prose = "Two lines of prose,\nwith \xC3\xA4 and \xE2\x80\x94 in them: nothing to hide. 12 tasks, 3f2504e0.";
// Put together here, so that who looks for secrets in this source finds none.
constexpr std::array<std::string_view, 6> samples{
    prose,
    "",
    "{\"name\":\"sample\",\"password\":\"a-sample-password-1\",\"items\":[1,2.50,null,\"\\u00e4 \\n\"]}",
    "key = sk-" "sample0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ and Authorization: Bear" "er sample0123456789abcdefABCDEF.",
    "postgres://user:" "a-sample-password-1@localhost/db, AKIA" "SAMPLE0123456789, ghp_" "0123456789abcdefghijABCDEFGHIJ123456",
    "-----BEGIN " "PRIVATE KEY-----\nMIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4wggE6AgEAAkEA\n-----END PRIVATE KEY-----\n",
};

/// As the funnel does it.
std::string in_pieces(redactor_adapter& by, const pieces& text)
{
    using took = text_redactor::session::took;
    std::string made;
    auto session = by.begin();
    for (const std::string_view piece : text)
    {
        const took what = session == nullptr ? took::settled : session->pass(piece);
        if (what == took::nothing)
            session->feed(piece, made);
        else
            made += piece;
        if (what == took::settled)
            session = nullptr;
    }
    if (session != nullptr)
        session->end(made);
    return made;
}

/// What differs when @p text comes in pieces; empty if nothing does.
std::string judge_pieces(redactor_adapter& by, std::string_view text, const std::string& whole)
{
    for (std::size_t cut = 0; cut <= text.size(); ++cut)
    {
        const std::size_t second = cut + (text.size() - cut) / 2;
        const bool same = in_pieces(by, {text.substr(0, cut), text.substr(cut)}) == whole &&
                          in_pieces(by, {text.substr(0, cut), text.substr(cut, second - cut), text.substr(second)}) == whole;
        if (!same)
            return "a text of " + std::to_string(text.size()) + " bytes, cut behind byte " + std::to_string(cut) +
                   ", gives something else than in one piece";
    }
    pieces bytes;
    for (std::size_t at = 0; at != text.size(); ++at)
        bytes.push_back(text.substr(at, 1));
    return in_pieces(by, bytes) == whole ? "" : "a text that comes byte by byte gives something else than in one piece";
}

/// What is wrong with the answer to one text; empty if nothing.
std::string judge(std::string_view text, const std::string& whole, const std::string& again)
{
    if (utf8::valid_prefix(whole) != whole.size())
        return "what it gives is no UTF-8";
    if (is_json(text) && !is_json(whole))
        return "it breaks a JSON document";
    if (again != whole)
        return "what it gave is changed when it is redacted again";
    return {};
}

} // namespace

std::vector<check_step> check_redactor(const component_instance& instance, const std::string& name)
{
    std::vector<check_step> steps;
    redactor_adapter by(instance, name);
    const std::string who = "the redactor '" + name + "' ";
    std::string fault, cut;
    for (const std::string_view text : samples)
    {
        std::string whole, again;
        by.redact(text, whole);
        by.redact(whole, again);
        if (fault.empty())
            fault = judge(text, whole, again);
        if (cut.empty())
            cut = judge_pieces(by, text, whole);
        by.begin()->pass(text); // and is abandoned
    }
    std::string kept;
    by.redact(prose, kept);
    const std::string failed = by.take_fault();
    steps.push_back({who + "answers sample texts", failed.empty(), failed});
    if (!failed.empty())
        return steps;
    const bool same = kept == prose;
    steps.push_back({who + "leaves prose as it is", same, same ? "" : "it gives: " + kept});
    const bool good = fault.empty();
    steps.push_back({who + "keeps UTF-8 and JSON whole, and its own marks", good, std::move(fault)});
    const bool uncut = cut.empty();
    steps.push_back({who + "gives the same however a text is cut", uncut, std::move(cut)});
    return steps;
}

} // namespace codexflow::plugin
