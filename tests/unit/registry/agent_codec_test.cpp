#include "engine/registry/cache/agent_codec.hpp"
#include "engine/registry/cache/cache_image.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

namespace codexflow {
namespace {

/// A value in every field, each different: a field the codec forgets shows.
parsed_agent full_agent()
{
    agent one;
    one.id = "id";
    one.name = "name";
    one.description = "description";
    one.long_description = std::string(300, 'l');
    one.domain = "domain";
    one.subdomain = "subdomain";
    one.tier = "tier";
    one.autonomy = 0.123;
    one.max_parallel = std::numeric_limits<std::uint32_t>::max();
    one.timeout = std::chrono::milliseconds(123456789);
    one.capabilities = {"capability", ""};
    one.responsibilities = {"responsibility"};
    one.triggers = {{{"keyword", {"f", 1, 2}}}, {{"pattern", "high", {"f", 3, 4}}}, {{"*.cpp", {"f", 5, 6}}}};
    one.prompt = "prompt\nwith a NUL \0 in it";
    one.prompt.push_back('\0');
    one.task_template = "{{goal}}";
    one.tools.allowed = std::vector<std::string>();
    one.tools.restricted = {"Bash"};
    one.paths = {{"src/**"}, {".git/**"}};
    one.memory = {std::chrono::milliseconds(-1), true, {"namespace"}, {"share"}, {"redact"}};
    one.hooks = {{"pre"}, {"post"}, {"failure"}};
    one.prefers = {"prefers"};
    one.complements = {"complements"};
    one.source = {"file.yaml", 3, 7};
    parsed_agent made;
    made.definition = one;
    error fault(errc::internal, "message", {"where", 1, 2});
    fault.hint = "hint";
    fault.detail = "detail";
    fault.kind = "kind";
    fault.phase = "phase";
    made.fault = fault;
    made.notices = {{notice_kind::broken, fault}, {notice_kind::warning, error(errc::not_found, "m")}};
    return made;
}

void check_same(const agent& a, const agent& b)
{
    BOOST_TEST(a.id == b.id);
    BOOST_TEST(a.name == b.name);
    BOOST_TEST(a.description == b.description);
    BOOST_TEST(a.long_description == b.long_description);
    BOOST_TEST(a.domain == b.domain);
    BOOST_TEST(a.subdomain == b.subdomain);
    BOOST_TEST(a.tier == b.tier);
    BOOST_TEST(a.autonomy == b.autonomy);
    BOOST_TEST(a.max_parallel == b.max_parallel);
    BOOST_TEST((a.timeout == b.timeout));
    BOOST_TEST((a.capabilities == b.capabilities));
    BOOST_TEST((a.responsibilities == b.responsibilities));
    BOOST_TEST((a.triggers.keywords == b.triggers.keywords));
    BOOST_TEST((a.triggers.regex == b.triggers.regex));
    BOOST_TEST((a.triggers.file_patterns == b.triggers.file_patterns));
    BOOST_TEST(to_string(a.triggers.keywords.at(0).where) == to_string(b.triggers.keywords.at(0).where));
    BOOST_TEST(to_string(a.triggers.regex.at(0).where) == to_string(b.triggers.regex.at(0).where));
    BOOST_TEST(to_string(a.triggers.file_patterns.at(0).where) ==
               to_string(b.triggers.file_patterns.at(0).where));
    BOOST_TEST(a.prompt == b.prompt);
    BOOST_TEST(a.task_template == b.task_template);
    BOOST_TEST((a.tools == b.tools));
    BOOST_TEST((a.paths.allowed == b.paths.allowed));
    BOOST_TEST((a.paths.forbidden == b.paths.forbidden));
    BOOST_TEST((a.memory.retention == b.memory.retention));
    BOOST_TEST(a.memory.long_term == b.memory.long_term);
    BOOST_TEST((a.memory.namespaces == b.memory.namespaces));
    BOOST_TEST((a.memory.share_with == b.memory.share_with));
    BOOST_TEST((a.memory.redact == b.memory.redact));
    BOOST_TEST((a.hooks.pre_task == b.hooks.pre_task));
    BOOST_TEST((a.hooks.post_task == b.hooks.post_task));
    BOOST_TEST((a.hooks.failure == b.hooks.failure));
    BOOST_TEST((a.prefers == b.prefers));
    BOOST_TEST((a.complements == b.complements));
    BOOST_TEST(to_string(a.source) == to_string(b.source));
}

void check_same(const error& a, const error& b)
{
    BOOST_TEST((a.code == b.code));
    BOOST_TEST(a.message == b.message);
    BOOST_TEST(a.hint == b.hint);
    BOOST_TEST(a.detail == b.detail);
    BOOST_TEST(a.kind == b.kind);
    BOOST_TEST(a.phase == b.phase);
    BOOST_TEST(to_string(a.where) == to_string(b.where));
}

std::string encoded(const parsed_agent& value)
{
    std::string bytes;
    encode_agent(value, bytes);
    return bytes;
}

} // namespace

BOOST_AUTO_TEST_SUITE(agent_codec)

BOOST_AUTO_TEST_CASE(every_field_comes_back)
{
    const parsed_agent before = full_agent();
    const auto after = decode_agent(encoded(before));
    BOOST_TEST_REQUIRE(after.has_value());
    check_same(*after->definition, *before.definition);
    check_same(*after->fault, *before.fault);
    BOOST_TEST_REQUIRE(after->notices.size() == 2U);
    BOOST_TEST((after->notices[0].kind == notice_kind::broken));
    check_same(after->notices[0].what, before.notices[0].what);
    check_same(after->notices[1].what, before.notices[1].what);

    const auto nothing = decode_agent(encoded({}));
    BOOST_TEST_REQUIRE(nothing.has_value());
    BOOST_TEST(!nothing->definition);
    BOOST_TEST(!nothing->fault);
    BOOST_TEST(nothing->notices.empty());
}

BOOST_AUTO_TEST_CASE(no_list_of_tools_is_not_an_empty_one)
{
    parsed_agent some = full_agent();
    BOOST_TEST(decode_agent(encoded(some))->definition->tools.allowed->empty());
    some.definition->tools.allowed.reset();
    BOOST_TEST(!decode_agent(encoded(some))->definition->tools.allowed.has_value());
}

BOOST_AUTO_TEST_CASE(other_bytes_are_refused)
{
    const std::string bytes = encoded(full_agent());
    for (std::size_t size = 0; size != bytes.size(); ++size)
        BOOST_TEST(!decode_agent(std::string_view(bytes).substr(0, size)).has_value(), size);
    BOOST_TEST(!decode_agent(bytes + '\0').has_value());
    BOOST_TEST(!decode_agent(std::string(64, '\xFF')).has_value());
}

BOOST_AUTO_TEST_CASE(an_image_is_for_its_owner_only)
{
    const cache_identity owner{"engine", "project"};
    std::vector<cache_entry> entries(2);
    entries[0] = {"a\nroot", {1, 2, 3, 4, -5}, "", "payload of a"};
    entries[1] = {"b\nroot", {6, 7, 8, 9, 10}, "sha256:x", ""};
    const std::string image = write_cache_image(owner, entries);
    const auto read = read_cache_image(image, owner);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST_REQUIRE(read->size() == 2U);
    for (std::size_t i = 0; i != 2; ++i)
    {
        BOOST_TEST((*read)[i].key == entries[i].key);
        BOOST_TEST(((*read)[i].stamp == entries[i].stamp));
        BOOST_TEST((*read)[i].digest == entries[i].digest);
        BOOST_TEST(checked_payload((*read)[i]) == entries[i].payload);
    }
    const auto refused = [&image](const cache_identity& other) {
        return read_cache_image(image, other).error().message;
    };
    BOOST_TEST(refused({"engine 2", "project"}) == "the cache is of another version of the program");
    BOOST_TEST(refused({"engine", "other"}) == "the cache is of another project");
    BOOST_TEST(read_cache_image("", owner).error().message == "this is no cache of this version");
}

BOOST_AUTO_TEST_CASE(a_damaged_image_gives_nothing_wrong)
{
    const cache_identity owner{"engine", "project"};
    std::vector<cache_entry> entries(1);
    entries[0] = {"a\nroot", {1, 2, 3, 4, 5}, "", "payload of a"};
    const std::string image = write_cache_image(owner, entries);
    for (std::size_t at = 0; at != image.size(); ++at)
        for (const char flip : {'\x01', '\x80'})
        {
            std::string bad = image;
            bad[at] = static_cast<char>(bad[at] ^ flip);
            const auto read = read_cache_image(bad, owner);
            if (read) // then the payload was hit, and its checksum says so
                BOOST_TEST((read->size() == 1U && checked_payload(read->front()).empty()), at);
        }
    for (std::size_t size = 0; size != image.size(); ++size)
        BOOST_TEST(!read_cache_image(std::string_view(image).substr(0, size), owner).has_value(), size);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
