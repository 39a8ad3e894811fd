#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

/** One value of a JSON text that somebody else parsed, to be looked at by name. What is absent, or of another
 *  type than asked for, is empty or 0: lines of other versions are no errors.
 *  A view: valid as long as the parsed text is. Value type, one thread. */
class json_view
{
public:
    json_view() = default;
    /// @param value A rapidjson::Value; only engine/record knows that.
    explicit json_view(const void* value) noexcept : value_(value) {}

    bool is_object() const noexcept;
    bool has(const char* name) const noexcept;
    /// The member of that name; an empty view if there is none.
    json_view member(const char* name) const noexcept;
    std::vector<json_view> items(const char* name) const;

    /// The names of the members, in order.
    std::vector<std::string> names() const;

    std::string_view text(const char* name) const noexcept;
    std::int64_t number(const char* name) const noexcept;
    std::uint64_t count(const char* name) const noexcept;
    bool flag(const char* name) const noexcept;
    /// This value itself, if it is a string.
    std::string_view as_text() const noexcept;
    /// This value, as compact JSON.
    std::string json() const;

private:
    const void* value_ = nullptr;
};

/// A JSON text that was parsed, for json_view. Movable; views of it stay valid.
class parsed_json
{
public:
    /// Nothing if @p text is no JSON.
    static std::optional<parsed_json> parse(std::string_view text);
    parsed_json(parsed_json&&) noexcept;
    parsed_json& operator=(parsed_json&&) noexcept;
    ~parsed_json();

    json_view root() const noexcept;

private:
    struct tree;
    explicit parsed_json(std::unique_ptr<tree> made) noexcept;

    std::unique_ptr<tree> tree_;
};

} // namespace codexflow
