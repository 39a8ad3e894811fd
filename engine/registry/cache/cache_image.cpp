#include "engine/registry/cache/cache_image.hpp"

#include "engine/registry/cache/bytes.hpp"

#include <algorithm>

namespace codexflow {
namespace {

constexpr std::string_view magic = "codex-flow agents 1\n";

/// A table in front of the parts it describes.
std::string table_of(const cache_identity& owner, std::span<const cache_entry> entries)
{
    std::string table;
    byte_writer out(table);
    out.text(owner.engine);
    out.text(owner.project);
    out.number(entries.size());
    for (const cache_entry& one : entries)
    {
        out.text(one.key);
        out.number(one.stamp.size);
        out.number(one.stamp.inode);
        out.number(one.stamp.device);
        out.signed_number(one.stamp.modified_ns);
        out.signed_number(one.stamp.changed_ns);
        out.text(one.digest);
        out.number(one.payload.size());
        out.number(checksum(one.payload));
    }
    return table;
}

cached_entry read_row(byte_reader& table, byte_reader& parts)
{
    cached_entry one;
    one.key = table.text();
    one.stamp.size = table.number();
    one.stamp.inode = table.number();
    one.stamp.device = table.number();
    one.stamp.modified_ns = table.signed_number();
    one.stamp.changed_ns = table.signed_number();
    one.digest = table.text();
    one.payload = parts.bytes(table.number());
    one.sum = table.number();
    return one;
}

error damaged() { return {errc::invalid_argument, "the cache is damaged"}; }

} // namespace

std::string write_cache_image(const cache_identity& owner, std::span<const cache_entry> entries)
{
    const std::string table = table_of(owner, entries);
    std::string image(magic);
    byte_writer out(image);
    out.text(table);
    out.number(checksum(table));
    for (const cache_entry& one : entries)
        image += one.payload;
    return image;
}

result<std::vector<cached_entry>> read_cache_image(std::string_view bytes, const cache_identity& owner)
{
    if (!bytes.starts_with(magic))
        return error(errc::unsupported, "this is no cache of this version");
    byte_reader parts(bytes.substr(magic.size()));
    const std::string_view text = parts.text();
    const std::uint64_t sum = parts.number();
    if (!parts.ok() || sum != checksum(text))
        return damaged();
    byte_reader table(text);
    const std::string_view engine = table.text(), project = table.text();
    if (engine != owner.engine)
        return error(errc::unsupported, "the cache is of another version of the program");
    if (project != owner.project)
        return error(errc::unsupported, "the cache is of another project");
    std::vector<cached_entry> entries(table.count());
    for (cached_entry& one : entries)
        one = read_row(table, parts);
    if (!table.at_end() || !parts.at_end())
        return damaged();
    const auto out_of_order = [](const cached_entry& a, const cached_entry& b) { return a.key >= b.key; };
    if (std::adjacent_find(entries.begin(), entries.end(), out_of_order) != entries.end())
        return damaged();
    return entries;
}

std::string_view checked_payload(const cached_entry& entry) noexcept
{
    return checksum(entry.payload) == entry.sum ? entry.payload : std::string_view();
}

} // namespace codexflow
