// Memories for the tests of the engine's side: one that keeps everything in a file, and all the ways in which one fails.
#include <codexflow/plugin.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

CODEXFLOW_MANIFEST(R"({"id":"test.memories","version":"1.0.0","components":[
  {"kind":"memory","name":"sample-memory","config":{"type":"object","additionalProperties":false,"properties":{
    "path":{"type":"string","format":"path","default":"sample-memory.jsonl"},
    "mode":{"enum":["keep","gone","refuse","lie","hang"],"default":"keep"},
    "works":{"type":"integer","minimum":0,"default":0}}}},
  {"kind":"memory","name":"forgetful-memory"}],
  "needs":{"services":["timer"]}})");

namespace {

using codexflow::failure;
using codexflow::task;
using namespace std::chrono_literals;
namespace remembering = codexflow::remembering;

std::string read_setting(const codexflow::settings& from, std::string_view name, std::string otherwise)
{
    codexflow::json::document document;
    if (document.parse(from.json()) && document.root()[name].exists())
        return std::string(document.root()[name].is_string() ? document.root()[name].string() : document.root()[name].raw());
    return otherwise;
}

/** Keeps a document a line. The modes:
 *  "gone": no server; "refuse": nothing can be appended; "lie": it says that it keeps;
 *  "hang": appending does not end by itself. With "works" so many appends succeed before that. */
class sample_memory : public codexflow::memory
{
public:
    explicit sample_memory(const codexflow::settings& from)
        : path_(read_setting(from, "path", "sample-memory.jsonl")), mode_(read_setting(from, "mode", "keep")),
          works_(std::stoul(read_setting(from, "works", "0")))
    {
    }

    task<void> add(codexflow::operation& op, std::vector<entry> entries) override
    {
        const bool well = mode_ == "keep" || works_ > 0;
        works_ -= works_ > 0 ? 1 : 0;
        if (!well && mode_ == "gone")
            throw failure(CFLOW_E_UNAVAILABLE, "nobody listens at sample://nowhere").kind("connect");
        if (!well && mode_ == "refuse")
            throw failure(CFLOW_E_IO, "the disk is full");
        if (!well && mode_ == "hang")
            co_await op.sleep_for(1h);
        if (!well && mode_ == "lie")
            co_return;
        std::ofstream out(path_, std::ios::app);
        for (const entry& one : entries)
            out << one.json() << '\n';
    }

    task<remembering::found> find(codexflow::operation& op, const query& asked) override
    {
        if (mode_ == "gone" && works_ == 0)
            throw failure(CFLOW_E_UNAVAILABLE, "nobody listens at sample://nowhere").kind("connect");
        remembering::window window(asked);
        const std::vector<entry> all = kept();
        for (auto one = all.rbegin(); one != all.rend() && !window.full(); ++one)
        {
            if (!asked.by.fits(*one))
                continue;
            const std::string json = one->json();
            if (window.take(json.size()))
                co_await op.emit(CFLOW_CHUNK_JSON, json);
        }
        co_return window.so_far();
    }

    task<remembering::holdings> survey(codexflow::operation&, std::int64_t now) override
    {
        remembering::holdings all;
        for (const entry& one : kept())
            if (!remembering::expired(one, now))
                count(all, one);
        co_return all;
    }

    task<std::uint64_t> remove(codexflow::operation&, const filter& which) override
    {
        std::vector<entry> all = kept();
        const std::uint64_t gone = std::erase_if(all, [&](const entry& one) { return which.fits(one); });
        write(all);
        co_return gone;
    }

    task<remembering::compaction> tidy(codexflow::operation&, const remembering::bounds& to) override
    {
        std::vector<entry> all = kept();
        remembering::compaction done;
        done.removed = std::erase_if(all, [&](const entry& one) { return remembering::expired(one, to.now, to.default_ttl_ms); });
        while (to.max_entries && all.size() > *to.max_entries)
        {
            all.erase(all.begin());
            ++done.removed;
        }
        done.kept = all.size();
        write(all);
        co_return done;
    }

private:
    static void count(remembering::holdings& all, const entry& one)
    {
        const auto same = [&](const remembering::holding& other) { return other.alias == one.owner(); };
        auto at = std::find_if(all.aliases.begin(), all.aliases.end(), same);
        if (at == all.aliases.end())
        {
            at = all.aliases.insert(at, remembering::holding());
            at->alias = one.owner();
            at->oldest = one.ts;
        }
        at->newest = one.ts;
        at->bytes += one.json().size();
        ++at->entries;
        if (std::count(at->agent_ids.begin(), at->agent_ids.end(), one.agent_id) == 0)
            at->agent_ids.push_back(one.agent_id);
    }
    std::vector<entry> kept() const
    {
        std::vector<entry> all;
        std::ifstream in(path_);
        codexflow::json::document document;
        for (std::string line; std::getline(in, line);)
            if (document.parse(line))
                all.push_back(remembering::read_entry(document.root()));
        return all;
    }
    void write(const std::vector<entry>& all) const
    {
        std::ofstream out(path_, std::ios::trunc);
        for (const entry& one : all)
            out << one.json() << '\n';
    }

    const std::string path_, mode_;
    std::size_t works_;
};

/// Says that it kept fewer than it was given.
class forgetful_memory : public codexflow::json_memory
{
public:
    explicit forgetful_memory(const codexflow::settings&) {}
    task<std::string> append(codexflow::operation&) override { co_return R"({"appended":0})"; }
    task<std::string> query_json(codexflow::operation&) override { co_return R"({"count":0})"; }
    task<std::string> list(codexflow::operation&) override { co_return R"({"lists":[]})"; }
    task<std::string> forget(codexflow::operation&) override { co_return "{}"; }
    task<std::string> compact(codexflow::operation&) override { co_return "[]"; }
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<sample_memory>("sample-memory"), codexflow::component<forgetful_memory>("forgetful-memory"))
