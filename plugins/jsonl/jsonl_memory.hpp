#pragma once

#include "plugins/jsonl/store.hpp"

#include <codexflow/memory.hpp>
#include <codexflow/worker.hpp>

#include <cstdint>
#include <vector>

namespace codexflow::jsonl {

struct removal;

/** Memory in a folder of files, one for each alias, in the original's line format; its readers keep working. Every
 *  append is one write of whole lines; several processes may append, compact and forget at once. */
class jsonl_memory final : public memory
{
public:
    explicit jsonl_memory(const settings& given);

    task<void> add(operation& op, std::vector<entry> entries) override;
    task<remembering::found> find(operation& op, const query& asked) override;
    task<remembering::holdings> survey(operation& op, std::int64_t now) override;
    task<std::uint64_t> remove(operation& op, const filter& which) override;
    task<remembering::compaction> tidy(operation& op, const remembering::bounds& to) override;

private:
    task<remembering::compaction> rewrite_files(operation& op, const std::string* alias, const removal& rule);
    task<std::vector<memory_file>> files(operation& op, const std::string* alias);

    store store_; ///< On the thread only.
    worker thread_;
};

} // namespace codexflow::jsonl
