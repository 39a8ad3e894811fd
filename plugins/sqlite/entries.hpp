#pragma once

#include "plugins/sqlite/database.hpp"

#include <codexflow/remembering.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace codexflow::sqlite {

/** The file with the entries. It is opened when it is first needed and opened again when another file has taken its
 *  name; made, with its folder, by the first append. Blocking; one thread at a time. */
class entries
{
public:
    explicit entries(std::string path) : path_(std::move(path)) {}

    /// Appends all of them or none.
    void append(const std::vector<remembering::entry>& what);
    /// What there is of each owner, without what is over at @p now.
    remembering::holdings survey(std::int64_t now);

    /// The file as it is now, for work that leaves no statement unfinished between its pieces; null if there is none.
    std::shared_ptr<database> existing();
    /** A connection of its own for who reads piece by piece: on the common one an append would have to write on top of
     *  what the reader sees, and fail when another process has written since. Null if there is no file. */
    std::shared_ptr<database> reader();

private:
    bool there();
    std::shared_ptr<database> provided();
    std::shared_ptr<database> opened() const;

    std::string path_;
    std::shared_ptr<database> open_;
};

} // namespace codexflow::sqlite
