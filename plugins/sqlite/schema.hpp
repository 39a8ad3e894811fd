#pragma once

#include "plugins/sqlite/database.hpp"

namespace codexflow::sqlite {

/** Makes the tables in a new file, or brings those of an older version up to this one. Several processes may do so at
 *  once. Throws failure for a file of a newer version, and for a database of somebody else's, which is not touched. */
void provide_schema(database& in);

/// The version that provide_schema makes.
int schema_version() noexcept;

} // namespace codexflow::sqlite
