#include "engine/registry/cache/agent_codec.hpp"

#include "engine/registry/cache/bytes.hpp"

#include <concepts>
#include <limits>

namespace codexflow {
namespace {

// One description of every type serves both ways: `walk` calls the archive with each field in turn, and the
// archive either writes the field or fills it in.

template <class Archive, class T>
concept fields_of = requires(Archive& archive, T& value) { walk(archive, value); };

class writer
{
public:
    explicit writer(std::string& out) : out_(out) {}

    template <class... Fields> void operator()(const Fields&... fields) { (put(fields), ...); }

private:
    void put(const std::string& text) { out_.text(text); }
    void put(bool yes) { out_.number(yes ? 1U : 0U); }
    void put(double value) { out_.real(value); }
    void put(std::unsigned_integral auto value) { out_.number(value); }
    void put(std::chrono::milliseconds value) { out_.signed_number(value.count()); }
    void put(errc code) { out_.number(static_cast<std::uint64_t>(code)); }
    void put(notice_kind kind) { out_.number(static_cast<std::uint64_t>(kind)); }
    template <class T> void put(const std::optional<T>& maybe)
    {
        put(maybe.has_value());
        if (maybe)
            put(*maybe);
    }
    template <class T> void put(const std::vector<T>& list)
    {
        out_.number(list.size());
        for (const T& item : list)
            put(item);
    }
    template <class T>
        requires fields_of<writer, const T>
    void put(const T& value)
    {
        walk(*this, value);
    }

    byte_writer out_;
};

class reader
{
public:
    explicit reader(std::string_view bytes) : in_(bytes) {}

    template <class... Fields> void operator()(Fields&... fields) { (get(fields), ...); }
    bool done() const { return in_.at_end(); }

private:
    void get(std::string& text) { text = in_.text(); }
    void get(bool& yes) { yes = number_up_to<std::uint8_t>(1) != 0; }
    void get(double& value) { value = in_.real(); }
    template <std::unsigned_integral T> void get(T& value)
    {
        value = number_up_to<T>(std::numeric_limits<T>::max());
    }
    void get(std::chrono::milliseconds& value) { value = std::chrono::milliseconds(in_.signed_number()); }
    void get(errc& code)
    {
        code = static_cast<errc>(number_up_to<std::uint8_t>(static_cast<std::uint8_t>(errc::internal)));
    }
    void get(notice_kind& kind)
    {
        kind = static_cast<notice_kind>(number_up_to<std::uint8_t>(static_cast<std::uint8_t>(notice_kind::broken)));
    }
    template <class T> void get(std::optional<T>& maybe)
    {
        bool there = false;
        get(there);
        if (there)
            get(maybe.emplace());
    }
    template <class T> void get(std::vector<T>& list)
    {
        for (std::size_t left = in_.count(); left != 0 && in_.ok(); --left)
            get(list.emplace_back());
    }
    template <class T>
        requires fields_of<reader, T>
    void get(T& value)
    {
        walk(*this, value);
    }

    template <class T> T number_up_to(T most)
    {
        const std::uint64_t value = in_.number();
        if (value > most)
            in_.fail();
        return value > most ? T{} : static_cast<T>(value);
    }

    byte_reader in_;
};

template <class Value, class T>
concept is = std::same_as<std::remove_const_t<Value>, T>;

void walk(auto& archive, is<location> auto& value) { archive(value.file, value.line, value.column); }
void walk(auto& archive, is<error> auto& value)
{
    archive(value.code, value.message, value.hint, value.detail, value.kind, value.phase, value.where);
}
void walk(auto& archive, is<notice> auto& value) { archive(value.kind, value.what); }
void walk(auto& archive, is<text_trigger> auto& value) { archive(value.text, value.where); }
void walk(auto& archive, is<regex_trigger> auto& value)
{
    archive(value.pattern, value.priority, value.where);
}
void walk(auto& archive, is<agent_triggers> auto& value)
{
    archive(value.keywords, value.regex, value.file_patterns);
}
void walk(auto& archive, is<agent_memory> auto& value)
{
    archive(value.retention, value.long_term, value.namespaces, value.share_with, value.redact);
}
void walk(auto& archive, is<path_limits> auto& value) { archive(value.allowed, value.forbidden); }
void walk(auto& archive, is<agent_hooks> auto& value)
{
    archive(value.pre_task, value.post_task, value.failure);
}
void walk(auto& archive, is<tool_policy> auto& value) { archive(value.allowed, value.restricted); }
void walk(auto& archive, is<agent> auto& value)
{
    archive(value.id, value.name, value.description, value.long_description, value.domain, value.subdomain,
            value.tier, value.autonomy, value.max_parallel, value.timeout, value.capabilities,
            value.responsibilities, value.triggers, value.prompt, value.task_template, value.tools, value.paths,
            value.memory, value.hooks, value.prefers, value.complements, value.source);
}
void walk(auto& archive, is<parsed_agent> auto& value)
{
    archive(value.definition, value.fault, value.notices);
}

} // namespace

void encode_agent(const parsed_agent& value, std::string& out)
{
    writer archive(out);
    walk(archive, value);
}

std::optional<parsed_agent> decode_agent(std::string_view bytes)
{
    parsed_agent value;
    reader archive(bytes);
    walk(archive, value);
    if (!archive.done())
        return std::nullopt;
    return value;
}

} // namespace codexflow
