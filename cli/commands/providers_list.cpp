#include "cli/commands/providers.hpp"
#include "cli/render/table.hpp"
#include "engine/run/default_provider.hpp"
#include "engine/run/provider_facts.hpp"

#include <codexflow/json_writer.hpp>

namespace codexflow::cli {
namespace {

std::string keys_text(const provider_facts& of)
{
    std::string text;
    for (const provider_facts::key& one : of.keys)
        text += (text.empty() ? "" : ", ") + one.variable + (one.set ? " (set)" : " (not set)");
    return text.empty() ? "-" : text;
}

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

/// Where its block begins: what it was made by.
std::string written_at(const provider_facts& of, const config& settings)
{
    const auto found = settings.find_provider(of.name);
    const auto origin = settings.origins.find((*found)->path + ".plugin");
    return origin == settings.origins.end() ? std::string() : to_string(origin->second);
}

void write_role(json_writer& out, const std::string& name, const config& settings)
{
    out.member("default", name == settings.default_provider);
    const std::string role = role_of(name, settings);
    if (role.empty())
        return;
    out.member("role", role.substr(0, role.find(" (")));
    if (const auto open = role.find(" ("); open != role.npos)
        out.member("chosen_by", role.substr(open + 2, role.size() - open - 3));
}

std::string as_json(const std::vector<provider_facts>& all, const config& settings)
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    if (!settings.default_provider.empty())
        out.member("default", settings.default_provider);
    out.key("providers").begin_array();
    for (const provider_facts& one : all)
    {
        out.begin_object().member("name", one.name).member("plugin", one.plugin);
        out.member("plugin_found", one.plugin_found);
        if (!one.model.empty())
            out.member("model", one.model);
        if (!one.address.empty())
            out.member("address", one.address);
        out.key("keys").begin_array();
        for (const provider_facts::key& key : one.keys)
            out.begin_object().member("variable", key.variable).member("set", key.set).end_object();
        out.end_array();
        write_role(out, one.name, settings);
        out.member("configured_at", written_at(one, settings)).end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

/// What a run would do where nobody chose a provider.
std::string search_text(const std::vector<provider_facts>& all)
{
    std::string text = "no provider is chosen: a run asks";
    const char* separator = " ";
    for (const provider_facts* one : servers_to_ask(all))
    {
        text += separator + one->name + " at " + one->address;
        separator = ", then ";
    }
    return text + (separator[0] == ' ' ? " no server" : "") +
           ", and else takes one whose key is set; to choose: providers.default or --provider\n";
}

} // namespace

int list_providers(const providers_options& options, const provider_setup& setup, const context& where)
{
    const config& settings = setup.settings;
    const std::vector<provider_facts> all = facts_of(settings, setup.plugins, where.environment);
    if (options.json)
        return where.print(as_json(all, settings)) ? 0 : output_lost_exit_code;
    std::vector<std::vector<std::string>> rows;
    std::string remarks;
    for (const provider_facts& one : all)
    {
        rows.push_back({one.name, one.plugin, or_dash(one.model), or_dash(one.address), keys_text(one),
                        or_dash(role_of(one.name, settings)), written_at(one, settings)});
        if (!one.plugin_found)
            remarks += "warning: no plugin offers the provider '" + one.plugin + "', which " + one.name + " needs\n";
    }
    if (settings.default_provider.empty())
        remarks += search_text(all);
    where.complain(remarks);
    const terminal out = look_at(where.out, where.environment, color_choice::automatic);
    const std::vector<std::string> headings{"NAME", "PLUGIN", "MODEL", "ADDRESS", "KEY", "USE", "CONFIGURED"};
    return where.print(render_table(headings, rows, out.is_tty ? out.size.columns : 0)) ? 0 : output_lost_exit_code;
}

} // namespace codexflow::cli
