#include "engine/run/run_record.hpp"

#include "engine/base/text.hpp"

#include <codexflow/json_writer.hpp>
#include <codexflow/utf8.hpp>

#include <map>

namespace codexflow {
namespace {

constexpr std::int64_t version = 1;

std::string text_of(const doc::node& from, std::string_view key)
{
    const doc::node* found = from.find(key);
    return found == nullptr || !found->is_string() ? std::string() : found->text;
}

/// No longer than fits into a sentence.
std::string cut(const std::string& shown)
{
    constexpr std::size_t longest = 96; // bytes
    constexpr std::string_view dots = "...";
    if (shown.size() <= longest + dots.size()) // one that was cut stays as it is
        return shown;
    return shown.substr(0, utf8::valid_prefix(std::string_view(shown).substr(0, longest))) += dots;
}

std::string changed(const basis_item& before, const basis_item& now)
{
    const std::string was = cut(before.shown);
    const std::string is = cut(now.shown);
    if (was == is || was.empty() || is.empty())
        return now.path + " is not as it was";
    return now.path + ": " + was + " became " + is;
}

} // namespace

std::string write_run_record(const run_record& record)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("version", version).member("run_id", record.run_id).member("source", record.source);
    out.raw_member("invocation", doc::compact_json(record.invocation));
    if (record.work.is_sequence())
        out.raw_member("work", doc::compact_json(record.work));
    if (!record.git_base.empty())
        out.member("git_base", record.git_base);
    out.key("basis").begin_array();
    for (const basis_item& one : record.basis)
        out.begin_object().member("path", one.path).member("shown", cut(one.shown)).member("digest", one.digest).end_object();
    out.end_array().end_object();
    return text + '\n';
}

result<run_record> read_run_record(const std::filesystem::path& file)
{
    const auto text = doc::read_text(file);
    if (!text)
        return text.error();
    auto document = doc::parse_json(*text, file.string());
    if (!document)
        return document.error();
    const doc::node* number = document->find("version");
    const doc::node* basis = document->find("basis");
    if (number == nullptr || doc::as_integer(*number) != version || basis == nullptr || !basis->is_sequence())
        return error(errc::invalid_argument, "this is no record of a run that this version can resume", location{file.string()});
    run_record made{text_of(*document, "run_id"), text_of(*document, "source")};
    if (const doc::node* found = document->find("invocation"))
        made.invocation = *found;
    if (const doc::node* found = document->find("work"))
        made.work = *found;
    made.git_base = text_of(*document, "git_base");
    for (const doc::node& one : basis->items)
        made.basis.push_back({text_of(one, "path"), text_of(one, "shown"), text_of(one, "digest")});
    return made;
}

std::vector<std::string> differences(const std::vector<basis_item>& before, const std::vector<basis_item>& now)
{
    std::map<std::string_view, const basis_item*> known;
    for (const basis_item& one : before)
        known.emplace(one.path, &one);
    std::vector<std::string> told;
    for (const basis_item& one : now)
    {
        const auto found = known.find(one.path);
        if (found == known.end())
            told.push_back(one.path + " is new" + (one.shown.empty() ? "" : ": " + cut(one.shown)));
        else if (found->second->digest != one.digest)
            told.push_back(changed(*found->second, one));
        if (found != known.end())
            known.erase(found);
    }
    for (const basis_item& one : before)
        if (known.contains(one.path))
            told.push_back(one.path + " is gone" + (one.shown.empty() ? "" : ": it was " + cut(one.shown)));
    return told;
}

} // namespace codexflow
