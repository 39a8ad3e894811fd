#include "engine/record/json_view.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace codexflow {
namespace {

using json_value = rapidjson::Value;

const json_value* of(const void* value) noexcept { return static_cast<const json_value*>(value); }

const json_value* find(const void* value, const char* name) noexcept
{
    if (value == nullptr || !of(value)->IsObject())
        return nullptr;
    const auto found = of(value)->FindMember(name);
    return found == of(value)->MemberEnd() ? nullptr : &found->value;
}

std::string_view text_of(const json_value* value) noexcept
{
    return value != nullptr && value->IsString() ? std::string_view(value->GetString(), value->GetStringLength())
                                                 : std::string_view();
}

} // namespace

bool json_view::is_object() const noexcept { return value_ != nullptr && of(value_)->IsObject(); }

bool json_view::has(const char* name) const noexcept { return find(value_, name) != nullptr; }

json_view json_view::member(const char* name) const noexcept { return json_view(find(value_, name)); }

std::vector<json_view> json_view::items(const char* name) const
{
    std::vector<json_view> all;
    if (const json_value* list = find(value_, name); list != nullptr && list->IsArray())
        for (const json_value& one : list->GetArray())
            all.emplace_back(&one);
    return all;
}

std::vector<std::string> json_view::names() const
{
    std::vector<std::string> all;
    if (is_object())
        for (const auto& m : of(value_)->GetObject())
            all.emplace_back(m.name.GetString(), m.name.GetStringLength());
    return all;
}

std::string_view json_view::text(const char* name) const noexcept { return text_of(find(value_, name)); }

std::int64_t json_view::number(const char* name) const noexcept
{
    const json_value* value = find(value_, name);
    return value != nullptr && value->IsInt64() ? value->GetInt64() : 0;
}

std::uint64_t json_view::count(const char* name) const noexcept
{
    const json_value* value = find(value_, name);
    return value != nullptr && value->IsUint64() ? value->GetUint64() : 0;
}

bool json_view::flag(const char* name) const noexcept
{
    const json_value* value = find(value_, name);
    return value != nullptr && value->IsTrue();
}

std::string_view json_view::as_text() const noexcept { return text_of(of(value_)); }

std::string json_view::json() const
{
    if (value_ == nullptr)
        return "null";
    rapidjson::StringBuffer text;
    rapidjson::Writer<rapidjson::StringBuffer> out(text);
    of(value_)->Accept(out);
    return {text.GetString(), text.GetSize()};
}

struct parsed_json::tree
{
    rapidjson::Document document;
};

parsed_json::parsed_json(std::unique_ptr<tree> made) noexcept : tree_(std::move(made)) {}
parsed_json::parsed_json(parsed_json&&) noexcept = default;
parsed_json& parsed_json::operator=(parsed_json&&) noexcept = default;
parsed_json::~parsed_json() = default;

std::optional<parsed_json> parsed_json::parse(std::string_view text)
{
    auto made = std::make_unique<tree>();
    made->document.Parse(text.data(), text.size());
    if (made->document.HasParseError())
        return std::nullopt;
    return parsed_json(std::move(made));
}

json_view parsed_json::root() const noexcept
{
    return json_view(static_cast<const json_value*>(&tree_->document));
}

} // namespace codexflow
