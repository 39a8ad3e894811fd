#include "engine/base/document.hpp"
#include "engine/base/document_source.hpp"
#include "engine/base/text.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

namespace codexflow::doc {
namespace {

constexpr std::size_t node_limit = 1'000'000;       ///< Values of one document, aliases expanded.
constexpr std::size_t expansion_limit = 64U << 20U; ///< Bytes of text that aliases may add.

/// How large and deep a value is: what an alias to it costs.
struct extent
{
    std::size_t nodes = 1, bytes = 0;
    unsigned depth = 0; ///< Levels of containers, itself included.

    void include(const extent& inner)
    {
        nodes += inner.nodes;
        bytes += inner.bytes;
        depth = std::max(depth, inner.depth + 1);
    }
};

/// Leaves the YAML library's parser with our error; its callbacks have no other way out.
struct stop
{
    error why;
};

bool is_null_mark(const YAML::Mark& mark) { return mark.line < 0; }

/** Receives the library's events and builds the tree. Anchored values are kept and copied where an
 *  alias names them; what the copies add up to is bounded. */
class yaml_builder final : public YAML::EventHandler
{
public:
    explicit yaml_builder(const source& text) : source_(text) { root_.where = {1, 1}; }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (documents_++ > 0)
            fail(at(mark), "a second document begins here", "put it into a file of its own");
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        node value;
        value.where = at(mark);
        if (expects_value()) // the mark is that of the next token, which may be lines further down
            value.where = open_.back().key_where;
        add(std::move(value), {}, anchor, plain::no);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override
    {
        node value;
        value.where = at(mark);
        value.text = text;
        value.type = type_of(tag, text, value.where);
        add(std::move(value), {1, text.size(), 0}, anchor, tag == "?" ? plain::yes : plain::no);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end())
            fail(at(mark), "the alias stands inside the value it names");
        const extent& size = found->second.size;
        expanded_bytes_ += size.bytes;
        if (nodes_ + size.nodes > node_limit || expanded_bytes_ > expansion_limit)
            fail(at(mark), "aliases expand this document beyond a million values or 64 MiB");
        if (open_.size() + size.depth > depth_limit)
            fail_depth(at(mark));
        nodes_ += size.nodes - 1;
        node copy = found->second.value;
        copy.where = at(mark);
        add(std::move(copy), size, 0, plain::no);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        start(kind::sequence, mark, tag, anchor);
    }
    void OnSequenceEnd() override { end(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        start(kind::mapping, mark, tag, anchor);
    }

    void OnMapEnd() override
    {
        if (const auto duplicate = find_duplicate_key(open_.back().value, source_.file()))
            throw stop{*duplicate};
        if (open_.back().merges)
            merge(open_.back().value);
        end();
    }

    node take() { return std::move(root_); }

private:
    enum class plain : bool
    {
        no,
        yes,
    };

    struct frame
    {
        node value;
        extent size;
        YAML::anchor_t anchor = 0;
        bool has_key = false; ///< Of a mapping: the next value belongs to the last key.
        bool merges = false;  ///< Of a mapping: it has a "<<" key.
        position key_where;
    };

    struct anchored
    {
        node value;
        extent size;
    };

    [[noreturn]] void fail(position where, std::string message, std::string hint = {}) const
    {
        throw stop{source_.fault(where, std::move(message)).with_hint(std::move(hint))};
    }

    [[noreturn]] void fail_depth(position where) const
    {
        fail(where, "more than " + std::to_string(depth_limit) + " levels of nesting");
    }

    position at(const YAML::Mark& mark) const
    {
        if (is_null_mark(mark))
            return {};
        return source_.at(static_cast<std::size_t>(mark.line), static_cast<std::size_t>(mark.column));
    }

    kind type_of(const std::string& tag, const std::string& text, position where) const
    {
        const auto type = resolve_tagged(tag, text);
        if (!type)
            fail(where, quote(text) + " is not a value of the tag " + quote(tag));
        return *type;
    }

    bool expects_value() const noexcept
    {
        return !open_.empty() && open_.back().value.is_mapping() && open_.back().has_key;
    }

    void start(kind type, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor)
    {
        const position where = at(mark);
        const std::string_view own =
            type == kind::mapping ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq";
        if (!tag.empty() && tag != "?" && tag != "!" && tag != own)
            fail(where, "the tag " + quote(tag) + " is not supported");
        if (open_.size() >= depth_limit)
            fail_depth(where);
        refuse_container_as_key(where);
        open_.push_back({{type, {}, {}, {}, where}, {1, 0, 1}, anchor, false, false, {}});
    }

    void end()
    {
        frame finished = std::move(open_.back());
        open_.pop_back();
        add(std::move(finished.value), finished.size, finished.anchor, plain::no);
    }

    void refuse_container_as_key(position where) const
    {
        if (!open_.empty() && open_.back().value.is_mapping() && !open_.back().has_key)
            // The library also takes a list or mapping that is never closed for a key.
            fail(where, "a list or mapping cannot be a key", "check that every [ and { here is closed");
    }

    void add(node value, const extent& size, YAML::anchor_t anchor, plain written)
    {
        if (++nodes_ > node_limit)
            fail(value.where, "the document has more than a million values");
        if (anchor != 0)
            anchors_[anchor] = {value, size};
        if (open_.empty())
        {
            root_ = std::move(value);
            return;
        }
        frame& parent = open_.back();
        parent.size.include(size);
        if (!parent.value.is_mapping())
            parent.value.items.push_back(std::move(value));
        else if (parent.has_key)
        {
            parent.value.members.back().value = std::move(value);
            parent.has_key = false;
        }
        else
            add_key(parent, std::move(value), written);
    }

    void add_key(frame& parent, node key, plain written) const
    {
        if (key.is_mapping() || key.is_sequence()) // through an alias
            refuse_container_as_key(key.where);
        if (key.is_null() && key.text.empty())
            fail(key.where, "a key is missing before ':'");
        parent.merges = parent.merges || (written == plain::yes && key.text == "<<");
        parent.has_key = true;
        parent.key_where = key.where;
        parent.value.members.push_back({std::move(key.text), key.where, {}});
    }

    // Replaces "<<: mapping" and "<<: [mapping, ...]" by the members that do not stand here already.
    void merge(node& mapping) const
    {
        const auto entry = std::find_if(mapping.members.begin(), mapping.members.end(),
                                        [](const member& m) { return m.key == "<<"; });
        const position where = entry->where;
        const node merged = std::move(entry->value);
        mapping.members.erase(entry);
        const auto take_over = [&](const node& from) {
            if (!from.is_mapping())
                fail(where,
                     "'<<' needs a mapping or a list of mappings, not " + std::string(describe(from.type)));
            for (const member& m : from.members)
                if (mapping.find_member(m.key) == nullptr)
                    mapping.members.push_back(m);
        };
        if (merged.is_sequence())
            for (const node& from : merged.items)
                take_over(from);
        else
            take_over(merged);
    }

    const source& source_;
    std::vector<frame> open_; ///< The containers around the current event.
    std::map<YAML::anchor_t, anchored> anchors_;
    node root_;
    std::size_t documents_ = 0, nodes_ = 0, expanded_bytes_ = 0;
};

error from_exception(const YAML::Exception& e, const source& text)
{
    const std::string message = "the YAML cannot be read: " + e.msg;
    if (is_null_mark(e.mark))
        return text.fault({}, message);
    const auto line = static_cast<std::size_t>(e.mark.line);
    return text.fault(text.at(line, static_cast<std::size_t>(e.mark.column)), message)
        .with_hint(explain_yaml(e.msg, text.line(line)));
}

} // namespace

result<node> parse_yaml(std::string_view text, const std::string& file)
{
    const auto opened = source::open(text, file);
    if (!opened)
        return opened.error();
    yaml_builder builder(*opened);
    try
    {
        std::istringstream stream{std::string(opened->text())};
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder))
        {}
        return builder.take();
    }
    catch (const stop& stopped)
    {
        return stopped.why;
    }
    catch (const YAML::Exception& e)
    {
        return from_exception(e, *opened);
    }
}

} // namespace codexflow::doc
