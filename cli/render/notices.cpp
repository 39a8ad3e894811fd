#include "cli/render/notices.hpp"

#include "cli/render/text_width.hpp"

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

std::string_view word_for(notice_kind kind, bool strict)
{
    if (kind == notice_kind::shadowed)
        return "note";
    return kind == notice_kind::broken || strict ? "error" : "warning";
}

} // namespace

std::string notice_text(const notice& one, bool strict)
{
    std::string text = fmt::format("{}: {}\n", word_for(one.kind, strict), one_line(to_string(one.what)));
    if (!one.what.hint.empty())
        text += "  hint: " + one_line(one.what.hint) + '\n';
    return text;
}

void write_notice(json_writer& out, const notice& one)
{
    out.begin_object().member("kind", to_string(one.kind)).member("message", one.what.message);
    if (!one.what.hint.empty())
        out.member("hint", one.what.hint);
    if (one.what.where.known())
        out.member("file", one.what.where.file);
    if (one.what.where.line != 0)
        out.member("line", one.what.where.line).member("column", one.what.where.column);
    out.end_object();
}

} // namespace codexflow::cli
