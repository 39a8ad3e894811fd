#include "engine/plugin/library.hpp"

#include <codexflow/view.hpp>

#include <dlfcn.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>
#include <utility>

namespace codexflow::plugin {
namespace {

/// "cflow.provider/1" -> "provider"; empty when it is of another form.
std::string_view short_kind(std::string_view kind)
{
    constexpr std::string_view prefix = "cflow.";
    if (kind.substr(0, prefix.size()) != prefix)
        return {};
    kind.remove_prefix(prefix.size());
    return kind.substr(0, kind.find('/'));
}

std::string quoted(const cflow_component& component)
{
    return "the " + std::string(from_abi(component.kind)) + " '" + std::string(from_abi(component.name)) + "'";
}

// Sizes of band 1.0: what a plugin of any minor fills in. Never sizeof, which grows with this program.
constexpr std::size_t component_size = offsetof(cflow_component, destroy) + sizeof(&cflow_component::destroy);
constexpr std::size_t plugin_size = offsetof(cflow_plugin, shutdown);

template <class Table, class Member> bool has(const void* vtable, Member Table::* last)
{
    const auto& table = *static_cast<const Table*>(vtable);
    const auto at = reinterpret_cast<const char*>(&(table.*last)) - static_cast<const char*>(vtable);
    return table.struct_size >= static_cast<std::size_t>(at) + sizeof(Member) && table.*last != nullptr;
}

/// Whether the functions of a kind we know are there; of another revision we know nothing.
bool complete_vtable(std::string_view kind, const void* vtable)
{
    if (kind == CFLOW_KIND_PROVIDER || kind == CFLOW_KIND_TOOL || kind == CFLOW_KIND_MEMORY || kind == CFLOW_KIND_SINK)
        return has(vtable, &cflow_async_v1::start);
    if (kind == CFLOW_KIND_ROUTER)
        return has(vtable, &cflow_router_v1::route);
    if (kind == CFLOW_KIND_POLICY)
        return has(vtable, &cflow_policy_v1::decide);
    if (kind == CFLOW_KIND_REDACTOR)
        return has(vtable, &cflow_redactor_v1::redact) && has(vtable, &cflow_redactor_v1::begin) &&
               has(vtable, &cflow_redactor_v1::feed) && has(vtable, &cflow_redactor_v1::end);
    return true;
}

bool complete(const cflow_component* one)
{
    return one != nullptr && one->struct_size >= component_size && one->vtable != nullptr && one->create != nullptr &&
           one->destroy != nullptr && complete_vtable(from_abi(one->kind), one->vtable);
}

/// What is wrong with the table the entry returned, compared with the manifest; empty if nothing.
std::string find_lie(const cflow_plugin& plugin, const manifest& about)
{
    if (plugin.struct_size < plugin_size || (plugin.component_count != 0 && plugin.components == nullptr))
        return "its entry returned a table that is too small";
    const std::span<const cflow_component* const> table(plugin.components, plugin.component_count);
    for (std::size_t i = 0; i != table.size(); ++i)
    {
        const cflow_component* one = table[i];
        if (!complete(one))
            return "component " + std::to_string(i + 1) + " of its table is not complete";
        if (about.find(short_kind(from_abi(one->kind)), from_abi(one->name)) == nullptr)
            return "it offers " + quoted(*one) + ", which its manifest does not name";
        for (const cflow_component* earlier : table.first(i))
            if (from_abi(earlier->kind) == from_abi(one->kind) && from_abi(earlier->name) == from_abi(one->name))
                return "it offers " + quoted(*one) + " twice";
    }
    for (const manifest::component& named : about.components)
    {
        const auto is_it = [&](const cflow_component* one) {
            return short_kind(from_abi(one->kind)) == named.kind && from_abi(one->name) == named.name;
        };
        if (std::none_of(table.begin(), table.end(), is_it))
            return "its manifest names the " + named.kind + " '" + named.name + "', which it does not offer";
    }
    return {};
}

/// What the dynamic linker said, without the path in front, which the error has already.
std::string linker_text(const std::string& path)
{
    const char* const said = ::dlerror();
    std::string text = said == nullptr ? "for a reason the dynamic linker does not tell" : said;
    if (text.compare(0, path.size() + 2, path + ": ") == 0)
        text.erase(0, path.size() + 2);
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

} // namespace

library::~library() = default; // closing is unload()'s business: the program leaves plugins where they are

result<std::unique_ptr<library>> library::load(const catalog::entry& from, const cflow_host& host)
{
    const auto refuse = [&](std::string why) {
        return error(errc::plugin_misbehaved, "the plugin cannot be loaded: " + std::move(why),
                     location{from.file.string(), 0, 0});
    };
    std::error_code no_directory; // then the path stands for itself
    std::filesystem::path path = std::filesystem::absolute(from.file, no_directory);
    if (no_directory)
        path = from.file;
    std::unique_ptr<library> made(new library);
    // Not Boost.DLL: it throws away the linker's own words, which are the only useful ones.
    made->handle_ = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (made->handle_ == nullptr)
        return refuse(linker_text(path.string()));
    const auto entry = reinterpret_cast<cflow_entry_fn>(::dlsym(made->handle_, CFLOW_ENTRY_SYMBOL));
    if (entry == nullptr)
        return refuse("it has no symbol " CFLOW_ENTRY_SYMBOL);
    try
    {
        made->plugin_ = entry(&host);
    }
    catch (...)
    {
        return refuse("its entry threw an exception");
    }
    if (made->plugin_ == nullptr)
        return refuse("its entry refused this host");
    if (std::string lie = find_lie(*made->plugin_, from.about); !lie.empty())
        return refuse(std::move(lie));
    return made;
}

const cflow_component* library::find(std::string_view kind, std::string_view name) const noexcept
{
    for (std::uint32_t i = 0; i != plugin_->component_count; ++i)
    {
        const cflow_component* one = plugin_->components[i];
        if (from_abi(one->kind) == kind && from_abi(one->name) == name)
            return one;
    }
    return nullptr;
}

void library::unload()
{
    if (plugin_ != nullptr && CFLOW_HAS(plugin_, cflow_plugin, shutdown))
        plugin_->shutdown();
    plugin_ = nullptr;
    ::dlclose(std::exchange(handle_, nullptr));
}

} // namespace codexflow::plugin
