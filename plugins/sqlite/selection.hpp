#pragma once

#include "plugins/sqlite/database.hpp"

#include <codexflow/json.hpp>
#include <codexflow/remembering_requests.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace codexflow::sqlite {

/** A filter as the condition of a statement: what follows WHERE, and the values of its parameters from 1 on. */
class condition
{
public:
    explicit condition(const remembering::filter& by);

    const std::string& sql() const noexcept { return sql_; }
    /// Gives the parameters their values. @return the number of the first free one. This object outlives the statement.
    int bind(statement& to) const;

private:
    struct value
    {
        std::string text;
        std::optional<std::int64_t> number;
    };
    void add(std::string_view sql, value with);

    std::string sql_ = "1";
    std::vector<value> values_;
};

/** A query under way; newest first. Blocking, in pieces of work of a bounded size; one thread at a time. */
class selection
{
public:
    selection(std::shared_ptr<database> in, const remembering::query& asked);

    /// Does one piece of work. @param batch gets what was found. @return whether there is more.
    bool next(std::vector<std::string>& batch);
    const remembering::found& so_far() const noexcept { return window_.so_far(); }

private:
    static constexpr std::size_t piece = 1 << 20; ///< Bytes of documents.

    std::shared_ptr<database> in_;
    condition where_;
    statement rows_;
    remembering::window window_;
    json::document check_{std::size_t{64} << 20};
};

} // namespace codexflow::sqlite
