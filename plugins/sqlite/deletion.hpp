#pragma once

#include "plugins/sqlite/database.hpp"
#include "plugins/sqlite/selection.hpp"

#include <codexflow/remembering_requests.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace codexflow::sqlite {

/** Removes entries, a few hundred in one transaction, so that others get their turn in between; never one that was
 *  appended after it began. Then what they held is given back: the full-text index forgets their words, the file gets
 *  smaller, and the log beside it is emptied as far as nobody reads it. Blocking, in pieces of work of a bounded
 *  size; one thread at a time. Given up in between, it has removed some. */
class deletion
{
public:
    /// Of what fits.
    deletion(std::shared_ptr<database> in, const remembering::filter& which);
    /// Of what is over, and of the oldest above the bounds of each owner. Throws failure for a damaged file.
    deletion(std::shared_ptr<database> in, const remembering::bounds& to);

    /// Does one piece of work. @return whether there is more.
    bool next();
    /// What became of it; the bytes are the file's.
    const remembering::compaction& result() const noexcept { return result_; }

private:
    void begin();
    std::uint64_t remove_some(statement& which);
    void give_back();
    std::int64_t file_bytes();

    static constexpr int at_once = 300;

    std::shared_ptr<database> in_;
    std::vector<condition> conditions_; ///< What the statements' parameters refer to.
    std::vector<statement> which_;      ///< Each gives the ids of some that go; done one after another.
    std::size_t at_ = 0;
    std::int64_t newest_ = 0; ///< The last id that it may touch.
    bool done_ = false;
    remembering::compaction result_;
};

} // namespace codexflow::sqlite
