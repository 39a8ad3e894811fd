#include "plugins/sqlite/schema.hpp"

#include <codexflow/failure.hpp>

#include <array>
#include <chrono>
#include <string>
#include <thread>

namespace codexflow::sqlite {
namespace {

constexpr std::int64_t application_id = 0x43464D31; // "CFM1"

/** What makes version N+1 of version N; the first makes it of nothing. Steps are never changed, only added: there are
 *  files of every version. `words` holds the searchable text of entries (remembering::searchable) under their ids; its tokenizer
 *  and search_words.hpp agree on what a word is, and a step that changes the one rebuilds the other. */
constexpr std::array steps{R"(
CREATE TABLE entries(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,        -- Unix ms
  owner TEXT NOT NULL,          -- the alias, or the agent
  agent_id TEXT NOT NULL,
  namespace TEXT NOT NULL,
  session_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  expires INTEGER,              -- Unix ms; NULL: never
  bytes INTEGER NOT NULL,       -- of document
  document TEXT NOT NULL        -- docs/schemas/memory.entry.json
);
CREATE INDEX entries_by_time ON entries(time, id);
CREATE INDEX entries_by_owner ON entries(owner, time, id);
CREATE INDEX entries_by_agent ON entries(agent_id, time, id);
CREATE INDEX entries_by_session ON entries(session_id) WHERE session_id <> '';
CREATE INDEX entries_by_task ON entries(task_id) WHERE task_id <> '';
CREATE INDEX entries_by_run ON entries(run_id) WHERE run_id <> '';
CREATE INDEX entries_by_expiry ON entries(expires) WHERE expires IS NOT NULL;
CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'ascii', detail = none, columnsize = 0);
)"};

void refuse(const database& in, const std::string& why, const char* hint)
{
    throw failure(CFLOW_E_INVALID, "the memory in " + in.path() + ": " + why).kind("invalid_request").hint(hint);
}

void check_owner(database& in, std::int64_t version)
{
    if (version > schema_version())
        refuse(in,
               "it was written by a newer version of this program (version " + std::to_string(version) + " of its tables, " +
                   std::to_string(schema_version()) + " is known here)",
               "use the newer program, or another file (memory.path)");
    const bool ours = in.number("PRAGMA application_id") == application_id;
    if (!ours && in.number("SELECT count(*) FROM sqlite_schema") != 0)
        refuse(in, "it is a SQLite database of another program", "name another file (memory.path)");
}

/// The version, of a file that may be used. Another process may be making the tables at this moment.
std::int64_t looked_at(database& in)
{
    transaction moment(in, false);
    const std::int64_t version = in.number("PRAGMA user_version");
    check_owner(in, version);
    moment.commit();
    return version;
}

/// Several processes that open a new file at once are in each other's way here, and SQLite does not wait by itself.
void use_write_ahead_log(database& in)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    for (;;)
    {
        try
        {
            in.text("PRAGMA journal_mode = WAL");
            return;
        }
        catch (const failure& why)
        {
            if (why.status() != CFLOW_E_UNAVAILABLE || std::chrono::steady_clock::now() > until)
                throw;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

} // namespace

int schema_version() noexcept { return static_cast<int>(steps.size()); }

void provide_schema(database& in)
{
    in.run("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    std::int64_t version = looked_at(in);
    if (version == 0)
        in.run("PRAGMA auto_vacuum = INCREMENTAL"); // before the first table, or it has no effect
    use_write_ahead_log(in);
    // An append outlives the process then; the disk may be behind by some at a power cut, and is never damaged by it.
    in.run("PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON");
    if (version == schema_version())
        return;
    transaction one(in);
    version = in.number("PRAGMA user_version"); // it is ours alone from here on
    check_owner(in, version);
    for (auto at = static_cast<std::size_t>(version); at < steps.size(); ++at)
        in.run(steps[at]);
    in.run(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
    in.run(("PRAGMA user_version = " + std::to_string(schema_version())).c_str());
    one.commit();
}

} // namespace codexflow::sqlite
