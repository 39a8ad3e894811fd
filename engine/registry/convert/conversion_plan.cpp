#include "engine/registry/convert/conversion_plan.hpp"

#include "engine/base/digest.hpp"

#include <algorithm>

namespace codexflow {
namespace {

constexpr const char* by_hand = "it was changed by hand since it was converted";
constexpr const char* not_ours = "it was there before and is not from a conversion";
constexpr const char* orphan = "its source is gone, but it was changed by hand";

file_step decide(wanted_file& file, const std::string& digest, const conversion_manifest& before,
                 const std::optional<std::string>& there)
{
    file_step step{file.path, file.source, file_action::create, {}, {}};
    const auto written = before.find(file.path);
    if (there == digest)
        step.action = file_action::unchanged;
    else if (there && written == before.end())
        step = {file.path, file.source, file_action::keep, not_ours, {}};
    else if (there && written->second.digest != *there)
        step = {file.path, file.source, file_action::keep, by_hand, {}};
    else
    {
        step.action = there ? file_action::update : file_action::create;
        step.text = std::move(file.text);
    }
    return step;
}

} // namespace

std::string_view to_string(file_action action) noexcept
{
    switch (action)
    {
    case file_action::create: return "create";
    case file_action::update: return "update";
    case file_action::unchanged: return "unchanged";
    case file_action::remove: return "remove";
    case file_action::keep: return "keep";
    }
    return "unknown";
}

conversion_plan plan_conversion(std::vector<wanted_file> wanted, const conversion_manifest& before,
                                const digest_lookup& on_disk)
{
    conversion_plan plan;
    for (wanted_file& file : wanted)
    {
        const std::string digest = sha256_digest(file.text);
        file_step step = decide(file, digest, before, on_disk(file.path));
        if (step.action != file_action::keep)
            plan.manifest[file.path] = {digest, file.source};
        else if (const auto written = before.find(file.path); written != before.end())
            plan.manifest.insert(*written); // should the change be taken back, it is ours again
        plan.steps.push_back(std::move(step));
    }
    for (const auto& [path, file] : before)
    {
        const bool is_wanted = std::any_of(wanted.begin(), wanted.end(),
                                           [&path](const wanted_file& one) { return one.path == path; });
        const auto there = on_disk(path);
        if (is_wanted || !there)
            continue;
        const bool untouched = *there == file.digest;
        plan.steps.push_back({path, file.source, untouched ? file_action::remove : file_action::keep,
                              untouched ? "its source is gone" : orphan, {}});
        if (!untouched)
            plan.manifest.insert({path, file});
    }
    return plan;
}

} // namespace codexflow
