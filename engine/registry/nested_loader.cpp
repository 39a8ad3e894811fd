#include "engine/base/problems.hpp"
#include "engine/base/text.hpp"
#include "engine/registry/agent_loader.hpp"
#include "engine/registry/nested_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace codexflow {
namespace {

class nested_reader
{
public:
    nested_reader(const doc::node& document, const std::string& file) : document_(document), file_(file) {}

    result<loaded_agent> read()
    {
        notices_ = find_unknown_keys(document_, file_);
        read_version();
        read_identity();
        read_runtime();
        read_abilities();
        read_triggers();
        read_memory();
        made_.prompt = text("prompt.system");
        made_.task_template = text("prompt.user_template");
        made_.paths = {texts("constraints.allowed_paths"), texts("constraints.forbidden_paths")};
        made_.hooks = {texts("hooks.pre_task"), texts("hooks.post_task"), texts("hooks.failure")};
        if (!faults_.none())
            return faults_.combined();
        return loaded_agent{std::move(made_), std::move(notices_)};
    }

private:
    void fail(doc::position where, std::string message, std::string hint = {})
    {
        faults_.add(error(errc::invalid_argument, std::move(message), doc::in(file_, where))
                        .with_hint(std::move(hint)));
    }

    void wrong_type(std::string_view path, const doc::node& value, std::string_view wanted)
    {
        fail(value.where, fmt::format("{} must be {}, not {}", path, wanted, doc::describe(value.type)));
    }

    /** The value at a dotted path, or nullptr where it or a section around it is absent or null. A
     *  section that is no mapping is a fault, told once. */
    const doc::node* find(std::string_view path)
    {
        const doc::node* here = &document_;
        for (std::size_t begin = 0; begin <= path.size();)
        {
            if (!here->is_mapping())
            {
                const std::string section(path.substr(0, begin - 1));
                if (std::find(bad_sections_.begin(), bad_sections_.end(), section) == bad_sections_.end())
                    wrong_type(section, *here, "a mapping");
                bad_sections_.push_back(section);
                return nullptr;
            }
            const std::size_t end = std::min(path.find('.', begin), path.size());
            here = here->find(path.substr(begin, end - begin));
            if (here == nullptr || here->is_null())
                return nullptr;
            begin = end + 1;
        }
        return here;
    }

    std::string text(std::string_view path)
    {
        const doc::node* value = find(path);
        if (value == nullptr)
            return {};
        if (value->is_mapping() || value->is_sequence())
        {
            wrong_type(path, *value, "text");
            return {};
        }
        return value->text; // a name such as 404 is as good as any
    }

    std::vector<std::string> texts(std::string_view path) { return texts_of(placed_texts(path)); }

    /// A list of scalars, each with its place.
    std::vector<text_trigger> placed_texts(std::string_view path)
    {
        std::vector<text_trigger> list;
        const doc::node* value = find(path);
        if (value == nullptr)
            return list;
        if (!value->is_sequence())
        {
            wrong_type(path, *value, "a list of text");
            return list;
        }
        for (const doc::node& item : value->items)
        {
            if (item.is_mapping() || item.is_sequence() || item.is_null())
                wrong_type(path, item, "a list of text");
            else
                list.push_back({item.text, doc::in(file_, item.where)});
        }
        return list;
    }

    /// A whole number of at least 1, or @p otherwise if none is written.
    std::int64_t count(std::string_view path, std::int64_t otherwise, std::int64_t most)
    {
        const doc::node* value = find(path);
        if (value == nullptr)
            return otherwise;
        const auto number = doc::as_integer(*value);
        if (!number)
            wrong_type(path, *value, "a whole number");
        else if (*number < 1)
            fail(value->where, fmt::format("{} must be at least 1, not {}", path, *number));
        else if (*number > most)
            fail(value->where, fmt::format("{} must be at most {}, not {}", path, most, *number));
        else
            return *number;
        return otherwise;
    }

    void read_version()
    {
        const doc::node* version = document_.find("version");
        if (version == nullptr)
            notices_.push_back({notice_kind::warning,
                                error(errc::invalid_argument, "no version is written: read as version 1",
                                      doc::in(file_, document_.where))
                                    .with_hint("add version: 1")});
        else if (doc::as_integer(*version) != 1)
            fail(version->where, fmt::format("version must be 1, not {}", quote(version->text)),
                 "this program reads no other version");
    }

    void read_identity()
    {
        made_.id = text("agent.id");
        const doc::node* id = find("agent.id");
        const doc::member* section = document_.find_member("agent");
        made_.source = doc::in(file_, id != nullptr ? id->where : section->where);
        if (made_.id.empty())
            fail(id != nullptr ? id->where : section->where, "agent.id is missing", "give the agent an id");
        else if (!is_name(made_.id))
            fail(id->where, fmt::format("the id {} is not a name", quote(made_.id)),
                 "use letters, digits, '-', '_' and '.'");
        made_.name = text("agent.name");
        if (made_.name.empty())
            made_.name = made_.id;
        made_.description = text("agent.description");
        made_.long_description = text("agent.long_description");
        made_.domain = text("agent.classification.domain");
        made_.subdomain = text("agent.classification.subdomain");
        made_.tier = text("agent.classification.tier");
    }

