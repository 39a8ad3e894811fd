#include "engine/plugin/library.hpp"

#include <codexflow/view.hpp>

#include <boost/dll/shared_library.hpp>

#include <cstddef>
#include <string>
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

/// What is wrong with the table the entry returned, compared with the manifest; empty if nothing.
std::string find_lie(const cflow_plugin& plugin, const manifest& about)
{
    if (plugin.struct_size < offsetof(cflow_plugin, shutdown) || (plugin.component_count != 0 && plugin.components == nullptr))
        return "its entry returned a table that is too small";
    std::size_t matched = 0;
    for (std::uint32_t i = 0; i != plugin.component_count; ++i)
    {
        const cflow_component* one = plugin.components[i];
        if (one == nullptr || one->struct_size < sizeof(cflow_component) || one->vtable == nullptr ||
            one->create == nullptr || one->destroy == nullptr)
            return "component " + std::to_string(i + 1) + " of its table is not complete";
        if (about.find(short_kind(from_abi(one->kind)), from_abi(one->name)) == nullptr)
            return "it offers " + quoted(*one) + ", which its manifest does not name";
        for (std::uint32_t k = 0; k != i; ++k)
            if (from_abi(plugin.components[k]->kind) == from_abi(one->kind) &&
                from_abi(plugin.components[k]->name) == from_abi(one->name))
                return "it offers " + quoted(*one) + " twice";
        ++matched;
    }
    if (matched != about.components.size())
        return "its manifest names " + std::to_string(about.components.size()) + " components, but it offers " +
               std::to_string(matched);
    return {};
}

} // namespace

struct library::handle
{
    boost::dll::shared_library file;
};

library::library(std::unique_ptr<handle> opened) : opened_(std::move(opened)) {}

library::~library()
{
    // Closing is unload()'s business: the program leaves plugins where they are until it ends.
    if (opened_ != nullptr && opened_->file.is_loaded())
        static_cast<void>(opened_.release());
}

result<std::unique_ptr<library>> library::load(const catalog::entry& from, const cflow_host& host)
{
    const auto refuse = [&](std::string why) {
        return error(errc::plugin_misbehaved, "the plugin cannot be loaded: " + std::move(why),
                     location{from.file.string(), 0, 0});
    };
    auto opened = std::make_unique<handle>();
    boost::dll::fs::error_code failed;
    opened->file.load(std::filesystem::absolute(from.file), failed,
                      boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    if (failed)
        return refuse(failed.message());
    if (!opened->file.has(CFLOW_ENTRY_SYMBOL))
        return refuse("it has no symbol " CFLOW_ENTRY_SYMBOL);
    std::unique_ptr<library> made(new library(std::move(opened)));
    try
    {
        const auto entry = made->opened_->file.get<const cflow_plugin*(const cflow_host*)>(CFLOW_ENTRY_SYMBOL);
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
    opened_->file.unload();
}

} // namespace codexflow::plugin
