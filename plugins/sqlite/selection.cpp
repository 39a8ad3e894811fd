#include "plugins/sqlite/selection.hpp"

#include <utility>

namespace codexflow::sqlite {
namespace {

/// The column of a member of the filter; the names are fixed (remembering_requests.hpp).
std::string column_of(const std::string& name) { return name == "alias" ? "owner" : name; }

/// All words, each as the beginning of one. They hold nothing but letters and digits, so nothing needs escaping.
std::string match_of(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text.append(text.empty() ? "" : " ").append("\"").append(word).append("\"*");
    return text;
}

} // namespace

condition::condition(const remembering::filter& by)
{
    for (const remembering::filter::exact& one : by.ids)
        add(column_of(one.name) + " = ?", {one.value, {}});
    if (!by.words.empty())
        add("id IN (SELECT rowid FROM words WHERE words MATCH ?)", {match_of(by.words), {}});
    if (by.since)
        add("time >= ?", {{}, by.since});
    if (by.before)
        add("time < ?", {{}, by.before});
    if (by.now != INT64_MIN) // forgetting looks at what is over too
        add("(expires IS NULL OR expires > ?)", {{}, by.now});
}

void condition::add(std::string_view sql, value with)
{
    sql_.append(" AND ").append(sql);
    values_.push_back(std::move(with));
}

int condition::bind(statement& to) const
{
    int place = 1;
    for (const value& one : values_)
        one.number ? to.bind(place++, *one.number) : to.bind(place++, one.text);
    return place;
}

selection::selection(std::shared_ptr<database> in, const remembering::query& asked)
    : in_(std::move(in)),
      where_(asked.by),
      rows_(*in_, "SELECT document FROM entries WHERE " + where_.sql() + " ORDER BY time DESC, id DESC"),
      window_(asked)
{
    where_.bind(rows_);
}

bool selection::next(std::vector<std::string>& batch)
{
    for (std::size_t found = 0; found < piece;)
    {
        if (window_.full() || !rows_.step())
            return false;
        const std::string_view document = rows_.text(0);
        if (!check_.parse(document))
        {
            window_.damaged();
            continue;
        }
        if (!window_.take(document.size()))
            return false;
        found += document.size();
        batch.emplace_back(document);
    }
    return true;
}

} // namespace codexflow::sqlite
