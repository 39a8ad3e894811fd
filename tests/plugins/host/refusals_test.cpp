#include "engine/plugin/inspect.hpp"
#include "tests/plugins/host/boundary_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using codexflow::errc;
using codexflow::test::boundary_fixture;
using codexflow::test::sample;

namespace {

struct row
{
    std::string_view name, reason;
};

/// Refused from the file alone: none of its code has run.
const std::vector<row> at_the_scan{
    {"wrong_major", "version 2 of the plugin ABI"},
    {"newer_minor", "needs version 1.7 of the plugin ABI"},
    {"no_note", "no plugin manifest"},
    {"broken_manifest", "not valid JSON"},
    {"twice_in_manifest", "names the provider 'liar' twice"},
    {"no_entry", "does not export cflow_plugin_v1"},
    {"more_symbols", "version script"},
    {"gnu_unique", "GNU_UNIQUE"},
};

/// Refused when it is loaded.
const std::vector<row> at_the_load{
    {"null_entry", "its entry refused this host"},
    {"entry_throws", "its entry threw an exception"},
    {"null_table", "too small"},
    {"small_table", "too small"},
    {"null_component", "component 1 of its table is not complete"},
    {"small_component", "component 1 of its table is not complete"},
    {"no_vtable", "component 1 of its table is not complete"},
    {"no_create", "component 1 of its table is not complete"},
    {"no_start", "component 1 of its table is not complete"},
    {"small_vtable", "component 1 of its table is not complete"},
    {"manifest_names_more", "its manifest names the provider 'ghost', which it does not offer"},
    {"table_offers_more", "offers the cflow.provider/1 'liar', which its manifest does not name"},
    {"twice_in_table", "offers the cflow.provider/1 'liar' twice"},
    {"unresolved", "codexflow_no_such_function"},
};

void expect_one_line(const codexflow::error& e, const row& expected)
{
    BOOST_TEST((e.code == errc::plugin_misbehaved));
    BOOST_TEST_CONTEXT(e.message)
    {
        BOOST_TEST(e.message.find(expected.reason) != std::string::npos);
        BOOST_TEST(e.message.find('\n') == std::string::npos);
    }
    BOOST_TEST(e.where.file == sample(expected.name).string());
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(refusals, boundary_fixture)

BOOST_AUTO_TEST_CASE(at_the_scan_already)
{
    for (const row& one : at_the_scan)
        BOOST_TEST_CONTEXT(one.name)
        {
            const auto got = codexflow::plugin::inspect(sample(one.name));
            BOOST_REQUIRE(!got.has_value());
            expect_one_line(got.error(), one);
        }
}

BOOST_AUTO_TEST_CASE(when_loaded)
{
    for (const row& one : at_the_load)
        BOOST_TEST_CONTEXT(one.name)
        {
            const auto got = make(one.name);
            BOOST_REQUIRE(!got.has_value());
            expect_one_line(got.error(), one);
        }
}

BOOST_AUTO_TEST_CASE(a_refused_one_may_be_tried_again)
{
    BOOST_TEST(!make("null_entry").has_value());
    BOOST_TEST(!make("null_entry").has_value());
}

#if defined CODEXFLOW_HAS_LIBCXX
BOOST_AUTO_TEST_CASE(a_shared_second_runtime)
{
    const auto got = codexflow::plugin::inspect(sample("shared_libcxx"));
    BOOST_REQUIRE(!got.has_value());
    expect_one_line(got.error(), {"shared_libcxx", "second C++ runtime"});
}
#endif

#if defined CODEXFLOW_HAS_SANITIZED
BOOST_AUTO_TEST_CASE(a_sanitizer_that_the_host_does_not_run)
{
    // Its runtime ends a process that it was not first in: this must not get as far as loading.
    const auto got = codexflow::plugin::inspect(sample("sanitized"));
    BOOST_REQUIRE(!got.has_value());
    expect_one_line(got.error(), {"sanitized", "sanitizer"});
}
#endif

BOOST_AUTO_TEST_CASE(what_is_only_newer_is_not_refused)
{
    for (const char* name : {"liar", "bigger_table", "two_revisions"})
        BOOST_TEST_CONTEXT(name)
        {
            const auto got = make(name);
            BOOST_TEST(got.has_value(), (got ? std::string() : got.error().message));
        }
}

BOOST_AUTO_TEST_CASE(a_component_in_another_revision_cannot_be_made)
{
    const auto got = make("other_revision");
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST(got.error().message.find("another revision") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_host_that_is_too_small_is_refused_by_the_plugin)
{
    const auto from = codexflow::plugin::inspect(sample("liar"));
    BOOST_REQUIRE(from.has_value());
    static const cflow_host tiny{8, 0, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
    const auto got = codexflow::plugin::library::load(*from, tiny);
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST(got.error().message.find("its entry refused this host") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(unloading_stays_possible)
{
    const auto from = codexflow::plugin::inspect(sample("plain_c"));
    BOOST_REQUIRE(from.has_value());
    static const cflow_host host{sizeof(cflow_host), 0, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
    for (int i = 0; i != 3; ++i)
    {
        auto got = codexflow::plugin::library::load(*from, host);
        BOOST_REQUIRE(got.has_value());
        BOOST_TEST(((*got)->find(CFLOW_KIND_PROVIDER, "plain-c") != nullptr));
        BOOST_TEST(((*got)->find(CFLOW_KIND_PROVIDER, "other") == nullptr));
        (*got)->unload();
    }
}

BOOST_AUTO_TEST_SUITE_END()
