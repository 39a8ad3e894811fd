#pragma once

#include "engine/base/error.hpp"
#include "engine/plugin/library.hpp"
#include "engine/plugin/services.hpp"

#include <memory>
#include <string>

namespace codexflow::plugin {

/// A component made from its settings: one provider block of the configuration, for instance.
/// Owned by plugin_host; destroyed when no operation of it is left.
class component_instance
{
public:
    component_instance(const cflow_component& of, std::unique_ptr<host_view> host, void* self) noexcept
        : component_(of), host_(std::move(host)), self_(self)
    {
    }
    component_instance(const component_instance&) = delete;
    component_instance& operator=(const component_instance&) = delete;
    ~component_instance()
    {
        try
        {
            component_.destroy(self_);
        }
        catch (...) // breaks the rule, but at an end that must go on
        {
        }
    }

    template <class Table> const Table& table() const noexcept { return *static_cast<const Table*>(component_.vtable); }
    void* self() const noexcept { return self_; }
    const host_view& host() const noexcept { return *host_; }

private:
    const cflow_component& component_;
    std::unique_ptr<host_view> host_;
    void* self_;
};

} // namespace codexflow::plugin
