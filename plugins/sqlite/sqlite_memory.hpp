#pragma once

#include "plugins/sqlite/entries.hpp"

#include <codexflow/memory.hpp>
#include <codexflow/worker.hpp>

#include <cstdint>
#include <vector>

namespace codexflow::sqlite {

class deletion;

/// Memory in one SQLite file with a full-text index. Several processes may use it at once.
class sqlite_memory final : public memory
{
public:
    explicit sqlite_memory(const settings& given);

    task<void> add(operation& op, std::vector<entry> entries) override;
    task<remembering::found> find(operation& op, const query& asked) override;
    task<remembering::holdings> survey(operation& op, std::int64_t now) override;
    task<std::uint64_t> remove(operation& op, const filter& which) override;
    task<remembering::compaction> tidy(operation& op, const remembering::bounds& to) override;

private:
    template <class Rule> task<remembering::compaction> delete_by(operation& op, const Rule& rule);

    entries entries_; ///< On the thread only.
    worker thread_;
};

} // namespace codexflow::sqlite
