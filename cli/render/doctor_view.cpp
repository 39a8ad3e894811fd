#include "cli/render/doctor_view.hpp"

#include "cli/render/style.hpp"
#include "cli/render/text_width.hpp"
#include "engine/base/text.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace codexflow::cli {
namespace {

using state = finding::state;

std::string_view word(state how)
{
    return how == state::ok ? "ok" : how == state::warn ? "warn" : "FAIL";
}

std::ptrdiff_t count(const findings& all, state how)
{
    return std::count_if(all.begin(), all.end(), [how](const finding& one) { return one.how == how; });
}

} // namespace

std::string doctor_text(const findings& all, bool color)
{
    std::string text;
    for (const finding& one : all)
    {
        const tone looks = one.how == state::ok ? tone::good : one.how == state::warn ? tone::heading : tone::bad;
        text += painted(fmt::format("{:<4}", word(one.how)), looks, color) + "  " + fit(one.group, 10);
        text += (one.name.empty() ? "" : one_line(one.name) + ": ") + one_line(one.detail) + '\n';
        if (one.how != state::ok)
            for (const std::string& line : split(one.next, '\n'))
                if (!line.empty())
                    text += "                next: " + one_line(line) + '\n';
    }
    return text + fmt::format("\n{} ok, {} to look at, {} failed\n", count(all, state::ok), count(all, state::warn),
                              count(all, state::fail));
}

std::string doctor_json(const findings& all)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("ok", doctor_exit_code(all) == 0).key("findings").begin_array();
    for (const finding& one : all)
    {
        out.begin_object().member("state", one.how == state::fail ? "fail" : word(one.how)).member("group", one.group);
        if (!one.name.empty())
            out.member("name", one.name);
        out.member("detail", one.detail);
        if (!one.next.empty())
            out.member("next", one.next);
        out.end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

int doctor_exit_code(const findings& all) { return count(all, state::fail) == 0 ? 0 : 1; }

} // namespace codexflow::cli
