#include "plugins/sqlite/entries.hpp"

#include "plugins/sqlite/schema.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/iso_time.hpp>

#include <filesystem>

namespace codexflow::sqlite {

bool entries::there()
{
    std::error_code fault;
    const auto status = std::filesystem::symlink_status(path_, fault);
    return status.type() != std::filesystem::file_type::not_found; // what cannot be looked at fails when it is opened
}

std::shared_ptr<database> entries::existing()
{
    if (there())
        return provided();
    open_.reset();
    return nullptr;
}

std::shared_ptr<database> entries::reader() { return there() ? opened() : nullptr; }

std::shared_ptr<database> entries::opened() const
{
    auto made = std::make_shared<database>(path_);
    provide_schema(*made);
    return made;
}

std::shared_ptr<database> entries::provided()
{
    if (open_ && open_->still_named())
        return open_;
    open_.reset();
    const std::filesystem::path file(path_);
    std::error_code fault;
    if (file.has_parent_path())
        std::filesystem::create_directories(file.parent_path(), fault);
    if (fault)
        throw failure(CFLOW_E_IO, "the folder of the memory cannot be made: " + file.parent_path().string() + ": " + fault.message())
            .hint("name a file in a folder that can be written (memory.path), or run with --no-memory");
    open_ = opened();
    return open_;
}

void entries::append(const std::vector<remembering::entry>& what)
{
    const std::shared_ptr<database> file = provided();
    transaction all(*file);
    statement row(*file, "INSERT INTO entries(time, owner, agent_id, namespace, session_id, task_id, run_id, expires, bytes, "
                         "document) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    statement text(*file, "INSERT INTO words(rowid, text) VALUES(?, ?)");
    for (const remembering::entry& one : what)
    {
        const std::string document = one.json();
        row.bind(1, one.time().value_or(0)).bind(2, one.owner()).bind(3, one.agent_id).bind(4, one.id("namespace"));
        row.bind(5, one.session_id).bind(6, one.task_id).bind(7, one.run_id).bind(8, from_iso_time(one.expires));
        row.bind(9, static_cast<std::int64_t>(document.size())).bind(10, document);
        row.run();
        const std::string searched = remembering::searchable(one);
        text.bind(1, ::sqlite3_last_insert_rowid(file->handle())).bind(2, searched);
        text.run();
    }
    all.commit();
}

remembering::holdings entries::survey(std::int64_t now)
{
    remembering::holdings made;
    const std::shared_ptr<database> file = existing();
    if (!file)
        return made;
    statement owners(*file, "SELECT owner, count(*), sum(bytes), min(time), max(time) FROM entries "
                            "WHERE expires IS NULL OR expires > ? GROUP BY owner ORDER BY owner");
    statement agents(*file, "SELECT DISTINCT agent_id FROM entries WHERE owner = ? AND agent_id <> '' "
                            "AND (expires IS NULL OR expires > ?) ORDER BY agent_id");
    owners.bind(1, now);
    while (owners.step())
    {
        remembering::holding& one = made.aliases.emplace_back();
        one.alias = owners.text(0);
        one.entries = static_cast<std::uint64_t>(owners.number(1));
        one.bytes = static_cast<std::uint64_t>(owners.number(2));
        one.oldest = to_iso_time(owners.number(3));
        one.newest = to_iso_time(owners.number(4));
        agents.bind(1, one.alias).bind(2, now);
        while (agents.step())
            one.agent_ids.emplace_back(agents.text(0));
        agents.reset();
    }
    return made;
}

} // namespace codexflow::sqlite
