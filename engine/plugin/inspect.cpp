#include "engine/plugin/inspect.hpp"

#include "engine/plugin/elf_note.hpp"
#include "engine/plugin/elf_shape.hpp"
#include "engine/plugin/mapped_file.hpp"

#include <codexflow/abi.h>

#include <string>
#include <utility>

namespace codexflow::plugin {

std::string refuse_version(const elf_note& note)
{
    if (note.abi_major != CFLOW_ABI_MAJOR)
        return "it was built for version " + std::to_string(note.abi_major) +
               " of the plugin ABI; this program speaks version " + std::to_string(CFLOW_ABI_MAJOR);
    if (note.needs_minor > CFLOW_ABI_MINOR)
        return "it needs version 1." + std::to_string(note.needs_minor) + " of the plugin ABI; this program has 1." +
               std::to_string(CFLOW_ABI_MINOR) + ": a newer codex-flow is needed";
    return {};
}

result<catalog::entry> inspect(const std::filesystem::path& file)
{
    const std::string name = file.string();
    const auto refuse = [&](std::string why) {
        return error(errc::plugin_misbehaved, std::move(why), location{name, 0, 0});
    };
    const auto mapped = mapped_file::open(file);
    if (!mapped)
        return mapped.error();
    const auto note = find_note(mapped->bytes());
    if (!note)
        return refuse(std::string(no_note));
    if (std::string why = refuse_version(*note); !why.empty())
        return refuse(std::move(why));
    auto about = parse_manifest(note->manifest, name);
    if (!about)
        return about.error();
    if (std::string why = refuse_shape(read_shape(mapped->bytes())); !why.empty())
        return refuse(std::move(why));
    about->abi_major = note->abi_major;
    about->needs_minor = note->needs_minor;
    return catalog::entry{file, std::move(*about)};
}

} // namespace codexflow::plugin
