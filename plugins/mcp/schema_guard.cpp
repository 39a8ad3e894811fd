#include "plugins/mcp/schema_guard.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace codexflow::mcp {
namespace {

constexpr std::size_t longest_schema = std::size_t{256} << 10;

/// The text behind '#' in a reference, "/a~1b/0", as the place in @p root that it names.
std::optional<json::value> resolve(json::value root, std::string_view pointer)
{
    json::value at = root;
    while (!pointer.empty())
    {
        if (pointer.front() != '/')
            return std::nullopt;
        pointer.remove_prefix(1);
        const std::string_view raw = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(raw.size());
        std::string name;
        for (std::size_t i = 0; i < raw.size(); ++i)
        {
            const bool escaped = raw[i] == '~' && i + 1 < raw.size();
            name += !escaped ? raw[i] : raw[++i] == '1' ? '/' : '~';
        }
        if (at.is_array())
            at = at[static_cast<std::size_t>(json::detail::to_integer<std::uint32_t>(name).value_or(UINT32_MAX))];
        else
            at = at[std::string_view(name)];
    }
    return at.exists() ? std::optional(at) : std::nullopt;
}

/// Walks through a schema along what a validator applies to one and the same value: there it must not come back.
class guard
{
public:
    explicit guard(json::value root) : root_(root) {}

    std::string look()
    {
        look_below(root_);
        return fault_;
    }

private:
    /// Every object below may be used as a schema.
    void look_below(json::value at)
    {
        if (!fault_.empty())
            return;
        if (at.is_object())
            follow(at);
        for (const json::member m : at.members())
            look_below(m.value);
        for (const json::value each : at.elements())
            look_below(each);
    }

    enum class mark : std::uint8_t
    {
        entered,
        left
    };

    /// Depth first; a schema that is entered again before it was left applies itself to the same value.
    void follow(json::value schema)
    {
        if (!fault_.empty() || !schema.is_object())
            return;
        const auto [place, fresh] = marks_.try_emplace(schema.raw().data(), mark::entered);
        if (!fresh)
        {
            if (place->second == mark::entered)
                fault_ = "refers to itself without end";
            return;
        }
        if (++depth_ > 256)
            fault_ = "is nested too deeply";
        if (const json::value ref = schema["$ref"]; ref.is_string() && ref.string().starts_with('#'))
        {
            if (const auto target = resolve(root_, ref.string().substr(1)); target && target->is_object())
                follow(*target);
            else
                fault_ = "refers to a part that is not there";
        }
        for (const std::string_view list : {"allOf", "anyOf", "oneOf"})
            for (const json::value each : schema[list].elements())
                follow(each);
        for (const std::string_view one : {"not", "if", "then", "else"})
            follow(schema[one]);
        for (const std::string_view many : {"dependencies", "dependentSchemas"})
            for (const json::member m : schema[many].members())
                follow(m.value);
        --depth_;
        marks_[schema.raw().data()] = mark::left;
    }

    json::value root_;
    std::map<const char*, mark> marks_; ///< By the place in the text.
    std::size_t depth_ = 0;
    std::string fault_;
};

} // namespace

std::string schema_fault(json::value schema)
{
    if (!schema.is_object())
        return "is no JSON Schema";
    const json::value type = schema["type"];
    if (type.exists() && type.string() != "object")
        return "is not of the type object";
    if (schema.raw().size() > longest_schema)
        return "is longer than 256 KiB";
    return guard(schema).look();
}

} // namespace codexflow::mcp
