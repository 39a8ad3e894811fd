#include "engine/plugin/check.hpp"

#include "engine/base/clock.hpp"
#include "engine/net/http_client.hpp"
#include "engine/plugin/check_redactor.hpp"
#include "engine/plugin/check_router.hpp"
#include "engine/plugin/elf_note.hpp"
#include "engine/plugin/elf_shape.hpp"
#include "engine/plugin/inspect.hpp"
#include "engine/plugin/mapped_file.hpp"
#include "engine/plugin/plugin_host.hpp"

#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

namespace codexflow::plugin {
namespace {

std::string describe(const manifest& about)
{
    std::string text = about.id + ' ' + about.version + ':';
    for (const manifest::component& one : about.components)
        text += ' ' + one.kind + " '" + one.name + "'";
    return text;
}

std::string reason(const error& e) { return e.detail.empty() ? e.message : e.message + " (" + e.detail + ')'; }

/// Collects the steps; each add() returns whether it passed.
class checker
{
public:
    bool add(std::string what, bool passed, std::string detail = {})
    {
        steps_.push_back(check_step{std::move(what), passed, std::move(detail)});
        return passed;
    }
    void add(std::vector<check_step> more) { std::move(more.begin(), more.end(), std::back_inserter(steps_)); }
    std::vector<check_step> take() { return std::move(steps_); }

private:
    std::vector<check_step> steps_;
};

/// The steps that run no code of the plugin; what to load, when there is something to.
std::optional<catalog::entry> look_at(const std::filesystem::path& file, checker& out)
{
    const auto mapped = mapped_file::open(file);
    if (!out.add("the file can be read", mapped.has_value(), mapped ? "" : mapped.error().message))
        return std::nullopt;
    const auto note = find_note(mapped->bytes());
    if (!out.add("it carries a plugin note", note.has_value(), note ? "" : std::string(no_note)))
        return std::nullopt;
    const std::string version = std::to_string(note->abi_major) + '.' + std::to_string(note->needs_minor);
    const std::string unfit = refuse_version(*note);
    if (!out.add("this program speaks its version of the ABI", unfit.empty(), unfit.empty() ? version : unfit))
        return std::nullopt;
    auto about = parse_manifest(note->manifest, file.string());
    if (!out.add("its manifest is in order", about.has_value(), about ? describe(*about) : about.error().message))
        return std::nullopt;
    bool fit = true;
    for (shape_rule& rule : judge_shape(read_shape(mapped->bytes())))
    {
        const bool passed = rule.fault.empty();
        fit = out.add(std::string(rule.what), passed, std::move(rule.fault)) && fit;
    }
    if (!fit)
        return std::nullopt;
    return catalog::entry{file, std::move(*about)};
}

/// The steps that do.
void load_and_make(const catalog::entry& from, checker& out)
{
    boost::asio::io_context io;
    net::http_client http(io);
    system_clock time;
    service_context services{io, http, time, {}, {}, 0};
    plugin_host host(services);
    const auto loaded = host.load(from);
    if (!out.add("it loads and offers what its manifest says", loaded.has_value(), loaded ? "" : reason(loaded.error())))
        return;
    for (const manifest::component& one : from.about.components)
    {
        const std::string kind = "cflow." + one.kind + "/1";
        const auto made = host.create(from, instance_request{kind, one.name, "{}", {}, {}});
        const bool spoke = made || made.error().code != errc::plugin_misbehaved;
        out.add("the " + one.kind + " '" + one.name + "' answers to empty settings", spoke,
                made ? "" : reason(made.error()));
        if (made && one.kind == "router")
            out.add(check_router(**made, one.name));
        if (made && one.kind == "redactor")
            out.add(check_redactor(**made, one.name));
    }
}

} // namespace

std::vector<check_step> check_file(const std::filesystem::path& file)
{
    checker out;
    if (const auto found = look_at(file, out))
        load_and_make(*found, out);
    return out.take();
}

} // namespace codexflow::plugin