    void read_runtime()
    {
        made_.max_parallel = static_cast<std::uint32_t>(
            count("runtime.concurrency.max_parallel_tasks", made_.max_parallel, 1'000'000));
        constexpr std::int64_t year = 365LL * 24 * 3'600'000;
        made_.timeout = std::chrono::milliseconds(count("runtime.timeout_ms", made_.timeout.count(), year));
        const doc::node* autonomy = find("runtime.autonomy_level");
        if (autonomy == nullptr)
            return;
        const auto level = doc::as_number(*autonomy);
        if (!level)
            wrong_type("runtime.autonomy_level", *autonomy, "a number");
        else if (!(*level >= 0 && *level <= 1))
            fail(autonomy->where,
                 fmt::format("runtime.autonomy_level must be from 0 to 1, not {}", autonomy->text));
        else
            made_.autonomy = *level;
    }

    void read_abilities()
    {
        made_.capabilities = texts("capabilities.core");
        made_.responsibilities = texts("responsibilities.primary");
        for (std::string& line : texts("responsibilities.secondary"))
            made_.responsibilities.push_back(std::move(line));
        // In this schema an empty list means that nothing was said, as in the files that exist.
        if (auto allowed = texts("capabilities.detail.tools.allowed"); !allowed.empty())
            made_.tools.allowed = std::move(allowed);
        made_.tools.restricted = texts("capabilities.detail.tools.restricted");
        if (const doc::node* none = find("capabilities.detail.tools.none"))
        {
            const auto yes = doc::as_boolean(*none);
            if (!yes)
                wrong_type("capabilities.detail.tools.none", *none, "true or false");
            else if (*yes && made_.tools.allowed)
                fail(none->where, "capabilities.detail.tools allows some tools and none");
            else if (*yes)
                made_.tools.allowed.emplace();
        }
    }

    void read_triggers()
    {
        made_.triggers.keywords = placed_texts("triggers.keywords");
        made_.triggers.file_patterns = placed_texts("triggers.file_patterns");
        made_.prefers = texts("triggers.delegations.prefers");
        made_.complements = texts("triggers.delegations.complements");
        const doc::node* regex = find("triggers.regex");
        if (regex == nullptr)
            return;
        if (!regex->is_sequence())
            return wrong_type("triggers.regex", *regex, "a list of patterns");
        for (const doc::node& item : regex->items)
        {
            const doc::node* pattern = item.find("pattern");
            const doc::node* priority = item.find("priority");
            if (pattern == nullptr || !pattern->is_string() || pattern->text.empty())
                fail(item.where, "an entry of triggers.regex has no pattern",
                     "write { pattern: TEXT, priority: medium }");
            else
                made_.triggers.regex.push_back(
                    {pattern->text, priority != nullptr && priority->is_string() ? priority->text : "medium",
                     doc::in(file_, pattern->where)});
        }
    }

    void read_memory()
    {
        agent_memory& memory = made_.memory;
        const doc::node* retention = find("memory.retention");
        const bool scalar = retention != nullptr && !retention->is_mapping();
        const char* path = scalar ? "memory.retention" : "memory.retention.short_term";
        if (const doc::node* written = find(path))
        {
            const auto read = parse_duration(to_lower(written->text));
            if (read)
                memory.retention = *read;
            else
                fail(written->where, fmt::format("{}: {}", path, read.error().message), read.error().hint);
        }
        if (const doc::node* long_term = scalar ? nullptr : find("memory.retention.long_term"))
        {
            memory.long_term = doc::as_boolean(*long_term).value_or(false);
            if (long_term->type != doc::kind::boolean)
                wrong_type("memory.retention.long_term", *long_term, "true or false");
        }
        memory.namespaces = texts("memory.namespaces");
        memory.share_with = texts("memory.sharing_policy.share_with");
        memory.redact = texts("memory.sharing_policy.redact");
        for (std::string& field : texts("memory.redact"))
            if (std::find(memory.redact.begin(), memory.redact.end(), field) == memory.redact.end())
                memory.redact.push_back(std::move(field));
    }

    const doc::node& document_;
    const std::string& file_;
    agent made_;
    problems faults_;
    std::vector<notice> notices_;
    std::vector<std::string> bad_sections_;
};

} // namespace

bool is_nested_agent(const definition& given) { return !given.markdown && given.head.find("agent") != nullptr; }

result<loaded_agent> load_nested_agent(const definition& given, const std::string& file)
{
    return nested_reader(given.head, file).read();
}

} // namespace codexflow
